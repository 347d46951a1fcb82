import type { LayerMaker } from '../layer';
import { pad, reshape, slice } from '../ops';

/** The last step of a sequence: `[nTimesteps, nSamples, nFeatures]` to `[nSamples, nFeatures]`. */
export function lastStep(): LayerMaker {
  return {
    kind: 'lastStep',
    make: ([nTimesteps, nFeatures]) => ({
      weights: [],
      outputShape: [nFeatures],
      forward: (input) => {
        const nSamples = input.shape[1];
        const last = slice(input, [nTimesteps - 1, 0, 0], [1, nSamples, nFeatures]);
        return {
          output: reshape(last, [nSamples, nFeatures]),
          backward: (gradient) => {
            const step = reshape(gradient, [1, nSamples, nFeatures]);
            return {
              input: pad(step, [
                [nTimesteps - 1, 0],
                [0, 0],
                [0, 0],
              ]),
              weights: [],
            };
          },
        };
      },
    }),
  };
}
