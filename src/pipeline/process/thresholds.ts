import { bestGMeanThreshold } from '../../evaluate/thresholds/best-g-mean';
import { meanThreshold } from '../../evaluate/thresholds/mean';
import { potThreshold } from '../../evaluate/thresholds/pot';
import { quantileOfSorted } from '../../features/quantile';

/** Rules by which an experiment sets thresholds; the last two need no labels. */
export type ThresholdName = 'best G-mean' | 'mean + 3σ' | 'POT';

/** Quantile above which the tail begins, and the share of normal samples that shall exceed the threshold. */
const POT = { level: 0.98, risk: 0.001 };

/** Fewer scores above the quantile say nothing of a tail. */
const LEAST_EXCESSES = 10;

/**
 * Thresholds by each rule, of which only the first looks at labels.
 *
 * POT is left out where the tail of validation scores has fewer than 10, as where most scores are equal.
 *
 * @param validation scores of normal samples.
 * @param labels of the first test, which the best G-mean is chosen on.
 * @throws {RangeError} if there are no scores, one is not finite, lengths differ, or a class is missing.
 */
export function thresholdsOf(
  validation: Float64Array,
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
): Partial<Record<ThresholdName, number>> {
  const start = quantileOfSorted(validation.slice().sort(), POT.level);
  const hasTail = validation.filter((score) => score > start).length >= LEAST_EXCESSES;
  return {
    'best G-mean': bestGMeanThreshold(labels, scores),
    'mean + 3σ': meanThreshold(validation),
    ...(hasTail && { POT: potThreshold(validation, POT) }),
  };
}
