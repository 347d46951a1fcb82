import { describe, expect, it } from 'vitest';
import * as lab from '../../src/index';
import { matrix } from '../../src/matrix';
import { expectRefusal, expectStrictNumber, expectStrictOptions, outcomeOf } from '../bad-input';
import { exportedFrom, exportedWith } from '../exports';

type Values = ArrayLike<number>;
type Metric = (labels: Values, values: Values) => unknown;

const times = (labels: Values) => Float64Array.from(labels ?? [], (_, i) => i * 3_600_000);

const OF_FLAGS: Readonly<Record<string, Metric>> = {
  affiliation: lab.affiliation,
  balancedAccuracy: lab.balancedAccuracy,
  cohenKappa: lab.cohenKappa,
  detectionDelay: lab.detectionDelay,
  etapr: lab.etapr,
  eventScores: lab.eventScores,
  f1: lab.f1,
  fBeta: (labels, flags) => lab.fBeta(labels, flags, 2),
  jaccard: lab.jaccard,
  matthews: lab.matthews,
  nabScore: (labels, flags) => lab.nabScore(labels, flags, { probation: 0 }),
  perEventRecall: lab.perEventRecall,
  pointAdjustedF1: lab.pointAdjustedF1,
  precision: lab.precision,
  recall: lab.recall,
  specificity: lab.specificity,
};

/** Of flags, too, but 2 is one more class. */
const OF_CLASSES: Readonly<Record<string, Metric>> = {
  classificationReport: lab.classificationReport,
  confusionMatrix: lab.confusionMatrix,
  formatReport: (labels, classes) => lab.formatReport(lab.classificationReport(labels, classes)),
};

const OF_SCORES: Readonly<Record<string, Metric>> = {
  averagePrecision: lab.averagePrecision,
  detCurve: lab.detCurve,
  partialRocAuc: (labels, scores) => lab.partialRocAuc(labels, scores, 0.1),
  precisionAtBudget: (labels, scores) => lab.precisionAtBudget(labels, scores, times(labels), 2),
  precisionAtK: (labels, scores) => lab.precisionAtK(labels, scores, 1),
  precisionRecallCurve: lab.precisionRecallCurve,
  recallAtBudget: (labels, scores) => lab.recallAtBudget(labels, scores, times(labels), 2),
  recallAtFalsePositiveRate: (labels, scores) => lab.recallAtFalsePositiveRate(labels, scores, 0.1),
  recallAtK: (labels, scores) => lab.recallAtK(labels, scores, 1),
  rocAuc: lab.rocAuc,
  rocCurve: lab.rocCurve,
  vus: (labels, scores) => lab.vus(labels, scores, { window: 4 }),
};

const OF_PROBABILITIES: Readonly<Record<string, Metric>> = {
  brierScore: lab.brierScore,
  calibrationCurve: lab.calibrationCurve,
  'calibrationCurve, quantile': (labels, probabilities) =>
    lab.calibrationCurve(labels, probabilities, { strategy: 'quantile' }),
  logLoss: lab.logLoss,
  topKAccuracy: (labels, probabilities) =>
    lab.topKAccuracy(labels, matrix(Array.from(probabilities ?? [], (p) => [1 - p, p])), 1),
};

/** Of several models on the same samples, without labels. */
const OF_COLUMNS: Readonly<Record<string, Metric>> = {
  applyScoreScale: (_, scores) =>
    (['zscore', 'rank', 'unified'] as const).map((kind) =>
      lab.applyScoreScale(lab.fitScoreScale(kind, scores), scores),
    ),
  averageOf: (_, scores) => lab.averageOf([scores, scores]),
  averageOfMaximum: (_, scores) => lab.averageOfMaximum([scores, scores], [[0], [1]]),
  fitScoreScale: (_, scores) => lab.fitScoreScale('unified', scores),
  maximumOf: (_, scores) => lab.maximumOf([scores, scores]),
  maximumOfAverage: (_, scores) => lab.maximumOfAverage([scores, scores], [[0, 1]]),
};

const OF_LABELS: Readonly<Record<string, Metric>> = {
  auditMetrics: (labels) => lab.auditMetrics(labels, { window: 4 }),
  eventsOf: (labels) => lab.eventsOf(labels),
};

