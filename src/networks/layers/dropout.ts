import type { LayerMaker } from '../layer';
import { bernoulli, multiply, scale } from '../ops';

/**
 * Sets a share of the values to zero in training, and raises the others so that sums stay.
 *
 * Source: Srivastava et al. 2014, in the inverted form that Keras has.
 *
 * @param rate share dropped, in [0, 1).
 */
export function dropout(rate: number): LayerMaker {
  return {
    kind: 'dropout',
    config: { rate },
    make: (inputShape) => ({
      weights: [],
      outputShape: inputShape,
      forward: (input, _weights, { training, nextSeed }) => {
        if (!training || rate === 0) {
          return { output: input, backward: (gradient) => ({ input: gradient, weights: [] }) };
        }
        const mask = scale(bernoulli(input.shape, 1 - rate, nextSeed()), 1 / (1 - rate));
        return {
          output: multiply(input, mask),
          backward: (gradient) => ({ input: multiply(gradient, mask), weights: [] }),
        };
      },
    }),
  };
}
