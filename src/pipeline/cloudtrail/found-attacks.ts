import { checkShare } from '../../check-options';
import { drawInterval } from '../../evaluate/bootstrap/draw-interval';
import type { Interval } from '../../evaluate/interval';

/** Attacks that are found, one of their events being flagged. */
export interface FoundAttacks {
  readonly found: readonly string[];
  readonly missed: readonly string[];
  /** Share of the attacks that is found, [0, 1]. */
  readonly share: Interval;
}

/**
 * Which attacks are found where at most a share of the normal events is flagged.
 *
 * The interval draws attacks, and normal events, anew, as if they were independent: runs of scripts are not, so it is
 * rather too narrow.
 *
 * @param scores shape `[nEvents]`.
 * @param attacks the attack of each event; empty of normal ones, null of those that are left out.
 * @param rate share of normal events flagged at most, [0, 1].
 * @throws {RangeError} if there is no attack or no normal event, or the rate is out of range.
 */
export function foundAttacks(
  scores: ArrayLike<number>,
  attacks: readonly (string | null)[],
  rate: number,
  seed: number = 0,
): FoundAttacks {
  checkShare('rate', rate);
  const highest = new Map<string, number>();
  const normals: number[] = [];
  attacks.forEach((attack, i) => {
    if (attack === '') normals.push(scores[i]);
    else if (attack !== null) {
      highest.set(attack, Math.max(highest.get(attack) ?? -Infinity, scores[i]));
    }
  });
  if (highest.size === 0 || normals.length === 0) {
    throw new RangeError(
      `events must be of attacks and normal ones, got ${highest.size} attacks and ${normals.length} normal events`,
    );
  }
  const descending = Float64Array.from(normals).sort().reverse();
  const names = [...highest.keys()];
  const best = Float64Array.from(highest.values());
  const limit = limitOf(descending, rate);
  const share = drawInterval(
    Int32Array.from({ length: best.length + descending.length }, (_, i) =>
      i < best.length ? 1 : 0,
    ),
    { of: (drawn) => shareOf(drawn, best, descending, rate), without: () => Number.NaN },
    { stratified: true, nResamples: 200, seed },
  ).interval;
  return {
    found: names.filter((_, i) => best[i] > limit),
    missed: names.filter((_, i) => best[i] <= limit),
    share,
  };
}

/** The highest score that must not be flagged; none where all may be. */
function limitOf(descending: Float64Array, rate: number): number {
  const nAllowed = allowed(descending.length, rate);
  return nAllowed === descending.length ? -Infinity : descending[nAllowed];
}

function allowed(nNormals: number, rate: number): number {
  return Math.floor(rate * nNormals + 1e-9); // 0.29 * 100 is 28.999…
}

/** Share of the drawn attacks above what the drawn normal events leave; attacks' indices come first. */
function shareOf(
  drawn: Int32Array,
  best: Float64Array,
  descending: Float64Array,
  rate: number,
): number {
  const times = new Int32Array(best.length + descending.length);
  for (const index of drawn) times[index]++;
  let left = allowed(descending.length, rate);
  let at = 0;
  for (; at < descending.length; at++) {
    left -= times[best.length + at];
    if (left < 0) break;
  }
  const limit = at < descending.length ? descending[at] : -Infinity;
  let nFound = 0;
  for (let i = 0; i < best.length; i++) if (best[i] > limit) nFound += times[i];
  return nFound / best.length;
}
