import { checkInteger, checkList } from '../check-options';
import { checkSamples, type Matrix, rowOf } from '../matrix';

/**
 * How often the true class is among the `k` most probable ones.
 *
 * Of classes with the same probability the later is taken first, as in scikit-learn.
 *
 * @param labels - Class indices, shape `[nSamples]`.
 * @param probabilities - Or any scores by class, shape `[nSamples, nClasses]`.
 * @param k - In [1, nClasses]; at nClasses the value is 1 whatever was predicted.
 * @returns in [0, 1].
 * @throws {RangeError} if there are no samples, lengths differ, a label is no class, a probability is
 * not finite, or `k` is out of range.
 */
export function topKAccuracy(labels: ArrayLike<number>, probabilities: Matrix, k: number): number {
  checkList('labels', labels);
  checkSamples(probabilities);
  const { nSamples, nFeatures: nClasses } = probabilities;
  if (labels.length !== nSamples) {
    throw new RangeError(`labels must be as many as samples, ${nSamples}, got ${labels.length}`);
  }
  checkInteger('k', k, 1, nClasses);
  let nHits = 0;
  for (let i = 0; i < nSamples; i++) {
    checkClass(labels[i], i, nClasses);
    if (nBefore(rowOf(probabilities, i), labels[i]) < k) nHits++;
  }
  return nHits / nSamples;
}

function nBefore(row: Float64Array, label: number): number {
  let count = 0;
  for (let j = 0; j < row.length; j++) {
    if (row[j] > row[label] || (row[j] === row[label] && j > label)) count++;
  }
  return count;
}

function checkClass(label: number, i: number, nClasses: number): void {
  if (!Number.isInteger(label) || label < 0 || label >= nClasses) {
    throw new RangeError(`labels[${i}] must be a class in [0, ${nClasses - 1}], got ${label}`);
  }
}
