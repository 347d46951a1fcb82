import { checkLabels, checkSameLength } from '../../metrics/check';
import { logGamma } from '../../metrics/gamma';

/** What two detectors judge differently. */
export interface McNemarTest {
  /** Samples that only the first judges right. */
  readonly nOnlyA: number;
  /** Samples that only the second judges right. */
  readonly nOnlyB: number;
  /** Two-sided and exact, in (0, 1]. */
  readonly pValue: number;
}

/**
 * Whether the flags of two detectors differ in accuracy on the same samples.
 *
 * Assumes independent samples. Where anomalies are rare, accuracy is mostly about false alerts: to
 * compare recall, give it the anomalies only. The exact binomial test, for any number of samples.
 *
 * Source: McNemar 1947, Note on the sampling error of the difference between correlated proportions.
 *
 * @returns a p-value of 1 where each sample is judged right by both or by neither.
 * @throws {RangeError} if lengths differ or are 0, or a label or flag is not 0 or 1.
 */
export function mcNemarTest(
  labels: ArrayLike<number>,
  flagsA: ArrayLike<number>,
  flagsB: ArrayLike<number>,
): McNemarTest {
  checkLabels(labels);
  for (const [name, flags] of Object.entries({ flagsA, flagsB })) {
    checkSameLength(labels, flags, name);
    checkLabels(flags, name);
  }
  let [nOnlyA, nOnlyB] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    if (flagsA[i] === flagsB[i]) continue;
    if (flagsA[i] === labels[i]) nOnlyA++;
    else nOnlyB++;
  }
  return { nOnlyA, nOnlyB, pValue: fairCoinPValue(Math.min(nOnlyA, nOnlyB), nOnlyA + nOnlyB) };
}

/** How likely a fair coin is to fall at most `k` times, at most half of `n`, on one of its sides. */
function fairCoinPValue(k: number, n: number): number {
  const logChoose = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  let term = Math.exp(logChoose - n * Math.LN2);
  let sum = term;
  for (let i = k; i > 0 && term > sum * 1e-17; i--) {
    term *= i / (n - i + 1);
    sum += term;
  }
  return Math.min(1, 2 * sum);
}
