import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lstm } from '../../../src/networks/layers/lstm';
import { loadTensorflow } from '../../../src/networks/tensorflow';
import { createRandom } from '../../../src/random';
import { expectSameGradients, type MakeReference } from '../gradient';
import { sequences, units } from './arbitraries';

const tf = loadTensorflow();

/** The plain layer of tfjs, samples first; its gradient fails for one step, so it gets one more. */
function plainLstm(width: number): MakeReference {
  return (weights) => {
    const layer = tf.layers.lstm({
      units: width,
      recurrentActivation: 'sigmoid',
      returnSequences: true,
    });
    layer.apply(tf.zeros([1, 1, weights[0].shape[0]])); // makes the weights
    layer.setWeights([...weights]);
    return {
      weights: layer.trainableWeights.map((weight) => weight.read() as never),
      apply: (input) => {
        const longer = tf.pad(input, [
          [0, 1],
          [0, 0],
          [0, 0],
        ]);
        const hidden = layer.apply(tf.transpose(longer, [1, 0, 2])) as typeof input;
        return tf.slice(tf.transpose(hidden, [1, 0, 2]), 0, input.shape[0]);
      },
    };
  };
}

describe('lstm', () => {
  it('has the output and gradients of the plain layer of tfjs', () => {
    fc.assert(
      fc.property(sequences, units, (point, width) => {
        expectSameGradients(lstm(width), point, plainLstm(width));
      }),
      { numRuns: 15 },
    );
  });

  it('agrees with it over a long sequence', () => {
    const point = { inputShape: [60, 5], nSamples: 6, seed: 1 };
    expectSameGradients(lstm(12), point, plainLstm(12));
  });

  it('agrees with it over halves of a batch, of long and of short sequences', () => {
    for (const nTimesteps of [9, 40]) {
      const point = { inputShape: [nTimesteps, 5], nSamples: 37, seed: 2 };
      expectSameGradients(lstm(6), point, plainLstm(6));
    }
  });

  it('starts with open forget gates', () => {
    const bias = lstm(2).make([3, 1], createRandom(0)).weights[2];
    expect([...bias.values]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  });
});
