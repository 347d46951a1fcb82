/** Lanczos' coefficients for g = 7, as Godfrey 2001 has them. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];

/**
 * The natural logarithm of the gamma function.
 *
 * Source: Lanczos 1964, A precision approximation of the gamma function.
 *
 * @param x - At least 0.5.
 */
export function logGamma(x: number): number {
  const t = x + 6.5;
  let sum = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i] / (x - 1 + i);
  return Math.log(Math.sqrt(2 * Math.PI) * sum) + (x - 0.5) * Math.log(t) - t;
}

/**
 * The share of a gamma distribution of unit scale that lies above a value.
 *
 * Source: Abramowitz and Stegun 1964, eq. 6.5.29 (series, below the shape) and 6.5.31 (continued
 * fraction, above).
 *
 * @param shape - At least 0.5.
 * @param x - At least 0.
 */
export function gammaShareAbove(shape: number, x: number): number {
  if (x === 0) return 1;
  const density = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  return x < shape + 1 ? 1 - density * series(shape, x) : density * continuedFraction(shape, x);
}

function series(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

/** By Lentz's method, from the front. */
function continuedFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 10_000; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}
