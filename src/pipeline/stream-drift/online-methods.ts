import { halfSpaceTrees } from '../../detectors/online/half-space-trees';
import type { OnlineDetector } from '../../detectors/online/online-detector';
import { restoreOnlineDetector } from '../../detectors/online/restore';
import { runningQuantiles } from '../../detectors/online/running-quantiles';
import { learnUnflagged } from '../../evaluate/learn-unflagged';
import { LEARNING_RULES, type LearningRule } from '../../evaluate/stream-learner';
import { streamScores } from '../../evaluate/stream-scores';
import { contaminationThreshold } from '../../evaluate/thresholds/contamination';
import { driftSpot } from '../../evaluate/thresholds/drift-spot';
import type { Spot } from '../../evaluate/thresholds/spot';
import { type DriftStream, emptyRun, featuresOf, type MethodRun } from './stream';

/** The tail that DSPOT fits begins where there are so many times as many scores as alarms. */
const TAIL = 5;

/**
 * Runs of online detectors. They learn from all events before the judged weeks, and their scores of the validation weeks,
 * each given before it was learned from, set the threshold. From then on each learns as its rule says, or not at all.
 */
export function onlineRuns(stream: DriftStream): MethodRun[] {
  const { settings, borders, seed, validationWeek } = stream;
  const { nFeatures } = stream.features;
  const perWeek = borders[validationWeek] / validationWeek;
  const windowSize = Math.max(10, Math.round(perWeek * settings.retrainWeeks));
  const detectors = {
    'half-space trees': halfSpaceTrees(nFeatures, { windowSize, seed }),
    'running quantiles, distance': runningQuantiles(nFeatures, { windowSize }),
    'running quantiles, rarity': runningQuantiles(nFeatures, { windowSize, measure: 'rarity' }),
  };
  return Object.entries(detectors).flatMap(([name, detector]) =>
    runsOf(name, detector, stream, Math.max(1, Math.round(perWeek))),
  );
}

/** A detector that is frozen, and one for each rule. */
function runsOf(
  name: string,
  detector: OnlineDetector,
  stream: DriftStream,
  perWeek: number,
): MethodRun[] {
  const first = learnFirstWeeks(detector, stream);
  const state = detector.state();
  const kept = contaminationThreshold(first, stream.share);
  const level = Math.max(0.5, 1 - TAIL * stream.share);
  const follow = () => driftSpot(first, { risk: stream.share, level, depth: perWeek });
  const run = (label: string, threshold: number | Spot, learn?: LearningRule) =>
    judgedRun(`${name}: ${label}`, restoreOnlineDetector(state), stream, threshold, learn, perWeek);
  return [
    run('frozen', kept),
    ...LEARNING_RULES.map((learn) => run(`learns ${RULE_NAMES[learn]}`, kept, learn)),
    run('learns everything, DSPOT', follow(), 'everything'),
  ];
}

const RULE_NAMES: Readonly<Record<LearningRule, string>> = {
  unflagged: 'what is not flagged',
  everything: 'everything',
  quarantine: 'flagged events a week late',
};

/** Scores of the validation weeks. Changes the detector. */
function learnFirstWeeks(detector: OnlineDetector, stream: DriftStream): Float64Array {
  const [from, to] = [stream.borders[stream.validationWeek], stream.borders[stream.testWeek]];
  const scores = new Float64Array(to - from);
  for (let i = 0; i < to; i++) {
    const sample = sampleAt(stream, i);
    if (i >= from) scores[i - from] = detector.score(sample);
    detector.learn(sample);
  }
  return scores;
}

function judgedRun(
  name: string,
  detector: OnlineDetector,
  stream: DriftStream,
  threshold: number | Spot,
  learn: LearningRule | undefined,
  quarantine: number,
): MethodRun {
  const run = emptyRun(name, stream);
  const { borders, testWeek, settings } = stream;
  const [from, to] = [borders[testWeek], borders[settings.weeks]];
  if (learn === undefined) {
    for (let i = from; i < to; i++) {
      run.scores[i] = detector.score(sampleAt(stream, i));
      run.flags[i] = Number(run.scores[i] >= (threshold as number));
    }
    return run;
  }
  const learner = learnUnflagged(detector, { threshold, learn, quarantine });
  const said = streamScores(learner, featuresOf(stream, testWeek, settings.weeks));
  run.scores.set(said.scores, from);
  run.flags.set(said.flags, from);
  return run;
}

function sampleAt({ features }: DriftStream, i: number): Float64Array {
  const { data, nFeatures } = features;
  return data.subarray(i * nFeatures, (i + 1) * nFeatures);
}
