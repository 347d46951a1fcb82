import { z } from 'zod';
import { checkChoice, checkInteger, checkOptionNames } from '../../check-options';
import { parseWith } from '../../data/whole-file';
import { type OnlineDetector, readSample } from './online-detector';
import { quartileDistance, rarity } from './quantile-score';
import { createSortedWindow } from './sorted-window';

/** Hyperparameters of `runningQuantiles`. */
export interface RunningQuantilesOptions {
  /** How many samples are remembered, from 10 to a million. Default 1000. */
  readonly windowSize?: number;
  /** `distance` from the median, a robust z-score; or `rarity`, a rank. Default `distance`. */
  readonly measure?: 'distance' | 'rarity';
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

const MEASURES = { distance: quartileDistance, rarity };

/**
 * Running quantiles: how odd a sample is in its worst feature, against the last samples.
 *
 * The robust baseline of a stream: `largestZ` that drifts along, and that extreme values do not stretch. Two measures:
 *
 * - `distance`: from the running median, in distances from there to the quartile on the same side, so that skewed
 *   features have two. Of a normal distribution the unit is 0.6745 standard deviations. Suits measurements. Where
 *   median and quartile are equal, as of flags that are mostly 0, the next quantile that differs gives the unit, 1/8, 1/16 and
 *   so on, which counts as 2, 3 and so on. A feature that hardly ever moves has a tiny unit, and drowns all others when it does.
 * - `rarity`: how many halvings rarer than every second sample it is to lie as far from the median on that side. Suits features
 *   of many kinds, such as counts and flags: of a stream that does not drift at most a share nFeatures / 2 ** s scores s or
 *   more, up to log2((windowSize + 1) / 2), whatever their distributions. Beyond all remembered values the score goes on with
 *   the log of the distance.
 *
 * Blind to values that are odd only together, to gaps in the middle, and to rounds longer than the window.
 *
 * Quantiles are those of the last `windowSize` samples, without error: they are kept in order of size. Against those of the stream the
 * error is that of a sample: a standard deviation of √(q (1 - q) / windowSize) in rank, 1.4 % for quartiles of 1,000. P²
 * (Jain and Chlamtac 1985) needs five numbers a quantile instead, but has no bound of its error and forgets nothing.
 *
 * Memory: 16 bytes a feature and sample of the window, of which the state has a number each.
 *
 * @param nFeatures at least 1.
 * @returns scores are at least 0; it is ready when the window is full.
 * @throws {RangeError} if an option is unknown or out of range.
 */
export function runningQuantiles(
  nFeatures: number,
  options: RunningQuantilesOptions = {},
): OnlineDetector {
  checkOptionNames(options, ['windowSize', 'measure']);
  const { windowSize = 1000, measure = 'distance' } = options;
  checkInteger('windowSize', windowSize, 10, 1_000_000);
  checkChoice('measure', measure, Object.keys(MEASURES));
  checkInteger('nFeatures', nFeatures, 1, 1_000_000);
  const values = Array.from({ length: nFeatures }, () => []);
  const params = { windowSize, measure };
  return quantilesFrom({ name: 'runningQuantiles', version: 1, params, nFeatures, values });
}

const stateSchema: z.ZodType<RunningQuantilesState> = z.strictObject({
  name: z.literal('runningQuantiles'),
  version: z.literal(1),
  params: z.strictObject({
    windowSize: z.int().min(10).max(1_000_000),
    measure: z.enum(['distance', 'rarity']),
  }),
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
  const scoreOf = MEASURES[params.measure];
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
        largest = Math.max(largest, scoreOf(windows[j].sorted, sample[j]));
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
