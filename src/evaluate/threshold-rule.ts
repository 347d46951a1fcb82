import { bestF1Threshold } from './thresholds/best-f1';
import { bestGMeanThreshold } from './thresholds/best-g-mean';
import { contaminationThreshold } from './thresholds/contamination';
import { falsePositiveRateThreshold } from './thresholds/false-positive-rate';
import { madThreshold } from './thresholds/mad';
import { meanThreshold } from './thresholds/mean';
import { checkPotOptions, potThreshold } from './thresholds/pot';
import { quantileThreshold } from './thresholds/quantile';

/**
 * How a pipeline chooses its threshold: plain data, saved with it.
 *
 * `q` and `rate` are in [0, 1], `share` in (0, 0.5], `k` is at least 0, `level` in (0, 1) and `risk`
 * in (0, 1 - level).
 */
export type ThresholdRule =
  | { readonly kind: 'quantile'; readonly q: number }
  | { readonly kind: 'contamination'; readonly share: number }
  | { readonly kind: 'mean' | 'mad'; readonly k: number }
  | { readonly kind: 'pot'; readonly risk: number; readonly level: number }
  | { readonly kind: 'bestF1' | 'bestGMean' }
  | { readonly kind: 'falsePositiveRate'; readonly rate: number }
  | { readonly kind: 'value'; readonly value: number };

const KINDS =
  'quantile, contamination, mean, mad, pot, bestF1, bestGMean, falsePositiveRate or value';

/**
 * The threshold that a rule chooses from validation scores.
 *
 * Each kind is the function of its name; `value` is a threshold known beforehand.
 *
 * @param labels - Needed by `bestF1`, `bestGMean` and `falsePositiveRate` only.
 * @throws {RangeError} if the rule is of no known kind, its number is out of range, or its function
 * refuses the scores.
 * @throws {TypeError} if the rule needs labels and there are none.
 */
export function chooseThreshold(
  rule: ThresholdRule,
  scores: ArrayLike<number>,
  labels?: ArrayLike<number>,
): number {
  switch (rule?.kind) {
    case 'quantile':
      return quantileThreshold(scores, rule.q);
    case 'contamination':
      return contaminationThreshold(scores, rule.share);
    case 'mean':
      return meanThreshold(scores, rule.k);
    case 'mad':
      return madThreshold(scores, rule.k);
    case 'pot':
      return potThreshold(scores, { risk: rule.risk, level: rule.level });
    case 'bestF1':
      return bestF1Threshold(needed(labels, rule), scores);
    case 'bestGMean':
      return bestGMeanThreshold(needed(labels, rule), scores);
    case 'falsePositiveRate':
      return falsePositiveRateThreshold(needed(labels, rule), scores, rule.rate);
    case 'value':
      return checkValue(rule.value);
    default:
      throw new RangeError(`threshold rule must be ${KINDS}, got ${JSON.stringify(rule)}`);
  }
}

/**
 * Refuses a rule that no scores could be given to, so that it fails before a detector is trained.
 *
 * @throws {RangeError} if the rule is of no known kind, or its number is out of range.
 * @throws {TypeError} if the rule needs labels and there are none.
 */
export function checkThresholdRule(rule: ThresholdRule, hasLabels: boolean): void {
  if (rule?.kind === 'pot') checkPotOptions({ risk: rule.risk, level: rule.level });
  else chooseThreshold(rule, [0, 1], hasLabels ? [0, 1] : undefined);
}

function needed(labels: ArrayLike<number> | undefined, rule: ThresholdRule): ArrayLike<number> {
  if (!labels) throw new TypeError(`threshold rule '${rule.kind}' must have labels, got none`);
  return labels;
}

function checkValue(value: number): number {
  if (!Number.isFinite(value)) {
    throw new RangeError(`threshold value must be finite, got ${value}`);
  }
  return value;
}
