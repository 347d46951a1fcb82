import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integers, read, scalar, scope, tensor } from '../../../src/networks/engine';
import { batchNorm } from '../../../src/networks/layers/batch-norm';
import { createNetwork } from '../../../src/networks/network';
import { loadTensorflow } from '../../../src/networks/tensorflow';
import { expectSameGradients, type MakeReference } from '../gradient';

const tf = loadTensorflow();

/** With few samples the gradient is what is left of much larger terms. */
const points = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 6, max: 12 }), fc.nat(1e6))
  .map(([nFeatures, nSamples, seed]) => ({ inputShape: [nFeatures], nSamples, seed }));

/** The formula over samples and steps, as in training. */
const reference: MakeReference = (given) => {
  const [gamma, beta] = given.map((weight) => tf.variable(weight));
  return {
    weights: [gamma, beta],
    apply: (input) => {
      const axes = input.shape.map((_, axis) => axis).slice(0, -1);
      const { mean, variance } = tf.moments(input, axes);
      const normal = tf.div(tf.sub(input, mean), tf.sqrt(tf.add(variance, 1e-3)));
      return tf.add(tf.mul(normal, gamma), beta);
    },
  };
};

const INPUT = Float32Array.of(1, 10, 3, 20, 5, 60); // means 3 and 30, variances 8 / 3 and 1400 / 3

/** A network of this layer alone, after some steps on the same batch. */
function trained(nSteps: number) {
  const network = createNetwork(batchNorm(), [2], 0);
  network.startTraining();
  for (let i = 1; i <= nSteps; i++) {
    scope(() => {
      const [learningRate, beta1Power, beta2Power] = [0.1, 0.9 ** i, 0.999 ** i].map(scalar);
      const step = { learningRate, beta1Power, beta2Power, seed: integers([0, i]) };
      network.trainStep(tensor([3, 2], INPUT), (output) => output, step);
    });
  }
  return network;
}

describe('batchNorm', () => {
  it('has the output and gradients of its formula in tfjs', () => {
    fc.assert(
      fc.property(points, (point) => expectSameGradients(batchNorm(), point, reference)),
      { numRuns: 12 },
    );
  });

  it('takes the steps of sequences as more samples', () => {
    expectSameGradients(batchNorm(), { inputShape: [5, 3], nSamples: 4, seed: 1 }, reference);
  });

  it('follows mean and variance of the batches slowly', () => {
    const network = trained(2);
    const { movingMean, movingVariance } = network.readWeights();
    const share = 1 - 0.99 ** 2;
    [3, 30].forEach((mean, j) => void expect(movingMean[j]).toBeCloseTo(share * mean, 5));
    [8 / 3, 1400 / 3].forEach((variance, j) => {
      expect(movingVariance[j]).toBeCloseTo(1 - share + share * variance, 4);
    });
    network.dispose();
  });

  it('predicts by these and not by the batch', () => {
    const network = trained(0);
    const predict = () => scope(() => read(network.predict(tensor([3, 2], INPUT))));
    const unchanged = predict();
    INPUT.forEach((value, i) => void expect(unchanged[i]).toBeCloseTo(value / Math.sqrt(1.001), 4));
    network.assignWeights({
      gamma: Float32Array.of(2, 1),
      beta: Float32Array.of(0, 5),
      movingMean: Float32Array.of(1, 0),
      movingVariance: Float32Array.of(4 - 1e-3, 100 - 1e-3),
    });
    const expected = [0, 6, 2, 7, 4, 11];
    predict().forEach((value, i) => void expect(value).toBeCloseTo(expected[i], 4));
    network.dispose();
  });
});
