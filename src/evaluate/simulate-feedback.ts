import { checkChoice, checkFunction, checkInteger, checkOptionNames } from '../check-options';
import type { SampleScorer } from '../detectors/feedback/label-regression';
import { checkSamples, type Matrix, takeRows } from '../matrix';
import { checkHasAnomalies, checkLabels, checkSameLength } from '../metrics/check';
import { recallAtK } from '../metrics/precision-at-k';
import { createRandom, type Random } from '../random';

/** Samples with the truth about them, which only the simulation knows. */
export interface JudgedSamples {
  readonly samples: Matrix;
  /** 1 is an anomaly, shape `[nSamples]`. */
  readonly labels: ArrayLike<number>;
}

/** Makes a scorer of all labels so far; of none at first. `forestFeedback` and `labelRegression` make such. */
export type Learner = (samples: Matrix, labels: Int32Array) => SampleScorer | Promise<SampleScorer>;

/** How the analyst works. */
export interface SimulateFeedbackOptions {
  /** Rounds of labels, at least 1. Default 10. */
  readonly rounds?: number;
  /** Samples of the queue that are labelled each round, at least 1. Default 10. */
  readonly perRound?: number;
  /** Alerts of the later period that are read, at least 1. Default 50. */
  readonly alerts?: number;
  /** Which samples the analyst is asked about: the highest without a label, or any. Default `top`. */
  readonly ask?: 'top' | 'random';
  /** `truth`, or at random, yes as often as in the queue: the control that shows what labels are worth. Default `truth`. */
  readonly answers?: 'truth' | 'random';
  /** Seed of all chance, also of the order of equal scores. Default 0. */
  readonly seed?: number;
}

/** How things stand after a round. */
export interface FeedbackRound {
  /** 0 is before any label. */
  readonly round: number;
  readonly nLabelled: number;
  /** True anomalies among the labelled. */
  readonly nFound: number;
  /** Share of the queue's anomalies that the analyst has seen, [0, 1]. */
  readonly queueRecall: number;
  /** Share of the later anomalies among the highest `alerts` there, [0, 1]. */
  readonly laterRecall: number;
}

const OPTION_NAMES = ['rounds', 'perRound', 'alerts', 'ask', 'answers', 'seed'];

/**
 * What an analyst's yes and no on the top of a list are worth, simulated with true labels.
 *
 * Each round the analyst labels the highest samples of the queue that have no label, and the learner makes a new ranking of all
 * labels. Two recalls, neither of which counts a sample whose label was learned from as found by the ranking:
 * `queueRecall` is what has been read in the queue, and `laterRecall` is on a later period, of which no label is ever shown. Real
 * analysts err, and know less than the truth; a learner `() => detector` is the same list without feedback.
 *
 * @param queue what is ranked and labelled.
 * @param later what comes afterwards; see that no event of an attack is in both.
 * @returns one row a round, the first before any label.
 * @throws {RangeError} if an option is unknown or out of range, lengths differ, a label is not 0 or 1, there is no anomaly, or more
 * labels or alerts than samples.
 * @throws {TypeError} if `learn` is no function or gives no scorer.
 */
export async function simulateFeedback(
  queue: JudgedSamples,
  later: JudgedSamples,
  learn: Learner,
  options: SimulateFeedbackOptions = {},
): Promise<FeedbackRound[]> {
  checkOptionNames(options, OPTION_NAMES);
  const { rounds = 10, perRound = 10, alerts = 50, seed = 0 } = options;
  const { ask = 'top', answers = 'truth' } = options;
  checkInteger('rounds', rounds, 1);
  checkInteger('perRound', perRound, 1);
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  checkChoice('ask', ask, ['top', 'random']);
  checkChoice('answers', answers, ['truth', 'random']);
  checkFunction('learn', learn);
  const nAnomalies = checkJudged('queue', queue);
  checkJudged('later', later);
  checkInteger('alerts', alerts, 1, later.labels.length);
  const nQueue = queue.labels.length;
  checkInteger('rounds times perRound', rounds * perRound, 1, nQueue);

  const random = createRandom(seed);
  const order = random.shuffle(Array.from({ length: nQueue }, (_, i) => i));
  const answer = answersOf(queue.labels, answers, nAnomalies / nQueue, random);
  const labelled: number[] = [];
  const table: FeedbackRound[] = [];
  for (let round = 0; ; round++) {
    const scorer = await learn(takeRows(queue.samples, labelled), answer(labelled));
    if (typeof scorer?.score !== 'function') {
      throw new TypeError(`learn must give what scores, got ${scorer}`);
    }
    const nFound = labelled.reduce((sum, i) => sum + queue.labels[i], 0);
    const laterRecall = recallAtK(later.labels, await scorer.score(later.samples), alerts);
    const queueRecall = nFound / nAnomalies;
    table.push({ round, nLabelled: labelled.length, nFound, queueRecall, laterRecall });
    if (round === rounds) return table;
    const scores = ask === 'top' ? await scorer.score(queue.samples) : order.map(() => 0);
    labelled.push(...highest(scores, order, new Set(labelled), perRound));
  }
}

/** The highest that are not labelled; equal ones in the given order. */
function highest(
  scores: ArrayLike<number>,
  order: readonly number[],
  labelled: ReadonlySet<number>,
  count: number,
): number[] {
  return order
    .filter((i) => !labelled.has(i))
    .sort((a, b) => scores[b] - scores[a])
    .slice(0, count);
}

function answersOf(
  labels: ArrayLike<number>,
  answers: 'truth' | 'random',
  share: number,
  random: Random,
): (samples: readonly number[]) => Int32Array {
  const given =
    answers === 'truth' ? labels : Array.from(labels, () => (random.uniform() < share ? 1 : 0));
  return (samples) => Int32Array.from(samples, (i) => given[i]);
}

/** Counts the anomalies. */
function checkJudged(name: string, judged: JudgedSamples): number {
  if (typeof judged?.samples !== 'object') {
    throw new TypeError(`${name} must be samples and labels, got ${judged}`);
  }
  const { samples, labels } = judged;
  checkSamples(samples);
  checkLabels(labels, `${name}.labels`);
  checkSameLength(labels, { length: samples.nSamples }, `${name}.samples`);
  let nAnomalies = 0;
  for (let i = 0; i < labels.length; i++) nAnomalies += labels[i];
  checkHasAnomalies(nAnomalies);
  return nAnomalies;
}
