import type { Windows } from '../features/window';
import { read, type Tensor } from './engine';
import type { EpochMetrics, Objective } from './objective';
import { mean, reshape, scale, subtract, unary } from './ops';
import { evaluationBatch, inputOf } from './window-batch';

/** Learning to give each window back, by the mean squared error over its samples and features. */
export function reconstruction(windows: Windows): Objective {
  const nValues = windows.length * windows.nFeatures;
  return {
    nSamples: windows.ends.length,
    evaluationBatch: evaluationBatch(windows),
    input: (indices) => inputOf(windows, indices),
    loss: (output, input) => ({
      losses: squaredErrors(output, input),
      gradient: scale(subtract(output, input), 2 / (nValues * input.shape[1])),
    }),
    metrics: meanLoss,
  };
}

/** The mean squared error of each window, shape `[nWindows]`; inputs are time-major. */
export function squaredErrors(output: Tensor, input: Tensor): Tensor {
  const squares = unary('Square', subtract(output, input)); // [nTimesteps, nWindows, nFeatures]
  return reshape(mean(squares, [0, 2]), [input.shape[1]]);
}

/** The mean loss of the samples of an epoch. */
export function meanLoss(): EpochMetrics {
  let total = 0;
  let nSamples = 0;
  return {
    add: (_output, losses, indices) => {
      for (const loss of read(losses)) total += loss;
      nSamples += indices.length;
    },
    result: () => ({ loss: total / nSamples }),
  };
}
