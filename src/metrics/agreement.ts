import { binaryCounts, ratio } from './binary-counts';

/**
 * Cohen's kappa: how much more often labels and flags agree than they would by chance.
 *
 * Source: Cohen 1960, A coefficient of agreement for nominal scales.
 *
 * @returns in [-1, 1]; 1 is full agreement, 0 chance. 0 also where labels and flags are all of one
 * and the same class, where chance agrees fully (scikit-learn has NaN there).
 * @throws {RangeError} if lengths differ or are 0, or a value is not 0 or 1.
 */
export function cohenKappa(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  const counts = binaryCounts(labels, predictions);
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = counts;
  const n = tp + fp + fn + tn;
  const byChance = (tp + fp) * (tp + fn) + (tn + fp) * (tn + fn);
  return ratio(n * (tp + tn) - byChance, n * n - byChance);
}

/**
 * Jaccard index of the anomalies and the flagged samples: their overlap over their union.
 *
 * Ranks detectors as F1 does, f1 / (2 - f1).
 *
 * Source: Jaccard 1901, Étude comparative de la distribution florale.
 *
 * @returns in [0, 1]; 0 where there is neither an anomaly nor a flag, as in scikit-learn.
 * @throws {RangeError} if lengths differ or are 0, or a value is not 0 or 1.
 */
export function jaccard(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  const { truePositives, falsePositives, falseNegatives } = binaryCounts(labels, predictions);
  return ratio(truePositives, truePositives + falsePositives + falseNegatives);
}
