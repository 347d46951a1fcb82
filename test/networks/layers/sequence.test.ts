import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dense } from '../../../src/networks/layers/dense';
import { lastStep } from '../../../src/networks/layers/last-step';
import { lstm } from '../../../src/networks/layers/lstm';
import { sequence } from '../../../src/networks/layers/sequence';
import { loadTensorflow } from '../../../src/networks/tensorflow';
import { createRandom } from '../../../src/random';
import { expectSameGradients, functionOf } from '../gradient';
import { rows, sequences, units } from './arbitraries';

const tf = loadTensorflow();

describe('sequence', () => {
  it('has the output and gradients of its layers one after another', () => {
    const reference = functionOf((input, [kernel1, bias1, kernel2, bias2]) => {
      const last = tf.gather(input, input.shape[0] - 1) as never;
      const hidden = tf.tanh(tf.add(tf.matMul(last, kernel1 as never), bias1));
      return tf.add(tf.matMul(hidden as never, kernel2 as never), bias2);
    });
    fc.assert(
      fc.property(sequences, units, units, (point, width1, width2) => {
        const first = dense({ units: width1, activation: 'tanh' });
        const maker = sequence([lastStep(), first, dense({ units: width2 })]);
        expectSameGradients(maker, point, reference);
      }),
      { numRuns: 10 },
    );
  });

  it('passes everything through without layers', () => {
    const identity = functionOf((input) => tf.clone(input));
    fc.assert(
      fc.property(rows, (point) => expectSameGradients(sequence([]), point, identity)),
      { numRuns: 3 },
    );
  });

  it('names weights by place and kind, so that no two are alike', () => {
    const maker = sequence([lstm(2), sequence([lstm(2), lastStep()]), dense({ units: 1 })]);
    const names = maker.make([4, 3], createRandom(0)).weights.map(({ name }) => name);
    expect(new Set(names).size).toBe(8);
    expect(names).toContain('0-lstm/recurrentKernel');
    expect(names).toContain('1-sequence/0-lstm/kernel');
    expect(names).toContain('2-dense/bias');
  });
});
