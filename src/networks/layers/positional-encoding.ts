import { tensor } from '../engine';
import type { LayerMaker } from '../layer';
import { add } from '../ops';

/**
 * Adds to each step of a sequence waves that tell its position, since attention alone has no order.
 *
 * Source: Vaswani et al. 2017, section 3.5.
 */
export function positionalEncoding(): LayerMaker {
  return {
    kind: 'positionalEncoding',
    make: ([nTimesteps, nFeatures]) => {
      const waves = sineWaves(nTimesteps, nFeatures);
      return {
        weights: [],
        outputShape: [nTimesteps, nFeatures],
        forward: (input) => ({
          output: add(input, tensor([nTimesteps, 1, nFeatures], waves)),
          backward: (gradient) => ({ input: gradient, weights: [] }),
        }),
      };
    },
  };
}

function sineWaves(nTimesteps: number, nFeatures: number): Float32Array {
  const waves = new Float32Array(nTimesteps * nFeatures);
  for (let step = 0; step < nTimesteps; step++) {
    for (let j = 0; j < nFeatures; j++) {
      const angle = step / 10_000 ** ((2 * Math.floor(j / 2)) / nFeatures);
      waves[step * nFeatures + j] = j % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return waves;
}
