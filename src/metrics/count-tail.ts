import { logGamma } from './gamma';

/** Dispersion below which sums take the place of gamma functions of huge numbers. */
const NEARLY_POISSON = 1e-6;

/**
 * The logarithm of the probability of at least so many events, where they follow a negative binomial distribution;
 * of its own digits also where the probability is too small for a number.
 *
 * Source: Greenwood and Yule 1920, for the distribution; Johnson, Kemp and Kotz 2005, Univariate Discrete Distributions, chapters
 * 4 and 5, for probabilities.
 *
 * @param count whole, at least 0.
 * @param mean above 0.
 * @param dispersion the variance is mean + dispersion × mean²; 0 is Poisson.
 * @returns natural logarithm, at most 0.
 */
export function logTailOfCount(count: number, mean: number, dispersion: number): number {
  if (count === 0) return 0;
  const ratio = (k: number) => (mean * (1 + dispersion * k)) / ((k + 1) * (1 + dispersion * mean));
  if (count > mean) {
    let [term, sum] = [1, 1];
    for (let k = count; term > sum * 1e-16; k++) {
      term *= ratio(k);
      sum += term;
    }
    return Math.min(0, logProbability(count, mean, dispersion) + Math.log(sum));
  }
  let [term, sum] = [1, 1];
  for (let k = count - 2; k >= 0 && term > sum * 1e-17; k--) {
    term /= ratio(k);
    sum += term;
  }
  const below = Math.exp(logProbability(count - 1, mean, dispersion)) * sum;
  return Math.log1p(-Math.min(below, 1 - 1e-16));
}

function logProbability(count: number, mean: number, dispersion: number): number {
  const power = dispersion === 0 ? mean : (count + 1 / dispersion) * Math.log1p(dispersion * mean);
  return logRising(count, dispersion) + count * Math.log(mean) - power - logGamma(count + 1);
}

/** Of (1)(1 + d)(1 + 2d) … (1 + (count - 1) d). */
function logRising(count: number, dispersion: number): number {
  if (dispersion === 0) return 0;
  if (dispersion > NEARLY_POISSON) {
    const size = 1 / dispersion;
    // The gamma function of sizes below 1/2 by that of the next.
    const small = logGamma(size + 1) - Math.log(size);
    return (
      logGamma(count + size) - (size < 0.5 ? small : logGamma(size)) + count * Math.log(dispersion)
    );
  }
  const end = Math.log1p(dispersion * count); // Euler and Maclaurin's sum
  return ((1 + dispersion * count) * end) / dispersion - count - end / 2;
}
