import { z } from 'zod';
import { parseWith } from '../data/whole-file';
import type { OnlineDetectorState } from '../detectors/online/online-detector';
import type { SpotState } from './thresholds/spot-state';

/** Which samples a detector learns from. */
export type LearningRule = 'unflagged' | 'everything' | 'quarantine';

/** All of them. */
export const LEARNING_RULES: readonly LearningRule[] = ['unflagged', 'everything', 'quarantine'];

/** A detector on a stream: it scores, flags and learns. */
export interface StreamLearner {
  readonly nFeatures: number;
  /** Of the last sample; 0 before the first. */
  readonly score: number;
  /** What the next score is held against. */
  readonly threshold: number;
  /** How many samples there were, and how many of them were flagged. */
  readonly nSamples: number;
  readonly nFlagged: number;
  /**
   * Scores the next sample, flags it if the score is at least the threshold, and learns from it as the rule says.
   * Until the detector is ready it flags nothing and learns from everything.
   *
   * @param sample shape `[nFeatures]`.
   * @returns whether it is flagged.
   * @throws {RangeError} if the sample has another width, or a value is not finite; nothing is learned then.
   */
  update(sample: ArrayLike<number>): boolean;
  /**
   * Takes a flagged sample out of quarantine, as a person found that it is an anomaly.
   *
   * @param index of the sample in the stream, from 0.
   * @returns whether it was still there.
   */
  confirm(index: number): boolean;
  /** All that is known, for `restoreStreamLearner`, which goes on to the bit. */
  state(): StreamLearnerState;
}

/** What a detector on a stream knows. Plain JSON. */
export interface StreamLearnerState {
  readonly version: 1;
  readonly learn: LearningRule;
  readonly quarantine: number;
  readonly detector: OnlineDetectorState;
  readonly threshold: number | SpotState;
  readonly score: number;
  readonly nSamples: number;
  readonly nFlagged: number;
  /** Flagged samples that will be learned from, by their index, the oldest first. */
  readonly waiting: readonly { readonly index: number; readonly sample: readonly number[] }[];
}

/** The detector and the threshold are checked where they are restored. */
const stateSchema = z.strictObject({
  version: z.literal(1),
  learn: z.enum(LEARNING_RULES),
  quarantine: z.int().min(1).max(1_000_000),
  detector: z.looseObject({ nFeatures: z.int() }),
  threshold: z.union([z.number(), z.looseObject({})]),
  score: z.number(),
  nSamples: z.int().min(0),
  nFlagged: z.int().min(0),
  waiting: z.array(z.strictObject({ index: z.int().min(0), sample: z.array(z.number()) })),
});

/**
 * Checks what was read from JSON, but for the detector and the threshold.
 *
 * @throws {Error} naming the first field that is not as `state()` gives it.
 */
export function checkStreamLearnerState(value: unknown, from: string): StreamLearnerState {
  const state = parseWith(stateSchema, value, from) as unknown as StreamLearnerState;
  const { waiting, nSamples, quarantine, detector } = state;
  waiting.forEach(({ index, sample }, i) => {
    const after = i === 0 ? nSamples - quarantine - 1 : waiting[i - 1].index;
    if (index <= after || index >= nSamples) {
      throw new Error(`${from}: waiting.${i}.index: must be above ${after} and below ${nSamples}`);
    }
    if (sample.length !== detector.nFeatures) {
      throw new Error(`${from}: waiting.${i}.sample: must have ${detector.nFeatures} features`);
    }
  });
  return state;
}
