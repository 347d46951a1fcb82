import { takeRows } from '../matrix';
import type { Windows } from './window';

/**
 * The same windows over copies of the samples that they reach, and of no others: what is done to those samples then costs by
 * the windows and not by the series.
 */
export function compactWindows(windows: Windows): Windows {
  const reached = reachedSamples(windows);
  const placeOf = (sample: number) => placeIn(reached, sample);
  return {
    ...windows,
    samples: takeRows(windows.samples, reached),
    ends: windows.ends.map(placeOf),
    previous: reached.map((sample) => placeOf(windows.previous[sample])),
  };
}

/** Indices of samples, ascending, each once. */
function reachedSamples({ ends, previous, length }: Windows): Int32Array {
  const reached = new Int32Array(ends.length * length);
  let n = 0;
  for (let i = 0; i < ends.length; i++) {
    let sample = ends[i];
    for (let step = 0; step < length && sample >= 0; step++) {
      reached[n++] = sample;
      sample = previous[sample];
    }
  }
  const sorted = reached.subarray(0, n).sort();
  let nKept = 0;
  for (let i = 0; i < n; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[nKept++] = sorted[i];
  }
  return sorted.slice(0, nKept);
}

/** Place of a value in an ascending list; -1 where it is not there, as before the start of a run. */
function placeIn(sorted: Int32Array, value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] === value) return middle;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
