import { normalShareBelow } from './normal';

/** Where the normal density is below 1e-17. */
const FARTHEST = 8.5;
const STEP = 0.1; // the trapezoidal rule is exact to 12 digits on so smooth a curve

/**
 * The range of `count` standard normal values that a share of such ranges stays below.
 *
 * Source: Tukey 1953; Hochberg and Tamhane 1987, Multiple comparison procedures, appendix 3, eq.
 * 1.2 with infinite degrees of freedom.
 *
 * @param share - In (0, 1).
 * @param count - At least 2.
 */
export function studentizedRange(share: number, count: number): number {
  let low = 0;
  let high = 2 * FARTHEST;
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (shareBelow(middle, count) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** One value is the highest, the others lie within the range below it. */
function shareBelow(range: number, count: number): number {
  let sum = 0;
  for (let z = -FARTHEST; z <= FARTHEST; z += STEP) {
    const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
    sum += density * (normalShareBelow(z) - normalShareBelow(z - range)) ** (count - 1);
  }
  return count * sum * STEP;
}
