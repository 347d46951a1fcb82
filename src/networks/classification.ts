import type { Windows } from '../features/window';
import { attribute, FLOAT, INT32, read, runAll, type Tensor, tensor } from './engine';
import type { EpochMetrics, Objective } from './objective';
import { scale } from './ops';
import { evaluationBatch, inputOf } from './window-batch';

const CROSS_ENTROPY = [attribute('T', 'type', FLOAT), attribute('Tlabels', 'type', INT32)];

/**
 * Learning the class of each window by the cross-entropy of a softmax over the network's output.
 *
 * Figures of an epoch: loss, accuracy, and precision and recall of the anomalies, where a sample is
 * called one if its probability of class 0 is below a half, as the score and threshold .5 have it.
 */
export function classification(windows: Windows, labels: Int32Array): Objective {
  return {
    nSamples: labels.length,
    labels,
    evaluationBatch: evaluationBatch(windows),
    input: (indices) => inputOf(windows, indices),
    targets: (indices) =>
      tensor(
        [indices.length],
        indices.map((i) => labels[i]),
      ),
    loss: (output, _input, targets) => {
      const name = 'SparseSoftmaxCrossEntropyWithLogits';
      const [losses, gradient] = runAll(name, CROSS_ENTROPY, [output, targets as Tensor], 2);
      return { losses, gradient: scale(gradient, 1 / losses.shape[0]) };
    },
    metrics: () => classificationMetrics(labels),
  };
}

function classificationMetrics(labels: Int32Array): EpochMetrics {
  const n = { samples: 0, right: 0, found: 0, flagged: 0, anomalies: 0 };
  let loss = 0;
  return {
    add: (output, losses, indices) => {
      const logits = read(output);
      for (const value of read(losses)) loss += value;
      const nClasses = logits.length / indices.length;
      indices.forEach((sample, i) => {
        const own = logits.subarray(i * nClasses, (i + 1) * nClasses);
        const isFlagged = probabilityOfFirst(own) < 0.5;
        const isAnomaly = labels[sample] !== 0;
        n.samples++;
        n.right += Number(largest(own) === labels[sample]);
        n.found += Number(isFlagged && isAnomaly);
        n.flagged += Number(isFlagged);
        n.anomalies += Number(isAnomaly);
      });
    },
    result: () => ({
      loss: loss / n.samples,
      accuracy: n.right / n.samples,
      precision: n.flagged === 0 ? 0 : n.found / n.flagged,
      recall: n.anomalies === 0 ? 0 : n.found / n.anomalies,
    }),
  };
}

function probabilityOfFirst(logits: Float32Array): number {
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - logits[0]);
  return 1 / total;
}

function largest(logits: Float32Array): number {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i] > logits[best]) best = i;
  return best;
}
