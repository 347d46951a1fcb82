import { scalar } from '../engine';
import type { LayerMaker } from '../layer';
import { add, biasGradient, mean, multiply, reshape, subtract, unary } from '../ops';

/** Added to the variance, as Keras has it. */
const EPSILON = 1e-3;

/**
 * Brings the features of each sample and step to mean 0 and variance 1, then to a learned scale.
 *
 * Source: Ba, Kiros and Hinton 2016, eq. 4.
 */
export function layerNorm(): LayerMaker {
  return {
    kind: 'layerNorm',
    make: (inputShape) => {
      const nFeatures = inputShape[inputShape.length - 1];
      const shape = [nFeatures];
      return {
        weights: [
          { name: 'gamma', shape, values: new Float32Array(nFeatures).fill(1) },
          { name: 'beta', shape, values: new Float32Array(nFeatures) },
        ],
        outputShape: inputShape,
        forward: (input, [gamma, beta]) => {
          const flat = reshape(input, [-1, nFeatures]);
          const centred = subtract(flat, mean(flat, [1]));
          const variance = mean(unary('Square', centred), [1]);
          const inverse = unary('Rsqrt', add(variance, scalar(EPSILON)));
          const normal = multiply(centred, inverse);
          return {
            output: reshape(add(multiply(normal, gamma), beta), input.shape),
            backward: (gradient) => {
              const back = reshape(gradient, [-1, nFeatures]);
              const atNormal = multiply(back, gamma);
              const along = multiply(normal, mean(multiply(atNormal, normal), [1]));
              const across = subtract(subtract(atNormal, mean(atNormal, [1])), along);
              return {
                input: reshape(multiply(inverse, across), input.shape),
                weights: [biasGradient(multiply(back, normal)), biasGradient(back)],
              };
            },
          };
        },
      };
    },
  };
}
