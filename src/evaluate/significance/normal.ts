import { gammaShareAbove } from '../../metrics/gamma';

/** The share of the standard normal distribution below a value, to about 14 digits in both tails. */
export function normalShareBelow(z: number): number {
  const tail = gammaShareAbove(0.5, z ** 2 / 2) / 2;
  return z < 0 ? tail : 1 - tail;
}

/** How likely a standard normal value is to lie at least as far from 0, on either side. */
export function twoSidedPValue(z: number): number {
  return gammaShareAbove(0.5, z ** 2 / 2);
}

/**
 * The value that a share of the standard normal distribution lies below, by bisection.
 *
 * @param share - In (0, 1).
 */
export function normalQuantile(share: number): number {
  if (share > 0.5) return -normalQuantile(1 - share);
  let low = -40;
  let high = 0;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalShareBelow(middle) < share) low = middle;
    else high = middle;
  }
  return high;
}
