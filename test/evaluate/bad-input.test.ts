import { describe, expect, it } from 'vitest';
import * as lab from '../../src/index';
import { expectRefusal, outcomeOf } from '../bad-input';
import { exportedFrom } from '../exports';

type Values = ArrayLike<number>;
type Call = (labels: Values, values: Values) => unknown;

const FEW = { nResamples: 20 };
const patternsOf = (labels: Values) =>
  Array.from(labels, (label) => (label === 1 ? 'probe' : 'none'));

const OF_SCORES: Readonly<Record<string, Call>> = {
  averageRanks: (_, scores) => lab.averageRanks({ a: scores, b: Array.from(scores).reverse() }),
  averageScores: (_, scores) =>
    lab.averageScores({ a: scores, b: scores }, { a: scores, b: scores }),
  conformalPValues: (_, scores) => lab.conformalPValues(scores, scores),
  contaminationThreshold: (_, scores) => lab.contaminationThreshold(scores, 0.1),
  flag: (_, scores) => lab.flag(scores, 0.5),
  friedmanTest: (_, scores) => lab.friedmanTest({ a: scores, b: Array.from(scores).reverse() }),
  highestByEntity: (_, scores) =>
    lab.highestByEntity(
      Array.from(scores, () => 'a'),
      scores,
    ),
  madThreshold: (_, scores) => lab.madThreshold(scores),
  meanInterval: (_, scores) => lab.meanInterval(scores),
  meanThreshold: (_, scores) => lab.meanThreshold(scores),
  nemenyiTest: (_, scores) => lab.nemenyiTest({ a: scores, b: Array.from(scores).reverse() }),
  pairedDifference: (_, scores) => lab.pairedDifference(scores, Array.from(scores).reverse()),
  potThreshold: (_, scores) => lab.potThreshold(scores, { level: 0.5, risk: 0.01 }),
  repeatedSplitInterval: (_, scores) => lab.repeatedSplitInterval(scores, 0.5),
  quantileThreshold: (_, scores) => [0, 0.3, 0.9, 1].map((q) => lab.quantileThreshold(scores, q)),
  spot: (_, scores) => lab.spot(scores, { level: 0.5, risk: 0.01 }),
  wilcoxonTest: (_, scores) => lab.wilcoxonTest(scores, Array.from(scores).reverse()),
};

const OF_LABELLED_SCORES: Readonly<Record<string, Call>> = {
  bestF1Threshold: lab.bestF1Threshold,
  bestGMeanThreshold: lab.bestGMeanThreshold,
  bootstrapDifference: (labels, scores) =>
    lab.bootstrapDifference(labels, scores, Array.from(scores).reverse(), lab.rocAuc, FEW),
  bootstrapInterval: (labels, scores) =>
    lab.bootstrapInterval(labels, scores, lab.averagePrecision, FEW),
  'bootstrapInterval, bca': (labels, scores) =>
    lab.bootstrapInterval(labels, scores, lab.rocAuc, { ...FEW, method: 'bca' }),
  chooseThreshold: (labels, scores) => lab.chooseThreshold({ kind: 'bestF1' }, scores, labels),
  deLongTest: (labels, scores) => lab.deLongTest(labels, scores, Array.from(scores).reverse()),
  falsePositiveRateThreshold: (labels, scores) =>
    [0, 0.1, 1].map((rate) => lab.falsePositiveRateThreshold(labels, scores, rate)),
  precisionRecallBand: (labels, scores) => lab.precisionRecallBand(labels, scores, FEW),
  rocAucInterval: lab.rocAucInterval,
  rocBand: (labels, scores) => lab.rocBand(labels, scores, FEW),
  scoreTable: (labels, scores) => lab.scoreTable({ a: scores }, labels),
};

const OF_FLAGS: Readonly<Record<string, Call>> = {
  majorityVote: (_, flags) => lab.majorityVote({ a: flags, b: flags }),
  patternRecall: (_, flags) => lab.patternRecall(patternsOf(flags), flags),
};

const OF_LABELLED_FLAGS: Readonly<Record<string, Call>> = {
  binaryMetrics: lab.binaryMetrics,
  mcNemarTest: (labels, flags) => lab.mcNemarTest(labels, flags, Array.from(flags).reverse()),
};

const OF_P_VALUES: Readonly<Record<string, Call>> = {
  benjaminiHochberg: (_, pValues) => lab.benjaminiHochberg(pValues, 0.1),
};

/** Run detectors and judge them by the functions here; what they refuse is in tests of their own. */
const OF_RUNS = ['compareDetectors', 'compareWithBaseline', 'randomSplit', 'repeatOverSeeds'];

const SCORES = [-3, 0, 5e-324, 0.5, 1.7e308, -1.7e308];
const NO_SCORES = [NaN, Infinity, -Infinity];

