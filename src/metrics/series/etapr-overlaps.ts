import { type SeriesEvent, sharedSamples } from './events';

/** What is left of the overlap of events and runs of flags. */
export interface KeptOverlaps {
  /** Share of each event that correct runs cover, 0 where it is not detected; shape `[nEvents]`. */
  readonly ofEvents: Float64Array;
  /** Share of each run of flags on detected events, 0 where it is not correct; shape `[nRuns]`. */
  readonly ofFlags: Float64Array;
}

/** One side of the overlaps: all events, or all runs of flags. */
interface Side {
  readonly lengths: Float64Array;
  readonly theta: number;
  /** Overlap left. */
  readonly sums: Float64Array;
  /** Which range of the overlaps is whose: those of `i` begin at `first[i]`; shape `[n + 1]`. */
  readonly first: Int32Array;
  /** The member of each overlap, shape `[nOverlaps]`. */
  readonly members: readonly number[];
}

/**
 * Overlaps events with runs of flags and strikes out what falls short of θr or θp until all that is
 * left does not; each overlap is struck out once at most, so the time is linear.
 *
 * Source: Hwang et al. 2022, whose package strikes out in rounds; the result is the same.
 */
export function keptOverlaps(
  events: readonly SeriesEvent[],
  flags: readonly SeriesEvent[],
  options: { readonly thetaP: number; readonly thetaR: number; readonly delta: number },
): KeptOverlaps {
  const overlaps = overlapsOf(events, flags, options.delta);
  const sides = [
    sideOf(events, overlaps.events, overlaps.weights, options.thetaR),
    sideOf(flags, overlaps.flags, overlaps.weights, options.thetaP),
  ] as const;
  const isStruck = strikeOut(sides, overlaps.weights);
  const left = overlaps.weights.map((weight, k) => (isStruck[k] === 1 ? 0 : weight));
  const [ofEvents, ofFlags] = sides.map(({ members, lengths }) => {
    const sums = sumsOf(members, left, lengths.length);
    return sums.map((sum, i) => sum / lengths[i]);
  });
  return { ofEvents, ofFlags };
}

interface Overlaps {
  readonly events: number[];
  readonly flags: number[];
  readonly weights: number[];
}

/** In order of time, so that each event's stand together, and each run's too. */
function overlapsOf(
  events: readonly SeriesEvent[],
  flags: readonly SeriesEvent[],
  delta: number,
): Overlaps {
  const overlaps: Overlaps = { events: [], flags: [], weights: [] };
  let next = 0;
  events.forEach((event, i) => {
    const after = timeAfter(event, events[i + 1], delta);
    while (next < flags.length && flags[next].end <= event.start) next++;
    for (let j = next; j < flags.length && flags[j].start < after.end; j++) {
      const weight = sharedSamples(event, flags[j]) + fadingSamples(after, flags[j]);
      if (weight === 0) continue;
      overlaps.events.push(i);
      overlaps.flags.push(j);
      overlaps.weights.push(weight);
    }
  });
  return overlaps;
}

/** The samples after an event that count in part; of two at least, and short of the next event. */
function timeAfter(event: SeriesEvent, next: SeriesEvent | undefined, delta: number): SeriesEvent {
  const start = event.end;
  const wanted = start + Math.trunc(delta * (event.end - event.start - 1)) + 1;
  const end = Math.min(wanted, next?.start ?? wanted);
  return { start, end: end - start < 2 ? start : end };
}

/** Samples shared with the time after an event, fading along a logistic curve from 6 to -6. */
function fadingSamples(after: SeriesEvent, flags: SeriesEvent): number {
  const step = 12 / (after.end - after.start - 1);
  let sum = 0;
  const end = Math.min(after.end, flags.end);
  for (let i = Math.max(after.start, flags.start); i < end; i++) {
    sum += 1 / (1 + Math.exp((i - after.start) * step - 6));
  }
  return sum;
}

function sideOf(
  all: readonly SeriesEvent[],
  members: readonly number[],
  weights: readonly number[],
  theta: number,
): Side {
  const first = new Int32Array(all.length + 1);
  for (const member of members) first[member + 1]++;
  for (let i = 0; i < all.length; i++) first[i + 1] += first[i];
  return {
    lengths: Float64Array.from(all, ({ start, end }) => end - start),
    theta,
    sums: sumsOf(members, weights, all.length),
    first,
    members,
  };
}

function sumsOf(members: readonly number[], weights: readonly number[], n: number): Float64Array {
  const sums = new Float64Array(n);
  for (let k = 0; k < members.length; k++) sums[members[k]] += weights[k];
  return sums;
}

/** Takes the overlaps of what falls short from both sides; which are struck, shape `[nOverlaps]`. */
function strikeOut(sides: readonly [Side, Side], weights: readonly number[]): Uint8Array {
  const isStruck = new Uint8Array(weights.length);
  const toCheck: [side: number, member: number][] = [];
  for (const side of [0, 1]) {
    for (let i = 0; i < sides[side].sums.length; i++) toCheck.push([side, i]);
  }
  for (let entry = toCheck.pop(); entry !== undefined; entry = toCheck.pop()) {
    const [side, member] = entry;
    const { sums, lengths, theta, first } = sides[side];
    if (sums[member] === 0 || sums[member] / lengths[member] >= theta) continue;
    sums[member] = 0;
    const other = sides[1 - side];
    for (let k = first[member]; k < first[member + 1]; k++) {
      if (isStruck[k] === 1) continue;
      isStruck[k] = 1;
      other.sums[other.members[k]] -= weights[k];
      toCheck.push([1 - side, other.members[k]]);
    }
  }
  return isStruck;
}
