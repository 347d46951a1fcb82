import type { Windows } from '../features/window';
import type { Tensor } from './engine';
import type { Objective } from './objective';
import { mean, reshape, scale, slice, subtract, unary } from './ops';
import { meanLoss } from './reconstruction';
import { evaluationBatch, inputOf } from './window-batch';

/** Learning to say the last sample of each window from those before it, by the mean squared error over its features. */
export function forecasting(windows: Windows): Objective {
  return {
    nSamples: windows.ends.length,
    evaluationBatch: evaluationBatch(windows),
    input: (indices) => withoutLast(inputOf(windows, indices)),
    targets: (indices) => lastSamples(inputOf(windows, indices)),
    loss: (output, _input, targets) => {
      const difference = subtract(output, targets as Tensor); // [nWindows, nFeatures]
      const [nWindows, nFeatures] = output.shape;
      return {
        losses: reshape(mean(unary('Square', difference), [1]), [nWindows]),
        gradient: scale(difference, 2 / (nWindows * nFeatures)),
      };
    },
    metrics: meanLoss,
  };
}

/** All but the last sample of windows, which are time-major. */
export function withoutLast(windows: Tensor): Tensor {
  const [length, nWindows, nFeatures] = windows.shape;
  return slice(windows, [0, 0, 0], [length - 1, nWindows, nFeatures]);
}

/** The last sample of windows, which are time-major, shape `[nWindows, nFeatures]`. */
function lastSamples(windows: Tensor): Tensor {
  const [length, nWindows, nFeatures] = windows.shape;
  return reshape(slice(windows, [length - 1, 0, 0], [1, nWindows, nFeatures]), [
    nWindows,
    nFeatures,
  ]);
}