/** Values that a metric of a kind takes and those that it must not. */
const KINDS: readonly {
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly values: readonly number[];
  readonly refused: readonly number[];
  readonly refusedLabels: readonly number[];
}[] = [
  { metrics: OF_FLAGS, values: [0, 1], refused: [NaN, Infinity, 2, 0.5], refusedLabels: [NaN, 2] },
  { metrics: OF_CLASSES, values: [0, 1], refused: [NaN, Infinity, 0.5], refusedLabels: [NaN, 0.5] },
  {
    metrics: OF_SCORES,
    values: [-3, 0, 5e-324, 0.5, 1.7e308, -1.7e308],
    refused: [NaN, Infinity, -Infinity],
    refusedLabels: [NaN, 2],
  },
  {
    metrics: OF_PROBABILITIES,
    values: [0, 0.25, 1],
    refused: [NaN, Infinity],
    refusedLabels: [NaN, 2],
  },
  {
    metrics: OF_COLUMNS,
    values: [-3, 0, 5e-324, 0.5, 1.7e308, -1.7e308],
    refused: [NaN, Infinity, -Infinity],
    refusedLabels: [],
  },
  { metrics: OF_LABELS, values: [], refused: [], refusedLabels: [NaN, Infinity, 2] },
];

/** Of two normal samples and of two anomalies, the second with the higher value: as each comment says. */
const ONE_CLASS: Readonly<Record<string, readonly [normal: unknown, anomalous: unknown]>> = {
  averagePrecision: ['refused', 1],
  balancedAccuracy: [0.5, 0.5],
  cohenKappa: [0, 0],
  detCurve: ['refused', 'refused'],
  f1: [0, 2 / 3],
  fBeta: [0, 5 / 9],
  jaccard: [0, 0.5],
  matthews: [0, 0],
  partialRocAuc: ['refused', 'refused'],
  precision: [0, 1],
  precisionAtBudget: [0, 1],
  precisionAtK: [0, 1],
  recall: [0, 0.5],
  recallAtBudget: ['refused', 1],
  recallAtFalsePositiveRate: ['refused', 'refused'],
  recallAtK: ['refused', 0.5],
  rocAuc: ['refused', 'refused'],
  rocCurve: ['refused', 'refused'],
  specificity: [0.5, 0],
  vus: ['refused', 'refused'],
};

const ROWS = KINDS.flatMap(({ metrics, ...kind }) =>
  Object.entries(metrics).map(([name, metric]) => [name, { metric, ...kind }] as const),
);

const LABELS = [0, 0, 1, 1, 0, 0, 0, 1, 0, 0];

describe.each(ROWS)('%s', (name, { metric, values, refused, refusedLabels }) => {
  const cycled = LABELS.map((_, i) => values[i % values.length]);

  it('answers one sample, one class, and values all equal by a figure or a clear error', async () => {
    for (const labels of [[0], [1], LABELS.map(() => 0), LABELS.map(() => 1), LABELS]) {
      for (const value of values) {
        await outcomeOf(() =>
          metric(
            labels,
            labels.map(() => value),
          ),
        );
      }
      await outcomeOf(() => metric(labels, cycled.slice(0, labels.length)));
    }
  });

  it('refuses no samples', async () => {
    await expectRefusal(() => metric([], []));
    await expectRefusal(() => metric(new Int32Array(0), new Float32Array(0)));
  });

  it('refuses what is no list', async () => {
    for (const nothing of [undefined, null, 5]) {
      if (refusedLabels.length > 0) await expectRefusal(() => metric(nothing as never, cycled));
      if (values.length > 0) await expectRefusal(() => metric(LABELS, nothing as never));
    }
  });

  it.skipIf(values.length * refusedLabels.length === 0)('refuses other lengths', async () => {
    await expectRefusal(() => metric(LABELS, cycled.slice(1)));
    await expectRefusal(() => metric(LABELS.slice(1), cycled));
  });

  it.each(refused)('refuses a value of %d', async (value) => {
    for (let i = 0; i < LABELS.length; i += 3) {
      await expectRefusal(() => metric(LABELS, cycled.with(i, value)));
    }
  });

  it.each(refusedLabels)('refuses a label of %d', async (label) => {
    for (let i = 0; i < LABELS.length; i += 3) {
      await expectRefusal(() => metric(LABELS.with(i, label), cycled));
    }
    await expectRefusal(() => metric([label], cycled.slice(0, 1)));
  });

  if (Object.hasOwn(ONE_CLASS, name)) {
    it('gives what it says where labels are of one class', async () => {
      const outcomes = [0, 1].map(async (label) => {
        const outcome = await outcomeOf(() => metric([label, label], values.slice(0, 2)));
        return typeof outcome === 'string' ? 'refused' : outcome;
      });
      expect(await Promise.all(outcomes)).toEqual(ONE_CLASS[name]);
    });
  }
});

const SCORES = LABELS.map((_, i) => i / 10);
const PROBABILITIES = matrix(LABELS.map((label) => [1 - label / 2, label / 2]));

