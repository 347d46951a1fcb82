import { checkShare } from '../../check-options';
import { quantileOfSorted } from '../../features/quantile';
import { checkFinite, checkScores } from '../../metrics/check';

/**
 * The score that a share `q` of the validation samples stays below.
 *
 * Assumes that validation samples are normal, or nearly all of them: `1 - q` is then the share of
 * false alerts to expect. Interpolates linearly between scores, as NumPy's `quantile` does. Where
 * many samples tie at the quantile, all of them are flagged.
 *
 * @throws {RangeError} if there are no scores, one is not finite, `q` is not in [0, 1], or the threshold
 * overflows.
 * @example
 * quantileThreshold([1, 2, 3, 4], 0.5); // 2.5
 */
export function quantileThreshold(scores: ArrayLike<number>, q: number): number {
  checkScores(scores);
  checkShare('q', q);
  return checkFinite(quantileOfSorted(new Float64Array(scores).sort(), q), 'threshold');
}
