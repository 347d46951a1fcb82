import fc from 'fast-check';
import { describe, it } from 'vitest';
import { dense } from '../../../src/networks/layers/dense';
import { residual } from '../../../src/networks/layers/residual';
import { loadTensorflow } from '../../../src/networks/tensorflow';
import { expectSameGradients, functionOf } from '../gradient';
import { rows, units } from './arbitraries';

const tf = loadTensorflow();

describe('residual', () => {
  it('has the output and gradients of its layers plus its input', () => {
    const reference = functionOf((input, [kernel1, bias1, kernel2, bias2]) => {
      const hidden = tf.relu(tf.add(tf.matMul(input as never, kernel1 as never), bias1));
      return tf.add(input, tf.add(tf.matMul(hidden as never, kernel2 as never), bias2));
    });
    fc.assert(
      fc.property(rows, units, (point, width) => {
        const inside = dense({ units: width, activation: 'relu' });
        const maker = residual([inside, dense({ units: point.inputShape[0] })]);
        expectSameGradients(maker, point, reference);
      }),
      { numRuns: 10 },
    );
  });
});