/** Values that a function of a kind takes, those that it must not, and whether it reads labels. */
const KINDS: readonly {
  readonly calls: Readonly<Record<string, Call>>;
  readonly values: readonly number[];
  readonly refused: readonly number[];
  readonly labelled: boolean;
}[] = [
  { calls: OF_SCORES, values: SCORES, refused: NO_SCORES, labelled: false },
  { calls: OF_LABELLED_SCORES, values: SCORES, refused: NO_SCORES, labelled: true },
  { calls: OF_FLAGS, values: [0, 1], refused: [NaN, 2, 0.5], labelled: false },
  { calls: OF_LABELLED_FLAGS, values: [0, 1], refused: [NaN, 2, 0.5], labelled: true },
  { calls: OF_P_VALUES, values: [0, 1e-9, 1], refused: [NaN, -1, Infinity], labelled: false },
];

const ROWS = KINDS.flatMap(({ calls, ...kind }) =>
  Object.entries(calls).map(([name, call]) => [name, { call, ...kind }] as const),
);

/** Enough for a tail above the median. */
const LABELS: number[] = Array.from({ length: 30 }, (_, i) => (i % 5 === 2 ? 1 : 0));

describe.each(ROWS)('%s', (name, { call, values, refused, labelled }) => {
  const cycled = LABELS.map((_, i) => values[i % values.length]);

  it('answers one sample, one class, and values all equal by a figure or a clear error', async () => {
    for (const labels of [[0], [1], LABELS.map(() => 0), LABELS.map(() => 1), LABELS]) {
      for (const value of values) {
        await outcomeOf(() =>
          call(
            labels,
            labels.map(() => value),
          ),
        );
      }
      await outcomeOf(() => call(labels, cycled.slice(0, labels.length)));
      await outcomeOf(() => call([0, 1], values.slice(-2)));
    }
  });

  it('refuses no samples', async () => {
    if (name === 'highestByEntity')
      expect(call([], [])).toEqual([]); // no entity, no row
    else await expectRefusal(() => call([], []));
  });

  it.skipIf(!labelled)('refuses other lengths, and labels that are none', async () => {
    await expectRefusal(() => call(LABELS, cycled.slice(1)));
    await expectRefusal(() => call(LABELS.slice(1), cycled));
    for (const label of [NaN, Infinity, 2]) {
      await expectRefusal(() => call(LABELS.with(3, label), cycled));
    }
  });

  it.each(refused)('refuses a value of %d', async (value) => {
    for (const i of [0, 7, 29]) await expectRefusal(() => call(LABELS, cycled.with(i, value)));
  });
});

describe('numbers beside scores', () => {
  const scores = LABELS.map((_, i) => i / 10);

  it.each([
    ['benjaminiHochberg', (x: number) => lab.benjaminiHochberg([0.1], x)],
    [
      'bootstrapInterval',
      (x: number) => lab.bootstrapInterval(LABELS, scores, lab.rocAuc, { level: x }),
    ],
    ['conformalPValues', (x: number) => lab.conformalPValues(scores, scores, { blockLength: x })],
    ['contaminationThreshold', (x: number) => lab.contaminationThreshold(scores, x)],
    ['deLongTest', (x: number) => lab.deLongTest(LABELS, scores, scores, { level: x })],
    [
      'falsePositiveRateThreshold',
      (x: number) => lab.falsePositiveRateThreshold(LABELS, scores, x),
    ],
    ['madThreshold', (x: number) => lab.madThreshold(scores, x)],
    ['meanInterval', (x: number) => lab.meanInterval(scores, { level: x })],
    ['meanThreshold', (x: number) => lab.meanThreshold(scores, x)],
    ['nemenyiTest', (x: number) => lab.nemenyiTest({ a: scores, b: scores }, { level: x })],
    ['potThreshold, level', (x: number) => lab.potThreshold(scores, { level: x })],
    ['potThreshold, risk', (x: number) => lab.potThreshold(scores, { risk: x, level: 0.5 })],
    ['quantileThreshold', (x: number) => lab.quantileThreshold(scores, x)],
    ['repeatedSplitInterval', (x: number) => lab.repeatedSplitInterval(scores, x)],
    ['rocBand', (x: number) => lab.rocBand(LABELS, scores, { level: x })],
    ['rocAucInterval', (x: number) => lab.rocAucInterval(LABELS, scores, { level: x })],
    ['scoreTable', (x: number) => lab.scoreTable({ a: scores }, LABELS, { k: x })],
    ['threshold rule', (x: number) => lab.chooseThreshold({ kind: 'value', value: x }, scores)],
  ])('%s refuses NaN and Infinity', async (_, call) => {
    for (const value of [NaN, Infinity, -Infinity]) await expectRefusal(() => call(value));
  });
});

it('knows every function that judges scores or flags', () => {
  const known = ROWS.map(([name]) => name.split(',')[0]);
  expect([...new Set([...known, ...OF_RUNS])].sort()).toEqual(exportedFrom('evaluate'));
});
