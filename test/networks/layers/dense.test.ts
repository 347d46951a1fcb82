import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activation, dense } from '../../../src/networks/layers/dense';
import { loadTensorflow } from '../../../src/networks/tensorflow';
import { createRandom } from '../../../src/random';
import { expectSameGradients, functionOf } from '../gradient';
import { rows, sequences, units } from './arbitraries';

const tf = loadTensorflow();

const activations = {
  linear: tf.clone,
  relu: tf.relu,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
} as const;

describe('dense', () => {
  it.each(Object.keys(activations) as Activation[])(
    'has the output and gradients of tfjs with the activation %s',
    (activation) => {
      fc.assert(
        fc.property(fc.oneof(rows, sequences), units, (point, width) => {
          const reference = functionOf((input, [kernel, bias]) => {
            const flat = tf.reshape(input, [-1, point.inputShape.at(-1)!]);
            const linear = tf.add(tf.matMul(flat, kernel as never), bias);
            const shape = [...input.shape.slice(0, -1), width];
            return activations[activation](tf.reshape(linear, shape));
          });
          expectSameGradients(dense({ units: width, activation }), point, reference);
        }),
        { numRuns: 12 },
      );
    },
  );

  it('starts with a bias of zeros', () => {
    const [, bias] = dense({ units: 3 }).make([2], createRandom(0)).weights;
    expect(bias.values).toEqual(new Float32Array(3));
  });
});
