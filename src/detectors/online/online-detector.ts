import type { Params } from '../detector';

/**
 * A detector that learns from a stream, sample by sample. Memory is bounded, however long the stream is.
 *
 * Score a sample before learning from it, or it is compared with itself. `learnUnflagged` is the loop.
 */
export interface OnlineDetector {
  readonly name: string;
  readonly params: Params;
  readonly nFeatures: number;
  /** Whether enough was learned to score; until then every score is 0. */
  readonly isReady: boolean;
  /**
   * Scores a sample against what was learned so far, and learns nothing.
   *
   * @param sample shape `[nFeatures]`.
   * @returns at least 0; higher is more anomalous.
   * @throws {RangeError} if the sample has another width, or a value is not finite.
   */
  score(sample: ArrayLike<number>): number;
  /**
   * Learns from a sample, as a normal one.
   *
   * @param sample shape `[nFeatures]`; it is copied.
   * @throws {RangeError} as `score`; nothing is learned then.
   */
  learn(sample: ArrayLike<number>): void;
  /** All that was learned, for `restoreOnlineDetector`, which goes on to the bit. */
  state(): OnlineDetectorState;
}

/** What an online detector has learned. Plain JSON; what else it holds is the detector's own. */
export interface OnlineDetectorState {
  readonly name: string;
  readonly version: 1;
  readonly params: Params;
  readonly nFeatures: number;
}

/**
 * Copies a sample to where a detector works on it.
 *
 * @throws {TypeError} if it is no list.
 * @throws {RangeError} if it has another width, or a value is not finite.
 * @internal
 */
export function readSample(sample: ArrayLike<number>, into: Float64Array): void {
  if (typeof sample !== 'object' || sample === null || !('length' in sample)) {
    throw new TypeError(`sample must be a list of ${into.length} numbers, got ${sample}`);
  }
  if (sample.length !== into.length) {
    throw new RangeError(`sample must have ${into.length} features, got ${sample.length}`);
  }
  for (let j = 0; j < into.length; j++) {
    const value = sample[j];
    if (!Number.isFinite(value)) {
      throw new RangeError(`sample, feature ${j} must be finite, got ${value}`);
    }
    into[j] = value + 0; // -0 becomes 0, as in JSON
  }
}
