import { describe, expect, it } from 'vitest';
import * as lab from '../../src/index';
import { expectRefusal, expectStrictNumber, expectStrictOptions, outcomeOf } from '../bad-input';
import { exportedFrom, exportedWith } from '../exports';

type Values = ArrayLike<number>;
type Call = (labels: Values, values: Values) => unknown;

const reversed = (values: Values) => Array.from(values ?? []).reverse();

const FEW = { nResamples: 20 };
const patternsOf = (labels: Values) =>
  Array.from(labels ?? [], (label) => (label === 1 ? 'probe' : 'none'));

const OF_SCORES: Readonly<Record<string, Call>> = {
  adwinChanges: (_, scores) => lab.adwinChanges(scores),
  averageRanks: (_, scores) => lab.averageRanks({ a: scores, b: reversed(scores) }),
  averageScores: (_, scores) =>
    lab.averageScores({ a: scores, b: scores }, { a: scores, b: scores }),
  conformalPValues: (_, scores) => lab.conformalPValues(scores, scores),
  contaminationThreshold: (_, scores) => lab.contaminationThreshold(scores, 0.1),
  driftSpot: (_, scores) => lab.driftSpot(scores, { level: 0.5, risk: 0.01, depth: 9 }),
  flag: (_, scores) => lab.flag(scores, 0.5),
  friedmanTest: (_, scores) => lab.friedmanTest({ a: scores, b: reversed(scores) }),
  highestByEntity: (_, scores) =>
    lab.highestByEntity(
      Array.from(scores ?? [], () => 'a'),
      scores,
    ),
  kolmogorovSmirnovTest: (_, scores) => lab.kolmogorovSmirnovTest(scores, reversed(scores)),
  madThreshold: (_, scores) => lab.madThreshold(scores),
  meanInterval: (_, scores) => lab.meanInterval(scores),
  meanThreshold: (_, scores) => lab.meanThreshold(scores),
  nemenyiTest: (_, scores) => lab.nemenyiTest({ a: scores, b: reversed(scores) }),
  pairedDifference: (_, scores) => lab.pairedDifference(scores, reversed(scores)),
  potThreshold: (_, scores) => lab.potThreshold(scores, { level: 0.5, risk: 0.01 }),
  repeatedSplitInterval: (_, scores) => lab.repeatedSplitInterval(scores, 0.5),
  quantileThreshold: (_, scores) => [0, 0.3, 0.9, 1].map((q) => lab.quantileThreshold(scores, q)),
  spot: (_, scores) => lab.spot(scores, { level: 0.5, risk: 0.01 }),
  wilcoxonTest: (_, scores) => lab.wilcoxonTest(scores, reversed(scores)),
};

const OF_LABELLED_SCORES: Readonly<Record<string, Call>> = {
  bestF1Threshold: lab.bestF1Threshold,
  bestGMeanThreshold: lab.bestGMeanThreshold,
  bootstrapDifference: (labels, scores) =>
    lab.bootstrapDifference(labels, scores, reversed(scores), lab.rocAuc, FEW),
  bootstrapInterval: (labels, scores) =>
    lab.bootstrapInterval(labels, scores, lab.averagePrecision, FEW),
  'bootstrapInterval, bca': (labels, scores) =>
    lab.bootstrapInterval(labels, scores, lab.rocAuc, { ...FEW, method: 'bca' }),
  chooseThreshold: (labels, scores) => lab.chooseThreshold({ kind: 'bestF1' }, scores, labels),
  deLongTest: (labels, scores) => lab.deLongTest(labels, scores, reversed(scores)),
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
  flagsByPeriod: (labels, flags) => lab.flagsByPeriod(labels, flags, 7),
  mcNemarTest: (labels, flags) => lab.mcNemarTest(labels, flags, reversed(flags)),
};

const OF_P_VALUES: Readonly<Record<string, Call>> = {
  benjaminiHochberg: (_, pValues) => lab.benjaminiHochberg(pValues, 0.1),
};

/** After the first of `hours`. */
const LATER = 3_600_000;
const hours = (values: Values) => Array.from(values ?? [], (_, i) => 11 * 3_600_000 * i);

/** NaN is a missing value to them. */
const OF_COLUMNS: Readonly<Record<string, Call>> = {
  featureDrift: (_, a) => lab.featureDrift({ a }, { a: reversed(a) }, { nPermutations: 3 }),
  monthlyDrift: (_, a) => lab.monthlyDrift({ a }, hours(a), LATER, { nPermutations: 3 }),
  populationStabilityIndex: (_, a) => lab.populationStabilityIndex(a, reversed(a)),
  weeklyDrift: (_, a) => lab.weeklyDrift({ a }, hours(a), { nPermutations: 3 }),
};

