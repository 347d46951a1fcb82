import { checkNumber } from '../../check-options';
import { checkScores } from '../../metrics/check';
import { rankedCounts } from '../../metrics/ranking';

/**
 * The score that flags, of all the distinct scores, nearest to the share `contamination`.
 *
 * Assumes that this share of the validation samples is anomalous and scores highest; nothing in the
 * scores can tell whether it is so. Tied samples are flagged together, so ties can move the share
 * either way; of two scores equally near, the higher one, with fewer flags. At least the highest
 * score is flagged, and where all scores are equal every sample is.
 *
 * @param contamination - Assumed share of anomalies, (0, 0.5].
 * @throws {RangeError} if there are no scores, one is not finite, or the share is out of range.
 * @example
 * contaminationThreshold([1, 2, 3, 4, 5], 0.2); // 5
 */
export function contaminationThreshold(scores: ArrayLike<number>, contamination: number): number {
  checkScores(scores);
  checkNumber('contamination', contamination, 0, 0.5, '(]');
  const { thresholds, falsePositives: flagged } = rankedCounts(
    new Int32Array(scores.length), // labels play no part: every flag counts the same
    scores,
  );
  const wanted = contamination * scores.length;
  let best = 0;
  for (let i = 1; i < thresholds.length; i++) {
    if (Math.abs(flagged[i] - wanted) < Math.abs(flagged[best] - wanted)) best = i;
  }
  return thresholds[best];
}
