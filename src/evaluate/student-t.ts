import { checkInteger, checkLevel } from '../check-options';

/**
 * The half-width, in standard errors, that holds Student's t with the given probability.
 *
 * Bisects the angle of the finite sums that the distribution has for whole degrees of freedom, to
 * the last digit but a few.
 * Source: Abramowitz and Stegun 1964, eq. 26.7.3 and 26.7.4.
 *
 * @param level two-sided probability, (0, 1).
 * @returns `t` such that a share `level` of the distribution lies in [-t, t].
 * @throws {RangeError} if the level is out of range or the degrees of freedom no positive integer.
 * @example
 * studentT(0.95, 4); // 2.7764…
 */
export function studentT(level: number, degreesOfFreedom: number): number {
  checkLevel(level);
  checkInteger('degreesOfFreedom', degreesOfFreedom, 1);
  let low = 0;
  let high = Math.PI / 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (shareWithin(middle, degreesOfFreedom) < level) low = middle;
    else high = middle;
  }
  return Math.sqrt(degreesOfFreedom) * Math.tan(low);
}

/** The share of Student's t in [-t, t], where `angle` is the arc tangent of t / √degreesOfFreedom. */
function shareWithin(angle: number, degreesOfFreedom: number): number {
  const square = Math.cos(angle) ** 2;
  const isOdd = degreesOfFreedom % 2 === 1;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = degreesOfFreedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= degreesOfFreedom - 2; k += 2) {
    term *= (square * (k - 1)) / k;
    sum += term;
  }
  const share = Math.sin(angle) * sum;
  return isOdd ? (2 / Math.PI) * (angle + share) : share;
}
