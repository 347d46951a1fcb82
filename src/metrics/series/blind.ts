import { checkInteger } from '../../check-options';
import type { SeriesEvent } from './events';

/**
 * One flag every `every` samples, from the first on: a detector that looks at nothing.
 *
 * @returns shape `[nSamples]`, 0 or 1.
 * @throws {RangeError} if `every` is not an integer of at least 1, or `nSamples` not one of at least 0.
 */
export function blindSpikes(nSamples: number, every: number): Int32Array {
  checkInteger('every', every, 1);
  checkInteger('nSamples', nSamples, 0);
  const flags = new Int32Array(nSamples);
  for (let i = 0; i < nSamples; i += every) flags[i] = 1;
  return flags;
}

/** The median length of events, the lower of two: spikes so far apart hit half of the events or more. */
export function medianLength(events: readonly SeriesEvent[]): number {
  const lengths = events.map(({ start, end }) => end - start).sort((a, b) => a - b);
  return lengths[(lengths.length - 1) >> 1];
}
