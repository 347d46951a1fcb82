import { checkShare } from '../../check-options';
import { checkNotEmpty } from '../../metrics/check';

/**
 * Flags as many of the lowest p-values as keep the false-discovery rate: the share of false alerts
 * among all alerts, on average, at most `rate`.
 *
 * Assumes p-values that are independent or rise and fall together; `conformalPValues` of
 * independent samples qualify though they share their calibration scores. With n calibration
 * scores none is below 1 / (n + 1), so that m samples need n of about m / (rate × alerts) before
 * anything can be flagged. What is flagged depends on all samples tested together.
 *
 * Source: Benjamini and Hochberg 1995, Controlling the false discovery rate, section 3.1; Bates et
 * al. 2023, Testing for outliers with conformal p-values, theorem 2, for conformal p-values.
 *
 * @param pValues - In [0, 1], shape `[nSamples]`.
 * @param rate - False-discovery rate, [0, 1].
 * @returns 1 flagged, 0 not, shape `[nSamples]`.
 * @throws {RangeError} if there are no p-values, or one or the rate is out of range.
 * @example
 * benjaminiHochberg([0.01, 0.8, 0.03, 0.2], 0.1); // Int32Array [1, 0, 1, 0]
 */
export function benjaminiHochberg(pValues: ArrayLike<number>, rate: number): Int32Array {
  checkNotEmpty(pValues, 'pValues');
  checkShare('rate', rate);
  for (let i = 0; i < pValues.length; i++) checkShare(`pValues[${i}]`, pValues[i]);
  const sorted = Float64Array.from(pValues).sort();
  let last = sorted.length - 1;
  const bound = (i: number) => ((i + 1) / sorted.length) * rate * (1 + 1e-12); // for rounding
  while (last >= 0 && sorted[last] > bound(last)) last--;
  const flags = new Int32Array(pValues.length);
  if (last < 0) return flags;
  for (let i = 0; i < flags.length; i++) flags[i] = pValues[i] <= sorted[last] ? 1 : 0;
  return flags;
}
