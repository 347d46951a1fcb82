import { checkList, checkOptionNames } from '../check-options';
import { checkNotEmpty, checkSameLength } from './check';

/** Counts of samples by true and predicted class. */
export interface ConfusionMatrix {
  /** The classes of rows and columns, shape `[nClasses]`. */
  readonly classes: number[];
  /** `counts[i][j]`: samples of class `classes[i]` predicted as `classes[j]`. */
  readonly counts: number[][];
}

/** Which classes a confusion matrix has. */
export interface ConfusionMatrixOptions {
  /** Rows and columns, in this order. Default: every class seen, ascending. */
  readonly classes?: readonly number[];
}

/**
 * Counts how often each true class was predicted as each class; rows are true.
 *
 * Of two classes, 0 normal and 1 anomaly, `counts` is `[[TN, FP], [FN, TP]]`.
 *
 * @throws {RangeError} if lengths differ or are 0, a class is not an integer, is not among `classes`, or is there
 * twice, or an option is unknown.
 * @example
 * confusionMatrix([0, 0, 1], [0, 1, 1]).counts; // [[1, 1], [0, 1]]
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  options: ConfusionMatrixOptions = {},
): ConfusionMatrix {
  checkOptionNames(options, ['classes']);
  checkNotEmpty(labels, 'labels');
  checkSameLength(labels, predictions, 'predictions');
  const seen = new Set([...classesOf(labels, 'labels'), ...classesOf(predictions, 'predictions')]);
  const { classes: wanted = [...seen].sort((a, b) => a - b) } = options;
  checkList('classes', wanted);
  const classes = [...wanted];
  const positions = new Map(classes.map((label, i) => [label, i]));
  if (positions.size < classes.length) {
    throw new RangeError(`classes must differ, got ${classes.join(', ')}`);
  }
  for (const label of seen) {
    if (!positions.has(label)) {
      throw new RangeError(`classes must hold every class seen, got no ${label}`);
    }
  }
  const counts = classes.map(() => classes.map(() => 0));
  for (let i = 0; i < labels.length; i++) {
    counts[positions.get(labels[i])!][positions.get(predictions[i])!]++;
  }
  return { classes, counts };
}

function classesOf(values: ArrayLike<number>, name: string): Set<number> {
  const classes = new Set<number>();
  for (let i = 0; i < values.length; i++) {
    if (!Number.isInteger(values[i])) {
      throw new RangeError(`${name}[${i}] must be an integer, got ${values[i]}`);
    }
    classes.add(values[i]);
  }
  return classes;
}
