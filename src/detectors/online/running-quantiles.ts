import { z } from 'zod';
import { checkInteger, checkOptionNames } from '../../check-options';
import { parseWith } from '../../data/whole-file';
import { quantileOfSorted } from '../../features/quantile';
import { type OnlineDetector, readSample } from './online-detector';
import { createSortedWindow, type SortedWindow } from './sorted-window';

/** Hyperparameters of `runningQuantiles`. */
export interface RunningQuantilesOptions {
  /** How many samples are remembered, from 10 to a million. Default 1000. */
  readonly windowSize?: number;
}

/** What running quantiles have learned. Plain JSON. */
export interface RunningQuantilesState {
  readonly name: 'runningQuantiles';
  readonly version: 1;
  readonly params: Required<RunningQuantilesOptions>;
  readonly nFeatures: number;
  /** The remembered values of each feature, the oldest first, shape `[nFeatures][nSamples]`. */
  readonly values: readonly (readonly number[])[];
}

/**
 * Running quantiles: how far a sample lies from the running median, in its worst feature.
 *
 * The robust baseline of a stream: `largestZ` that drifts along and that extreme values do not stretch. The unit is
 * the distance from the median to the quartile on the same side, so that skewed features have two; of a normal
 * distribution it is 0.6745 standard deviations. Where median and quartile are equal, as of flags that are mostly 0, the next
 * quantile that differs gives it, 1/8, 1/16 and so on, whose distance counts as that of a distribution with exponential
 * tails, 2, 3 and so on. So a flag scores about log2 of how rare it is, less one, and one that was constant log2(windowSize + 1).
 * Blind to values that are odd only together, to gaps in the middle, and to rounds longer than the window.
 *
 * Quantiles are those of the last `windowSize` samples, without error: they are kept in order of size. Against those of the stream the error is
 * that of a sample: a standard deviation of √(q (1 - q) / windowSize) in rank, 1.4 % for quartiles of 1,000. P²
 * (Jain and Chlamtac 1985) needs five numbers a quantile instead, but has no bound of its error and forgets nothing.
 *
 * Memory, and size of the state: 16 bytes, and a number, a feature and sample of the window.
 *
 * @param nFeatures at least 1.
 * @returns scores are at least 0; it is ready when the window is full.
 * @throws {RangeError} if an option is unknown or out of range.
 */
export function runningQuantiles(
  nFeatures: number,
  options: RunningQuantilesOptions = {},
): OnlineDetector {
  checkOptionNames(options, ['windowSize']);
  const { windowSize = 1000 } = options;
  checkInteger('windowSize', windowSize, 10, 1_000_000);
  checkInteger('nFeatures', nFeatures, 1, 1_000_000);
  const values = Array.from({ length: nFeatures }, () => []);
  return quantilesFrom({
    name: 'runningQuantiles',
    version: 1,
    params: { windowSize },
    nFeatures,
    values,
  });
}

const stateSchema: z.ZodType<RunningQuantilesState> = z.strictObject({
  name: z.literal('runningQuantiles'),
  version: z.literal(1),
  params: z.strictObject({ windowSize: z.int().min(10).max(1_000_000) }),
  nFeatures: z.int().min(1),
  values: z.array(z.array(z.number())),
});

/**
 * Running quantiles from their `state()`.
 *
 * @throws {Error} naming the first field that is not as `state()` gives it.
 * @internal
 */
export function restoreRunningQuantiles(value: unknown, from: string): OnlineDetector {
  const state = parseWith(stateSchema, value, from);
  const { nFeatures, params, values } = state;
  const nSamples = values[0]?.length;
  if (values.length !== nFeatures || values.some((column) => column.length !== nSamples)) {
    throw new Error(`${from}: values must be ${nFeatures} columns of one length`);
  }
  if (nSamples > params.windowSize) {
    throw new Error(`${from}: values must be at most ${params.windowSize}, got ${nSamples}`);
  }
  return quantilesFrom(state);
}

function quantilesFrom({ values, ...fixed }: RunningQuantilesState): OnlineDetector {
  const { nFeatures, params } = fixed;
  const windows = values.map((column) => {
    const window = createSortedWindow(params.windowSize);
    for (const value of column) window.add(value);
    return window;
  });
  const sample = new Float64Array(nFeatures);
  const isReady = () => windows[0].count === params.windowSize;
  return {
    name: fixed.name,
    params,
    nFeatures,
    get isReady() {
      return isReady();
    },
    score: (given) => {
      readSample(given, sample);
      if (!isReady()) return 0;
      let largest = 0;
      for (let j = 0; j < nFeatures; j++) {
        largest = Math.max(largest, distanceFrom(windows[j], sample[j]));
      }
      return largest;
    },
    learn: (given) => {
      readSample(given, sample);
      for (let j = 0; j < nFeatures; j++) windows[j].add(sample[j]);
    },
    state: (): RunningQuantilesState => ({
      ...fixed,
      values: windows.map((window) => window.values()),
    }),
  };
}

/** How far a value lies from the median of a full window, in distances from there to the quartile on its side. */
function distanceFrom({ sorted, count }: SortedWindow, value: number): number {
  const median = quantileOfSorted(sorted, 0.5);
  if (value === median) return 0;
  const distance = Math.abs(value - median);
  const isAbove = value > median;
  let tail = 0.25;
  for (let units = 1; tail * (count - 1) >= 1; units++) {
    const spread = Math.abs(quantileOfSorted(sorted, isAbove ? 1 - tail : tail) - median);
    if (spread > 0) return units * ratioOf(distance, spread);
    tail /= 2;
  }
  const spread = Math.abs((isAbove ? sorted[count - 1] : sorted[0]) - median);
  if (spread === 0) return Math.log2(count + 1);
  return Math.log2(count) * ratioOf(distance, spread);
}

/** Finite, also where a distance or the ratio is more than a double holds. */
function ratioOf(distance: number, spread: number): number {
  const ratio = Math.min(distance, Number.MAX_VALUE) / Math.min(spread, Number.MAX_VALUE);
  return Math.min(ratio, 1e300);
}