/** Run detectors and judge them by the functions here; what they refuse is in tests of their own. */
const OF_RUNS = [
  'compareDetectors',
  'compareWithBaseline',
  'randomSplit',
  'repeatOverSeeds',
  'simulateFeedback',
  'simulatorFidelity',
];

/** Take one value after another, or what they gave as their state; what they refuse is in tests of their own. */
const OF_STREAMS = [
  'streamScores',
  'adwin',
  'learnUnflagged',
  'restoreAdwin',
  'restoreSpot',
  'restoreStreamLearner',
];

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
  { calls: OF_COLUMNS, values: SCORES, refused: [Infinity, -Infinity], labelled: false },
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

  it('refuses what is no list', async () => {
    for (const nothing of [undefined, null, 5]) {
      if (nothing !== 5) await expectRefusal(() => call(LABELS, nothing as never));
      if (labelled) await expectRefusal(() => call(nothing as never, cycled));
    }
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

const EACH = LABELS.map((_, i) => i / 10);
const EACH_SCORE = Float32Array.from(EACH);
const JUDGED = { samples: lab.matrix(EACH.map((x) => [x])), labels: LABELS };
const TWO = { a: EACH, b: EACH };
const REPEATS = { seeds: [1, 2], values: { a: { f1: [0, 1] }, b: { f1: [1, 1] } } };
const COMPARED = {
  detectors: { ecod: { name: 'ecod' } },
  sets: [{ name: 'one', ...lab.plantAnomalies('global', { nNormal: 30, nAnomalies: 10 }) }],
  seeds: [1],
  split: lab.randomSplit(),
  workers: 0,
} as const;

/** Options with those that must be there; what is no object stays as it is. */
const beside = <Needed extends object>(needed: Needed, options: unknown): Needed =>
  options !== null && typeof options === 'object' ? { ...needed, ...options } : (options as Needed);

/** Numbers beside scores, each with one that is taken. */
const NUMBERS: readonly (readonly [string, number, (x: number) => unknown])[] = [
  ['benjaminiHochberg', 0.1, (x) => lab.benjaminiHochberg([0.1], x)],
  ['contaminationThreshold', 0.1, (x) => lab.contaminationThreshold(EACH, x)],
  ['falsePositiveRateThreshold', 0.1, (x) => lab.falsePositiveRateThreshold(LABELS, EACH, x)],
  ['flagsByPeriod', 7, (x) => lab.flagsByPeriod(LABELS, LABELS, x)],
  ['madThreshold', 3, (x) => lab.madThreshold(EACH, x)],
  ['meanThreshold', 3, (x) => lab.meanThreshold(EACH, x)],
  ['monthlyDrift', LATER, (x) => lab.monthlyDrift({ a: EACH }, hours(EACH), x)],
  ['quantileThreshold', 0.9, (x) => lab.quantileThreshold(EACH, x)],
  ['repeatedSplitInterval', 0.5, (x) => lab.repeatedSplitInterval(EACH, x)],
];

/** Samples of one feature. */
const SERIES = lab.matrix(LABELS.map((label) => [label]));

const OPTIONS: Readonly<Record<string, (options: object) => unknown>> = {
  adwin: (options) => lab.adwin(options),
  adwinChanges: (options) => lab.adwinChanges(EACH, options),
  bootstrapDifference: (options) =>
    lab.bootstrapDifference(LABELS, EACH, EACH, lab.rocAuc, options),
  bootstrapInterval: (options) => lab.bootstrapInterval(LABELS, EACH, lab.rocAuc, options),
  compareDetectors: (options) => lab.compareDetectors(beside(COMPARED, options)),
  compareWithBaseline: (options) =>
    lab.compareWithBaseline(REPEATS, beside({ baseline: 'a' }, options)),
  conformalPValues: (options) => lab.conformalPValues(EACH, EACH, options),
  deLongTest: (options) => lab.deLongTest(LABELS, EACH, EACH, options),
  driftSpot: (options) => lab.driftSpot(EACH, beside({ depth: 9 }, options)),
  featureDrift: (options) => lab.featureDrift({ a: EACH }, { a: EACH }, options),
  learnUnflagged: (options) =>
    lab.learnUnflagged(lab.runningQuantiles(1), beside({ threshold: 3 }, options)),
  meanInterval: (options) => lab.meanInterval(EACH, options),
  monthlyDrift: (options) => lab.monthlyDrift({ a: EACH }, hours(EACH), LATER, options),
  nemenyiTest: (options) => lab.nemenyiTest(TWO, options),
  pairedDifference: (options) => lab.pairedDifference(EACH, EACH, options),
  populationStabilityIndex: (options) => lab.populationStabilityIndex(EACH, EACH, options),
  potThreshold: (options) => lab.potThreshold(EACH, options),
  precisionRecallBand: (options) => lab.precisionRecallBand(LABELS, EACH, options),
  randomSplit: (options) => lab.randomSplit(options),
  repeatOverSeeds: (options) =>
    lab.repeatOverSeeds([1, 2], async () => ({ a: { f1: 1 } }), options),
  repeatedSplitInterval: (options) => lab.repeatedSplitInterval(EACH, 0.5, options),
  rocAucInterval: (options) => lab.rocAucInterval(LABELS, EACH, options),
  rocBand: (options) => lab.rocBand(LABELS, EACH, options),
  scoreTable: (options) => lab.scoreTable({ a: EACH }, LABELS, options),
  simulateFeedback: (options) =>
    lab.simulateFeedback(JUDGED, JUDGED, () => ({ score: async () => EACH_SCORE }), options),
  simulatorFidelity: (options) => lab.simulatorFidelity(['a'], SERIES, SERIES, options),
  spot: (options) => lab.spot(EACH, options),
  weeklyDrift: (options) => lab.weeklyDrift({ a: EACH }, hours(EACH), options),
};

describe('numbers and options beside scores', () => {
  it.each(NUMBERS)('%s takes a number, but not as text', async (_, value, call) => {
    await expectStrictNumber(call, value);
  });

  it.each(Object.entries(OPTIONS))('%s refuses other options, and text', async (_, call) => {
    await expectStrictOptions(call);
  });

  it('are known of every function', () => {
    const named = [...NUMBERS.map(([name]) => name), 'flag']; // whose threshold may be Infinity
    expect(named.sort()).toEqual(exportedWith('evaluate', /\w: number\b(?!\) =>)/));
    expect(Object.keys(OPTIONS).sort()).toEqual(exportedWith('evaluate', /\boptions: /));
  });

  it('are numbers of a threshold rule, too', async () => {
    for (const rule of [
      { kind: 'quantile', q: '0.5' },
      { kind: 'contamination', share: '0.1' },
      { kind: 'mean', k: '3' },
      { kind: 'pot', risk: '0.1', level: 0.5 },
      { kind: 'falsePositiveRate', rate: '0.1' },
      { kind: 'value', value: '1' },
      { kind: 'value', value: NaN },
      undefined,
    ]) {
      await expectRefusal(() => lab.chooseThreshold(rule as never, EACH, LABELS));
    }
    await expectRefusal(() => lab.flag(EACH, '1' as never));
    await expectRefusal(() => lab.flag(EACH, NaN));
  });
});

describe('what a comparison is of', () => {
  it.each([
    ['sets', [null]],
    ['sets', [{}]],
    ['sets', 5],
    ['seeds', 5],
    ['seeds', ['1']],
    ['detectors', null],
    ['detectors', { a: null }],
    ['detectors', { a: { name: 'ensemble', params: null } }],
    ['metrics', { bad: 5 }],
    ['metrics', null],
    ['onProgress', 5],
    ['signal', {}],
  ])('%s must not be %j', async (name, value) => {
    await expectRefusal(() => lab.compareDetectors({ ...COMPARED, [name]: value } as never));
  });

  it('must be there', async () => {
    const run = async () => ({ a: { f1: 1 } });
    await expectRefusal(() => lab.compareDetectors(undefined as never));
    await expectRefusal(() => lab.repeatOverSeeds(undefined as never, run));
    await expectRefusal(() => lab.repeatOverSeeds([1, 2], undefined as never));
    await expectRefusal(() => lab.repeatOverSeeds([1, 2], async () => undefined as never));
    await expectRefusal(() => lab.compareWithBaseline(undefined as never, { baseline: 'a' }));
    await expectRefusal(() => lab.compareWithBaseline(REPEATS, undefined as never));
  });
});

it('refuses a metric that is none, or gives no number for a resample', async () => {
  const perhaps = (labels: Values) => (labels[0] === 0 ? NaN : 1);
  for (const metric of [undefined, 5, perhaps]) {
    for (const method of ['percentile', 'bca']) {
      const options = { ...FEW, method: method as 'bca' };
      await expectRefusal(() => lab.bootstrapInterval(LABELS, EACH, metric as never, options));
    }
    await expectRefusal(() => lab.bootstrapDifference(LABELS, EACH, EACH, metric as never, FEW));
  }
});

it('knows every function that judges scores or flags', () => {
  const known = ROWS.map(([name]) => name.split(',')[0]);
  const all = new Set([...known, ...OF_RUNS, ...OF_STREAMS, 'DRIFT_SIZES']);
  expect([...all].sort()).toEqual(exportedFrom('evaluate'));
});
