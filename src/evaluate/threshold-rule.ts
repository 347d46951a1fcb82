import { bestF1Threshold, contaminationThreshold, quantileThreshold } from './threshold';

/**
 * How a pipeline chooses its threshold: plain data, saved with it. `q` is in [0, 1], `share` in (0, 0.5].
 */
export type ThresholdRule =
  | { readonly kind: 'quantile'; readonly q: number }
  | { readonly kind: 'contamination'; readonly share: number }
  | { readonly kind: 'bestF1' }
  | { readonly kind: 'value'; readonly value: number };

/**
 * The threshold that a rule chooses from validation scores.
 *
 * Each kind is the function of its name; `value` is a threshold known beforehand.
 *
 * @param labels - Needed by `bestF1` only.
 * @throws {RangeError} if the rule is of no known kind, its number is out of range, or its function
 * refuses the scores.
 * @throws {TypeError} if the rule needs labels and there are none.
 */
export function chooseThreshold(
  rule: ThresholdRule,
  scores: ArrayLike<number>,
  labels?: ArrayLike<number>,
): number {
  switch (rule.kind) {
    case 'quantile':
      return quantileThreshold(scores, rule.q);
    case 'contamination':
      return contaminationThreshold(scores, rule.share);
    case 'bestF1':
      if (!labels) throw new TypeError("threshold rule 'bestF1' needs labels, got none");
      return bestF1Threshold(labels, scores);
    case 'value':
      if (!Number.isFinite(rule.value)) {
        throw new RangeError(`threshold value must be finite, got ${rule.value}`);
      }
      return rule.value;
    default:
      throw new RangeError(
        `threshold rule must be quantile, contamination, bestF1 or value, got ${JSON.stringify(rule)}`,
      );
  }
}
