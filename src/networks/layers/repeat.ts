import type { LayerMaker } from '../layer';
import { broadcast, reshape, sum } from '../ops';

/** The same features at each step of a sequence: `[nSamples, nFeatures]` to `[nTimesteps, nSamples, nFeatures]`. */
export function repeat(nTimesteps: number): LayerMaker {
  return {
    kind: 'repeat',
    make: ([nFeatures]) => ({
      weights: [],
      outputShape: [nTimesteps, nFeatures],
      forward: (input) => ({
        output: broadcast(input, [nTimesteps, ...input.shape]),
        backward: (gradient) => ({
          input: reshape(sum(gradient, [0]), input.shape),
          weights: [],
        }),
      }),
    }),
  };
}
