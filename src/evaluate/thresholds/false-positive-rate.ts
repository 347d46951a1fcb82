import { checkShare } from '../../check-options';
import { checkBothClasses } from '../../metrics/check';
import { scoresByClass } from '../../metrics/ranking';

/**
 * The lowest threshold that flags at most a share `rate` of the normal validation samples.
 *
 * Assumes that later normal samples score as these do; the anomalies play no part, whatever their
 * number. The rate in later data varies round the target by about √(rate / nNormal). The threshold
 * lies just above a normal sample's score, by the least step of a 64-bit number, so that scores
 * tied with it are not flagged; at a rate of 1 it is the lowest normal score.
 *
 * Source: Neyman and Pearson 1933, On the problem of the most efficient tests of statistical
 * hypotheses: the size of the test is set and the power follows.
 *
 * @param rate - Share of normal samples flagged at most, [0, 1].
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, no label is 0, a score is not
 * finite, or the rate is out of range.
 */
export function falsePositiveRateThreshold(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  rate: number,
): number {
  checkShare('rate', rate);
  const { normals } = scoresByClass(labels, scores);
  checkBothClasses(1, normals.length);
  const nAllowed = Math.floor(rate * normals.length + 1e-9); // 0.29 · 100 is 28.999…
  if (nAllowed === normals.length) return normals[0];
  return nextAbove(normals[normals.length - 1 - nAllowed]);
}

/** The least 64-bit number above a finite one. */
function nextAbove(value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value + 0); // -0 becomes 0
  const bits = view.getBigInt64(0);
  view.setBigInt64(0, bits >= 0n ? bits + 1n : bits - 1n);
  return view.getFloat64(0);
}
