const SERIES_TOLERANCE = 1e-17;
/** From here on the error function is 1 to the last digit of a double. */
const SATURATED = 6;

/**
 * The error function: the share of a normal distribution within `x * √2` standard deviations.
 *
 * Source: Abramowitz and Stegun 1964, eq. 7.1.6, whose terms are all positive: 15 digits.
 *
 * @returns in [-1, 1]; NaN for NaN.
 */
export function errorFunction(x: number): number {
  if (Math.abs(x) >= SATURATED) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > SERIES_TOLERANCE * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
