import { attribute, FLOAT, runAll } from '../engine';
import type { LayerMaker } from '../layer';
import { add, reshape, scale } from '../ops';

/** Share of a moving average that stays at a step, as Keras has it. */
const MOMENTUM = 0.99;

const EPSILON = 1e-3;

const COMMON = [
  attribute('T', 'type', FLOAT),
  attribute('U', 'type', FLOAT),
  attribute('epsilon', 'float', EPSILON),
  attribute('data_format', 'string', 'NHWC'),
];
const TRAINING = [...COMMON, attribute('is_training', 'bool', true)];
const IN_USE = [...COMMON, attribute('is_training', 'bool', false)];

/**
 * Brings each feature to mean 0 and variance 1 over the batch (and the steps of a sequence), then to
 * a learned scale; in use over moving averages of what training saw.
 *
 * Source: Ioffe and Szegedy 2015, algorithm 1; kernels `FusedBatchNormV3` and `FusedBatchNormGradV3`.
 */
export function batchNorm(): LayerMaker {
  return {
    kind: 'batchNorm',
    make: (inputShape) => {
      const nFeatures = inputShape[inputShape.length - 1];
      const shape = [nFeatures];
      const zeros = new Float32Array(nFeatures);
      const ones = new Float32Array(nFeatures).fill(1);
      return {
        weights: [
          { name: 'gamma', shape, values: ones },
          { name: 'beta', shape, values: zeros },
          { name: 'movingMean', shape, values: zeros, update: 'value' },
          { name: 'movingVariance', shape, values: ones, update: 'value' },
        ],
        outputShape: inputShape,
        forward: (input, [gamma, beta, movingMean, movingVariance], { training }) => {
          const flat = reshape(input, [1, 1, -1, nFeatures]);
          const inputs = [flat, gamma, beta, movingMean, movingVariance];
          const attributes = training ? TRAINING : IN_USE;
          const outputs = runAll('FusedBatchNormV3', attributes, inputs, 6);
          const [mean, variance, reserved] = outputs.slice(3); // not Bessel's variance, as Keras has it
          return {
            output: reshape(outputs[0], input.shape),
            backward: (gradient) => {
              const back = reshape(gradient, [1, 1, -1, nFeatures]);
              const saved = [back, flat, gamma, mean, variance, reserved];
              const gradients = runAll('FusedBatchNormGradV3', TRAINING, saved, 5);
              const moved = (moving: typeof mean, now: typeof mean) =>
                add(scale(moving, MOMENTUM), scale(now, 1 - MOMENTUM));
              return {
                input: reshape(gradients[0], input.shape),
                weights: [
                  gradients[1],
                  gradients[2],
                  moved(movingMean, mean),
                  moved(movingVariance, variance),
                ],
              };
            },
          };
        },
      };
    },
  };
}
