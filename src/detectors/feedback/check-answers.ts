import { checkList } from '../../check-options';
import { checkSamples, type Matrix } from '../../matrix';
import { checkLabels } from '../../metrics/check';

/**
 * Refuses answers that say nothing of the samples.
 *
 * @returns whether there are any.
 * @throws {TypeError} if they are no list, or the samples no matrix; {@link RangeError} if lengths or the width differ, a value is
 * not finite, or an answer is neither 0 nor 1.
 */
export function checkAnswers(
  samples: Matrix,
  labels: ArrayLike<number>,
  nFeatures: number,
): boolean {
  checkList('labels', labels);
  if (samples?.nSamples !== labels.length) {
    throw new RangeError(`samples must be ${labels.length} as labels, got ${samples?.nSamples}`);
  }
  if (labels.length === 0) return false;
  checkSamples(samples, nFeatures);
  checkLabels(labels);
  return true;
}
