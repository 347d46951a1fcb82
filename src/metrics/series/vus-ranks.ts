/** Scores reduced to the thresholds of a curve, from the highest down. */
export interface RankedScores {
  /** The first threshold that flags each sample, shape `[nSamples]`. */
  readonly ranks: Int32Array;
  /** How many samples each threshold flags, ascending to all, shape `[nThresholds]`. */
  readonly nFlagged: Int32Array;
}

/**
 * Ranks samples by thresholds that stand evenly among the sorted scores, from the highest to the
 * lowest; equal thresholds are one.
 *
 * Source: Paparrizos et al. 2022, the thresholds of their package `vus`.
 */
export function rankScores(scores: ArrayLike<number>, nThresholds: number): RankedScores {
  const n = scores.length;
  const ascending = Float64Array.from(scores).sort();
  const step = (n - 1) / (nThresholds - 1);
  const thresholds: number[] = [];
  for (let k = 0; k < nThresholds; k++) {
    const place = k === nThresholds - 1 ? n - 1 : Math.floor(k * step);
    const threshold = ascending[n - 1 - place];
    if (threshold !== thresholds.at(-1)) thresholds.push(threshold);
  }
  const ranks = Int32Array.from(scores, (score) => rankOf(score, thresholds));
  const nFlagged = new Int32Array(thresholds.length);
  for (let i = 0; i < n; i++) nFlagged[ranks[i]]++;
  for (let k = 1; k < nFlagged.length; k++) nFlagged[k] += nFlagged[k - 1];
  return { ranks, nFlagged };
}

/** The first of the descending thresholds that the score reaches. */
function rankOf(score: number, thresholds: readonly number[]): number {
  let low = 0;
  let high = thresholds.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (score >= thresholds[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}
