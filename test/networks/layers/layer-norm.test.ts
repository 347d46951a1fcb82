import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, scope, tensor } from '../../../src/networks/engine';
import { layerNorm } from '../../../src/networks/layers/layer-norm';
import { loadTensorflow } from '../../../src/networks/tensorflow';
import { createRandom } from '../../../src/random';
import { expectSameGradients, functionOf, USE } from '../gradient';

const tf = loadTensorflow();

/** With few features the gradient is what is left of much larger terms. */
const points = fc
  .tuple(fc.integer({ min: 5, max: 12 }), fc.integer({ min: 2, max: 6 }), fc.nat(1e6))
  .map(([nFeatures, nSamples, seed]) => ({ inputShape: [nFeatures], nSamples, seed }));

const reference = functionOf((input, [gamma, beta]) => {
  const { mean, variance } = tf.moments(input, -1, true);
  const normal = tf.div(tf.sub(input, mean), tf.sqrt(tf.add(variance, 1e-3)));
  return tf.add(tf.mul(normal, gamma), beta);
});

describe('layerNorm', () => {
  it('has the output and gradients of its formula in tfjs', () => {
    fc.assert(
      fc.property(points, (point) => expectSameGradients(layerNorm(), point, reference)),
      { numRuns: 15 },
    );
  });

  it('treats the steps of sequences alike', () => {
    const point = { inputShape: [4, 6], nSamples: 3, seed: 2 };
    expectSameGradients(layerNorm(), point, reference);
  });

  it('brings a sample to mean 0 and variance 1 at first', () => {
    const layer = layerNorm().make([4], createRandom(0));
    const weights = () => layer.weights.map(({ shape, values }) => tensor(shape, values));
    const normal = scope(() => {
      const input = tensor([1, 4], Float32Array.of(10, 20, 30, 40));
      return read(layer.forward(input, weights(), USE).output);
    });
    const expected = [-3, -1, 1, 3].map((value) => value / Math.sqrt(5));
    expected.forEach((value, i) => void expect(normal[i]).toBeCloseTo(value, 4));
  });
});
