import { checkInteger, checkOptionNames } from '../../check-options';
import { countBelow } from '../../features/sorted-search';
import { checkScores } from '../../metrics/check';

/** How calibration scores are taken. */
export interface ConformalOptions {
  /**
   * Consecutive calibration scores that count as one, by their highest; at least 1. Default 1: every
   * score counts.
   */
  readonly blockLength?: number;
}

/**
 * How likely a normal sample is to score at least as high: a p-value by rank among calibration
 * scores, with the +1 correction.
 *
 * Flagging p ≤ α then flags at most a share α of normal samples, whatever the detector and the
 * distribution. Assumes exchangeability: that the calibration samples are normal, were not trained
 * on, and that a normal sample could have stood in any order among them. Neighbouring windows of a
 * series, drift and anomalies among the calibration samples break it, and nothing here can tell.
 *
 * For a series, `blockLength` compares with the highest score of each block of consecutive
 * calibration samples (the oldest rest is left out). That asks only that blocks be exchangeable,
 * which they nearly are when they are much longer than the series remembers. The lowest p-value in
 * a block of that length is then valid for the block, and each p-value, on the safe side, for its
 * sample. Blocks are fewer: no p-value is below 1 / (nBlocks + 1).
 *
 * Source: Laxhammar and Falkman 2010, Conformal prediction for distribution-independent anomaly
 * detection, algorithm 1; Chernozhukov, Wüthrich and Zhu 2018, Exact and robust conformal inference
 * methods for predictive machine learning with dependent data, for blocks.
 *
 * @returns shape `[nSamples]`, (1 + number of calibration scores at least as high) / (1 + number of
 * calibration scores), in (0, 1]; lower is more anomalous.
 * @throws {RangeError} if there are no scores of either kind, one is not finite, or the block length
 * is no integer from 1 to the number of calibration scores.
 * @example
 * conformalPValues([1, 2, 3, 4], [2.5, 9]); // Float64Array [0.6, 0.2]
 */
export function conformalPValues(
  calibrationScores: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: ConformalOptions = {},
): Float64Array {
  checkOptionNames(options, ['blockLength']);
  checkScores(calibrationScores, 'calibrationScores');
  checkScores(scores);
  const sorted = blockMaxima(calibrationScores, options.blockLength ?? 1).sort();
  return Float64Array.from(scores, (score) => pValueAmong(sorted, score));
}

/**
 * The p-value of one score by its rank.
 *
 * @param sorted calibration scores, ascending.
 * @internal
 */
export function pValueAmong(sorted: Float64Array, score: number): number {
  return (1 + sorted.length - countBelow(sorted, score)) / (1 + sorted.length);
}

function blockMaxima(scores: ArrayLike<number>, blockLength: number): Float64Array {
  checkInteger('blockLength', blockLength, 1, scores.length);
  const maxima = new Float64Array(Math.floor(scores.length / blockLength)).fill(-Infinity);
  const rest = scores.length % blockLength;
  for (let i = rest; i < scores.length; i++) {
    const block = Math.floor((i - rest) / blockLength);
    maxima[block] = Math.max(maxima[block], scores[i]);
  }
  return maxima;
}
