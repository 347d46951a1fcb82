import { checkScores } from '../../metrics/check';

/** How far two distributions are apart. */
export interface KolmogorovSmirnovTest {
  /** Largest distance between the two empirical distribution functions, in [0, 1]. */
  readonly statistic: number;
  /** Two-sided, in [0, 1]. */
  readonly pValue: number;
  /** `exact` up to a million pairs of samples, `asymptotic` above. */
  readonly method: 'exact' | 'asymptotic';
}

/** Pairs of samples up to which the p-value is exact, which takes a few steps a pair. */
const MOST_PAIRS = 1_000_000;

/**
 * Whether two samples come from one continuous distribution, by Kolmogorov and Smirnov.
 *
 * Assumes independent samples: events of one user or session are not, and p-values come out too small. Ties make it
 * conservative. With many samples any small difference is significant; read the statistic, too.
 *
 * Source: Smirnov 1939; exact distribution by counting paths, Hodges 1958, The significance probability of the Smirnov
 * two-sample test, section 2; asymptotic with Stephens' 1970 correction for finite samples.
 *
 * @throws {TypeError} if a sample is no list.
 * @throws {RangeError} if a sample is empty, or a value is not finite.
 * @example
 * kolmogorovSmirnovTest([1, 2, 3], [4, 5, 6]); // { statistic: 1, pValue: 0.1, method: 'exact' }
 */
export function kolmogorovSmirnovTest(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): KolmogorovSmirnovTest {
  checkScores(a, 'a');
  checkScores(b, 'b');
  const [x, y] = [a, b].map((values) => Float64Array.from(values).sort());
  let [i, j, distance] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i], y[j]);
    while (x[i] === value) i++;
    while (y[j] === value) j++;
    distance = Math.max(distance, Math.abs(i * y.length - j * x.length));
  }
  return testOfDistance(distance, x.length, y.length);
}

/**
 * The test of a distance.
 *
 * @param distance the statistic times `n` times `m`, whole.
 */
export function testOfDistance(distance: number, n: number, m: number): KolmogorovSmirnovTest {
  const statistic = distance / (n * m);
  if (distance === 0) return { statistic, pValue: 1, method: 'exact' };
  if (n * m <= MOST_PAIRS) {
    return { statistic, pValue: exactPValue(distance, n, m), method: 'exact' };
  }
  const root = Math.sqrt((n * m) / (n + m));
  const pValue = kolmogorovShareAbove((root + 0.12 + 0.11 / root) * statistic);
  return { statistic, pValue, method: 'asymptotic' };
}

/**
 * How likely a walk from (0, 0) to (n, m), all orders of the pooled samples being alike, comes as far as `distance` from
 * the diagonal: what arrives there is taken off and summed, so that small p-values keep their digits.
 */
function exactPValue(distance: number, n: number, m: number): number {
  const row = new Float64Array(m + 1); // probability to be at (i, j) without having come so far
  let pValue = 0;
  for (let i = 0; i <= n; i++) {
    let left = 0; // at (i, j - 1)
    for (let j = 0; j <= m; j++) {
      const toGo = n + m - i - j + 1; // at the step before
      let here = i + j === 0 ? 1 : ((n - i + 1) * row[j] + (m - j + 1) * left) / toGo;
      if (Math.abs(i * m - j * n) >= distance) {
        pValue += here;
        here = 0;
      }
      row[j] = here;
      left = here;
    }
  }
  return Math.min(1, pValue);
}

/** Kolmogorov's limit distribution; both series are exact, each is short where it is used. Source: Kolmogorov 1933. */
function kolmogorovShareAbove(x: number): number {
  let sum = 0;
  if (x < 1) {
    for (let k = 1; k < 10; k += 2) sum += Math.exp(-((k * Math.PI) ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  for (let k = 1; k < 6; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * (k * x) ** 2);
  return Math.min(1, sum);
}