/** Numbers beside labels and values, each with one that is taken. */
const NUMBERS: readonly (readonly [string, number, (x: number) => unknown])[] = [
  ['blindSpikes', 2, (x) => lab.blindSpikes(x, 1)],
  ['blindSpikes, every', 2, (x) => lab.blindSpikes(9, x)],
  ['fBeta', 2, (x) => lab.fBeta(LABELS, LABELS, x)],
  ['partialRocAuc', 0.1, (x) => lab.partialRocAuc(LABELS, SCORES, x)],
  ['precisionAtBudget', 2, (x) => lab.precisionAtBudget(LABELS, SCORES, times(LABELS), x)],
  ['precisionAtK', 2, (x) => lab.precisionAtK(LABELS, SCORES, x)],
  ['recallAtBudget', 2, (x) => lab.recallAtBudget(LABELS, SCORES, times(LABELS), x)],
  ['recallAtFalsePositiveRate', 0.1, (x) => lab.recallAtFalsePositiveRate(LABELS, SCORES, x)],
  ['recallAtK', 2, (x) => lab.recallAtK(LABELS, SCORES, x)],
  ['topKAccuracy', 1, (x) => lab.topKAccuracy(LABELS, PROBABILITIES, x)],
];

const OPTIONS: Readonly<Record<string, (options: object) => unknown>> = {
  auditMetrics: (options) => lab.auditMetrics(LABELS, options),
  calibrationCurve: (options) => lab.calibrationCurve(LABELS, SCORES, options),
  classificationReport: (options) => lab.classificationReport(LABELS, LABELS, options),
  confusionMatrix: (options) => lab.confusionMatrix(LABELS, LABELS, options),
  detCurve: (options) => lab.detCurve(LABELS, SCORES, options),
  etapr: (options) => lab.etapr(LABELS, LABELS, options),
  formatReport: (options) => lab.formatReport(lab.classificationReport(LABELS, LABELS), options),
  nabScore: (options) => lab.nabScore(LABELS, LABELS, options),
  pointAdjustedF1: (options) => lab.pointAdjustedF1(LABELS, LABELS, options),
  precisionRecallCurve: (options) => lab.precisionRecallCurve(LABELS, SCORES, options),
  rocCurve: (options) => lab.rocCurve(LABELS, SCORES, options),
  vus: (options) => lab.vus(LABELS, SCORES, options),
};

describe('numbers and options beside labels and values', () => {
  it.each(NUMBERS)('%s takes a number, but not as text', async (_, value, metric) => {
    await expectStrictNumber(metric, value);
  });

  it.each(Object.entries(OPTIONS))('%s refuses other options, and text', async (_, metric) => {
    await expectStrictOptions(metric);
  });

  it('are known of every metric', () => {
    const named = NUMBERS.map(([name]) => name.split(',')[0]);
    expect([...new Set(named)]).toEqual(exportedWith('metrics', /\w: number\b/));
    expect(Object.keys(OPTIONS)).toEqual(exportedWith('metrics', /\boptions: /));
  });

  it('are times that are finite', async () => {
    for (const x of [NaN, Infinity, '1' as never]) {
      const wrong = Array.from(times(LABELS)).with(3, x);
      await expectRefusal(() => lab.recallAtBudget(LABELS, SCORES, wrong, 1));
    }
  });
});

it('combines models of the same samples only, and groups of models only', async () => {
  for (const combine of [lab.averageOf, lab.maximumOf]) {
    await expectRefusal(() => combine([]));
    await expectRefusal(() => combine([[1, 2], [1]]));
  }
  for (const combine of [lab.averageOfMaximum, lab.maximumOfAverage]) {
    for (const groups of [[], [[]], [[0, 2]], [[NaN]], [[-1]], [[0], [0]], undefined, [null]]) {
      await expectRefusal(() => combine([[1], [2]], groups as never));
    }
  }
});

it('brings scores to a scale that there is', async () => {
  await expectRefusal(() => lab.fitScoreScale('bogus' as never, SCORES));
  const scale = lab.fitScoreScale('rank', SCORES);
  await expectRefusal(() => lab.applyScoreScale({ ...scale, kind: 'bogus' as never }, SCORES));
});

it('gives each class one row', async () => {
  await expectRefusal(() => lab.confusionMatrix(LABELS, LABELS, { classes: [0, 1, 1] }));
});

it('knows every metric that there is', () => {
  const known = ROWS.map(([name]) => name.split(',')[0]);
  expect([...new Set([...known, 'blindSpikes'])].sort()).toEqual(exportedFrom('metrics'));
});
