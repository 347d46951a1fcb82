import { checkChoice, checkInteger, checkNumber, checkOptionNames } from '../check-options';
import type { OnlineDetector } from '../detectors/online/online-detector';
import { restoreOnlineDetector } from '../detectors/online/restore';
import { createQuarantine } from './quarantine';
import {
  checkStreamLearnerState,
  LEARNING_RULES,
  type LearningRule,
  type StreamLearner,
  type StreamLearnerState,
} from './stream-learner';
import { restoreSpot } from './thresholds/restore-spot';
import type { Spot } from './thresholds/spot';

/** What is flagged, and what a flagged sample teaches. */
export interface LearnUnflaggedOptions {
  /** Scores of at least this are flagged: a number, or `spot` or `driftSpot`, which go on learning from scores that are not flagged. */
  readonly threshold: number | Spot;
  /**
   * `unflagged`: only what was not flagged. `quarantine`: flagged samples as well, `quarantine` samples later, unless they are
   * confirmed. `everything`: each sample at once. Default `unflagged`.
   */
  readonly learn?: LearningRule;
  /** How many samples later a flagged one is learned from, from 1 to a million. Default 1000; of no effect on other rules. */
  readonly quarantine?: number;
}

/** Where scores, flags and the quarantine begin. */
type Start = Pick<StreamLearnerState, 'score' | 'nSamples' | 'nFlagged' | 'waiting'>;

/**
 * Scores each sample of a stream, flags it, and learns only from what was not flagged, so that attacks do not become normal.
 *
 * That is wrong where normal behaviour changes for good and by more than the threshold (a new office, a new release): all
 * that comes after is flagged, so nothing is learned from it, so it is flagged for ever. `quarantine` learns
 * from it late, after a person had time to look at it and `confirm` attacks; `everything` at once, attacks included: one that
 * lasts as long as the detector's window becomes normal. With none of the three is a slow attack seen that stays below the threshold.
 * A stream whose first samples hold attacks teaches them: until the detector is ready all is learned.
 *
 * Memory: that of the detector and the threshold; with `quarantine` 8 bytes a feature and sample of it.
 *
 * @param detector learns as the stream goes by; give it to nothing else.
 * @throws {RangeError} if an option is unknown or out of range.
 * @throws {TypeError} if the detector is none.
 * @example
 * const learner = learnUnflagged(halfSpaceTrees(20), { threshold: spot(validationScores) });
 * const flags = samples.map((sample) => learner.update(sample));
 */
export function learnUnflagged(
  detector: OnlineDetector,
  options: LearnUnflaggedOptions,
): StreamLearner {
  checkOptionNames(options, ['threshold', 'learn', 'quarantine']);
  const { threshold, learn = 'unflagged', quarantine = 1000 } = options;
  if (typeof detector?.learn !== 'function') {
    throw new TypeError(`detector must be an online detector, got ${detector}`);
  }
  checkChoice('learn', learn, LEARNING_RULES);
  checkInteger('quarantine', quarantine, 1, 1_000_000);
  if (typeof (threshold as Spot)?.update !== 'function') {
    checkNumber('threshold', threshold as number, -Number.MAX_VALUE, Number.MAX_VALUE, '[]');
  }
  const start = { score: 0, nSamples: 0, nFlagged: 0, waiting: [] };
  return learnerFrom(detector, { threshold, learn, quarantine }, start);
}

/**
 * A detector on a stream from its `state()`, also after `JSON.stringify` and back: it goes on to the bit.
 *
 * @param from where it was read from, named in errors. Default `state`.
 * @throws {Error} naming the first field that is not as `state()` gives it.
 */
export function restoreStreamLearner(state: unknown, from: string = 'state'): StreamLearner {
  const checked = checkStreamLearnerState(state, from);
  const { detector, threshold, learn, quarantine, ...start } = checked;
  const level =
    typeof threshold === 'number' ? threshold : restoreSpot(threshold, `${from}: threshold`);
  return learnerFrom(
    restoreOnlineDetector(detector, `${from}: detector`),
    { threshold: level, learn, quarantine },
    start,
  );
}

function learnerFrom(
  detector: OnlineDetector,
  { threshold, learn, quarantine }: Required<LearnUnflaggedOptions>,
  start: Start,
): StreamLearner {
  const waiting = createQuarantine(quarantine, detector.nFeatures);
  for (const { index, sample } of start.waiting) waiting.add(index, sample);
  let { score, nSamples, nFlagged } = start;
  const isFlagged = () => {
    if (!detector.isReady) return false;
    return typeof threshold === 'number' ? score >= threshold : threshold.update(score);
  };
  return {
    nFeatures: detector.nFeatures,
    get score() {
      return score;
    },
    get threshold() {
      return typeof threshold === 'number' ? threshold : threshold.threshold;
    },
    get nSamples() {
      return nSamples;
    },
    get nFlagged() {
      return nFlagged;
    },
    update: (sample) => {
      score = detector.score(sample);
      const flagged = isFlagged();
      const due = waiting.take(nSamples - quarantine);
      if (due !== undefined) detector.learn(due);
      if (!flagged || learn === 'everything') detector.learn(sample);
      else if (learn === 'quarantine') waiting.add(nSamples, sample);
      nSamples++;
      if (flagged) nFlagged++;
      return flagged;
    },
    confirm: (index) => waiting.take(index) !== undefined,
    state: () => ({
      version: 1,
      learn,
      quarantine,
      detector: detector.state(),
      threshold: typeof threshold === 'number' ? threshold : threshold.state(),
      score,
      nSamples,
      nFlagged,
      waiting: waiting.waiting(),
    }),
  };
}
