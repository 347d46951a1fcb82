import { checkSamples, type Matrix } from '../matrix';

/**
 * Windows over the series of one or several entities, not yet copied: made batch by batch.
 *
 * Samples of several entities may be interleaved in time: each sample points to the one before it
 * in its own run, and a window follows these back from its last sample.
 */
export interface Windows {
  /** Every sample in order of time, shape `[nSamples, nFeatures]`. */
  readonly samples: Matrix;
  /** Samples in a window. */
  readonly length: number;
  readonly nFeatures: number;
  /** Index of each window's last sample, which its score is for, shape `[nWindows]`. */
  readonly ends: Int32Array;
  /** Index of the sample before in the same run, -1 at its start, shape `[nSamples]`. */
  readonly previous: Int32Array;
  /** Whether the first sample of a run is repeated in front where a window reaches beyond it. */
  readonly padded: boolean;
}

/** What windows are made of and what they never cross. */
export interface WindowOptions {
  /** In order of time, at least within each entity, shape `[nSamples, nFeatures]`. */
  readonly samples: Matrix;
  /** Samples in a window, at least 1. */
  readonly length: number;
  /** Entity of each sample (a user, a file, both in one string), shape `[nSamples]`. Default: one. */
  readonly entities?: ArrayLike<string | number>;
  /** Time of each sample, epoch ms, shape `[nSamples]`. */
  readonly times?: ArrayLike<number>;
  /** Windows do not cross a longer pause between samples of an entity. Default: any pause is fine. */
  readonly maxGapSeconds?: number;
  /** Samples of a run from one window to the next. Default 1. */
  readonly stride?: number;
  /**
   * Whether windows also end at the first samples of a run, with the first one repeated in front:
   * with a stride of 1 there is then a window for every sample. Default false.
   */
  readonly pad?: boolean;
}

/**
 * Lays windows over series, never across entities or gaps.
 *
 * A window ends at each sample that has `length - 1` samples before it in its run (the samples of
 * one entity between two gaps); shorter runs have none, so there may be no window at all. With `pad`
 * a window ends at the first sample of each run, too, and every `stride` samples from there.
 *
 * @returns windows in the order of their last samples.
 * @throws {RangeError} if a length, stride or gap is out of range, lists differ in length, a value
 * is not finite, or time runs back within an entity; the sample is named.
 */
export function makeWindows(options: WindowOptions): Windows {
  checkOptions(options);
  const { samples, length, stride = 1, pad = false } = options;
  const previous = linkRuns(options);
  const positions = new Int32Array(samples.nSamples); // in the sample's run
  const ends = new Int32Array(samples.nSamples);
  const firstEnd = pad ? 0 : length - 1;
  let nWindows = 0;
  for (let i = 0; i < samples.nSamples; i++) {
    positions[i] = previous[i] < 0 ? 0 : positions[previous[i]] + 1;
    const sinceFirst = positions[i] - firstEnd;
    if (sinceFirst >= 0 && sinceFirst % stride === 0) ends[nWindows++] = i;
  }
  const { nFeatures } = samples;
  return { samples, length, nFeatures, ends: ends.slice(0, nWindows), previous, padded: pad };
}

/**
 * The windows from `start` up to, not including, `end`, copied into one array.
 *
 * @param out - Written to and returned where given, so that batches can share memory.
 * @returns shape `[end - start, length, nFeatures]`.
 * @throws {RangeError} if the range is not one of the windows', or `out` has another length.
 */
export function batchOf(
  windows: Windows,
  start: number,
  end: number,
  out?: Float32Array,
): Float32Array {
  const { samples, length, nFeatures, ends, previous } = windows;
  if (
    !Number.isInteger(start) ||
    !Number.isInteger(end) ||
    start < 0 ||
    end < start ||
    end > ends.length
  ) {
    throw new RangeError(`batch must be a range in [0, ${ends.length}], got [${start}, ${end})`);
  }
  const size = (end - start) * length * nFeatures;
  const batch = out ?? new Float32Array(size);
  if (batch.length !== size) {
    throw new RangeError(`out must have ${size} values, got ${batch.length}`);
  }
  let to = size;
  for (let window = end - 1; window >= start; window--) {
    let sample = ends[window];
    for (let step = length - 1; step >= 0; step--) {
      const from = sample * nFeatures;
      to -= nFeatures;
      for (let j = 0; j < nFeatures; j++) batch[to + j] = samples.data[from + j];
      sample = before(previous, sample);
    }
  }
  return batch;
}

/**
 * Some of the windows, in the given order: a split, or the shuffled order of an epoch.
 *
 * @throws {RangeError} if an index is not one of the windows'.
 */
export function takeWindows(windows: Windows, indices: ArrayLike<number>): Windows {
  const ends = new Int32Array(indices.length);
  for (let i = 0; i < ends.length; i++) ends[i] = endOf(windows, indices[i]);
  return { ...windows, ends };
}

/**
 * The samples in one window, in order of time.
 *
 * @returns indices of samples, shape `[length]`; a padded window starts with the same one repeated.
 * @throws {RangeError} if the index is not one of the windows'.
 */
export function samplesInWindow(windows: Windows, index: number): Int32Array {
  const indices = new Int32Array(windows.length);
  let sample = endOf(windows, index);
  for (let step = windows.length - 1; step >= 0; step--) {
    indices[step] = sample;
    sample = before(windows.previous, sample);
  }
  return indices;
}

/** The sample before in the run; at its start the sample itself, which is what pads a window. */
function before(previous: Int32Array, sample: number): number {
  return previous[sample] < 0 ? sample : previous[sample];
}

function endOf({ ends }: Windows, index: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= ends.length) {
    throw new RangeError(`window must be an integer in [0, ${ends.length}), got ${index}`);
  }
  return ends[index];
}

/** For each sample the last one of its entity, or -1 where there is none or the gap is too long. */
function linkRuns(options: WindowOptions): Int32Array {
  const { samples, entities, times, maxGapSeconds = Infinity } = options;
  const lastOf = new Map<string | number, number>();
  const previous = new Int32Array(samples.nSamples);
  for (let i = 0; i < previous.length; i++) {
    const entity = entities ? entities[i] : 0;
    const last = lastOf.get(entity) ?? -1;
    lastOf.set(entity, i);
    const gapSeconds = last < 0 || !times ? 0 : (times[i] - times[last]) / 1000;
    if (gapSeconds < 0) {
      throw new RangeError(`times[${i}] must not be before times[${last}] of the same entity`);
    }
    previous[i] = gapSeconds > maxGapSeconds ? -1 : last;
  }
  return previous;
}

function checkOptions(options: WindowOptions): void {
  const { samples, length, entities, times, maxGapSeconds, stride = 1 } = options;
  checkSamples(samples);
  checkCount('length', length);
  checkCount('stride', stride);
  for (const [name, list] of Object.entries({ entities, times })) {
    if (list && list.length !== samples.nSamples) {
      throw new RangeError(`${name} must have ${samples.nSamples} values, got ${list.length}`);
    }
  }
  for (let i = 0; times && i < times.length; i++) {
    if (!Number.isFinite(times[i])) {
      throw new RangeError(`times[${i}] must be finite, got ${times[i]}`);
    }
  }
  if (maxGapSeconds === undefined) return;
  if (!times) throw new RangeError('maxGapSeconds needs times, got none');
  if (!(maxGapSeconds >= 0)) {
    throw new RangeError(`maxGapSeconds must be at least 0, got ${maxGapSeconds}`);
  }
}

function checkCount(name: string, count: number): void {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`${name} must be an integer of at least 1, got ${count}`);
  }
}
