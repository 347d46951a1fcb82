import { attribute, FLOAT, INT32, integers, run, type Tensor, tensor } from './engine';
import type { Objective } from './objective';
import { multiply, reshape } from './ops';

/** A weight for each class, or `balanced` for those that make all classes count the same. */
export type ClassWeights = 'balanced' | readonly number[];

const GATHER = [
  attribute('Tparams', 'type', FLOAT),
  attribute('Tindices', 'type', INT32),
  attribute('Taxis', 'type', INT32),
  attribute('batch_dims', 'int', 0),
];

/**
 * Learning in which the loss of each sample, and so its gradient, is multiplied by its class's weight.
 *
 * A batch's loss is the sum of these over the samples in it, not over their weights. Only `loss` among
 * the figures is weighted. Both as Keras's `class_weight` has them.
 *
 * @throws {RangeError} if no classes are learned, or there is not one weight above 0 for each.
 */
export function withClassWeights(objective: Objective, classWeights: ClassWeights): Objective {
  const { labels } = objective;
  if (!labels) throw new RangeError('classWeights must be for a network that learns classes');
  const weights = weightsOf(labels, classWeights);
  return {
    ...objective,
    loss: (output, input, targets) => {
      const { losses, gradient } = objective.loss(output, input, targets);
      const own = gather(tensor([weights.length], weights), targets as Tensor); // [nBatch]
      const column = reshape(own, [-1, 1]);
      return { losses: multiply(losses, own), gradient: multiply(gradient, column) };
    },
  };
}

/**
 * The weight of each class; n samples and k classes give a class of m samples n / (k·m).
 *
 * Source: scikit-learn's `compute_class_weight`, after King and Zeng 2001.
 */
function weightsOf(labels: Int32Array, classWeights: ClassWeights): Float32Array {
  const counts: number[] = [];
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  if (classWeights === 'balanced') {
    const nClasses = Object.keys(counts).length; // those that there are samples of
    return Float32Array.from(counts, (count) => labels.length / (nClasses * (count ?? Infinity)));
  }
  if (classWeights.length !== counts.length) {
    throw new RangeError(
      `classWeights must have a weight for each of ${counts.length} classes, got ${classWeights.length}`,
    );
  }
  return Float32Array.from(classWeights);
}

function gather(values: Tensor, indices: Tensor): Tensor {
  return run('GatherV2', GATHER, [values, indices, integers([0], [])]);
}
