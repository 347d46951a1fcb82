import { precisionRecallBand, rocBand } from '../../src/evaluate/bootstrap/curve-bands';
import { bootstrapInterval } from '../../src/evaluate/bootstrap/interval';
import { weeklyDrift } from '../../src/evaluate/drift/weekly-drift';
import { nemenyiTest } from '../../src/evaluate/significance/nemenyi';
import { calibrationCurve } from '../../src/metrics/calibration-curve';
import { averagePrecision, precisionRecallCurve } from '../../src/metrics/precision-recall';
import { brierScore } from '../../src/metrics/probability-loss';
import { rocAuc, rocCurve } from '../../src/metrics/roc';
import { calibrationPlot } from '../../src/plots/calibration-plot';
import { criticalDifferencePlot } from '../../src/plots/critical-difference-plot';
import { driftPlot } from '../../src/plots/drift-plot';
import type { Figure } from '../../src/plots/figure';
import { precisionRecallPlot } from '../../src/plots/precision-recall-plot';
import { rocPlot } from '../../src/plots/roc-plot';
import { scoreHistogramPlot } from '../../src/plots/score-histogram-plot';
import { seriesPlot } from '../../src/plots/series-plot';
import { weeklyPlot } from '../../src/plots/weekly-plot';
import { createRandom } from '../../src/random';

/** One figure of each kind that judges detectors. */
export function judgementFigures(nSamples: number): Record<string, Figure> {
  const random = createRandom(5);
  const labels = Int32Array.from({ length: nSamples }, (_, i) => (i % 8 === 3 ? 1 : 0));
  const scores = Float64Array.from(labels, (label) => 10 ** random.normal(1.5 * label - 2, 0.8));
  const weak = Float64Array.from(labels, (label) => random.normal(label, 1));
  const sure = (values: Float64Array, slope: number) =>
    values.map((value) => 1 / (1 + Math.exp(-slope * (value - 1.5))));
  const draws = { nResamples: nSamples > 1000 ? 4 : 100 };
  const detectors = [
    { name: 'isolation forest', scores },
    { name: 'failed logins', scores: weak },
  ];
  const accuracies = Object.fromEntries(
    DETECTORS.map((name, j) => [name, Array.from({ length: 12 }, () => random.normal(-0.4 * j))]),
  );
  const times = Array.from({ length: 280 }, (_, i) => i * 8_640_000);
  const drifting = {
    load: times.map((_, i) => random.normal(i > 139 ? 0.9 : 0)),
    method: times.map((_, i) => (i % 9 === 0 && i > 69 ? 'token' : 'password')),
  };
  return {
    drift: driftPlot(weeklyDrift(drifting, times, { nPermutations: 20 })),
    'roc-bands': rocPlot(
      detectors.map(({ name, scores }) => ({
        name,
        curve: rocCurve(labels, scores),
        auc: bootstrapInterval(labels, scores, rocAuc, draws),
        band: rocBand(labels, scores, draws),
      })),
    ),
    'precision-recall-bands': precisionRecallPlot(
      detectors.map(({ name, scores }) => ({
        name,
        curve: precisionRecallCurve(labels, scores),
        averagePrecision: bootstrapInterval(labels, scores, averagePrecision, draws),
        band: precisionRecallBand(labels, scores, draws),
      })),
      { baseRate: 0.125 },
    ),
    'score-histogram': scoreHistogramPlot(weak, { labels, threshold: 1.2 }),
    'score-histogram-log': scoreHistogramPlot(scores, {
      labels,
      threshold: 0.09,
      xScale: 'log',
      yScale: 'log',
      unit: 'count',
    }),
    calibration: calibrationPlot(
      [
        { name: 'logistic regression', slope: 1.6 },
        { name: 'too sure', slope: 5 },
      ].map(({ name, slope }) => {
        const probabilities = sure(weak, slope);
        const curve = calibrationCurve(labels, probabilities, { nBins: 6 });
        return { name, curve, brierScore: brierScore(labels, probabilities) };
      }),
    ),
    'critical-difference': criticalDifferencePlot(nemenyiTest(accuracies)),
    weekly: weeklyFigure(),
    ...seriesFigures(nSamples),
  };
}

function weeklyFigure(): Figure {
  const random = createRandom(8);
  const weeks = Array.from({ length: 40 }, (_, i) => i);
  const follows = weeks.map((i) => {
    const estimate = 10 + (i === 20 ? 90 : 0) + random.normal();
    return i === 30 ? null : { estimate, lower: estimate - 4, upper: estimate + 4, level: 0.95 };
  });
  return weeklyPlot(
    [
      { name: 'frozen', values: weeks.map((i) => (i < 20 ? 12 : 300)), color: 3 },
      { name: 'learns <everything>', values: follows },
    ],
    {
      title: 'False alarms by week',
      yTitle: 'Normal samples flagged',
      firstWeek: 34,
      range: [0, 320],
      marks: [{ week: 54, name: 'jump' }],
    },
  );
}

const DETECTORS = [
  'isolation forest',
  'kNN',
  'ECOD',
  'LSTM autoencoder, 60 samples',
  'HBOS',
  'PCA',
];

function seriesFigures(nSamples: number): Record<string, Figure> {
  const random = createRandom(6);
  const times = Float64Array.from(
    { length: nSamples },
    (_, i) => Date.UTC(2024, 4, 1) + 60_000 * i,
  );
  const labels = Int32Array.from(times, (_, i) => {
    const share = i / nSamples;
    return (share > 0.3 && share < 0.36) || (share > 0.7 && share < 0.72) ? 1 : 0;
  });
  const isFound = (i: number) => labels[i] === 1 && i < nSamples / 2;
  const wave = (shift: number) =>
    Float64Array.from(times, (_, i) => {
      return Math.sin((40 * i) / nSamples + shift) + random.normal(isFound(i) ? 1.5 : 0, 0.15);
    });
  const channels = [
    { name: 'Pressure in the main pipe (bar)', values: wave(0) },
    { name: 'Flow (m³/h)', values: wave(1) },
  ];
  const scores = Float64Array.from(times, (_, i) => random.normal(isFound(i) ? 0.8 : 0.3, 0.06));
  return {
    series: seriesPlot(times, channels, { labels, scores, threshold: 0.6 }),
    'series-flags': seriesPlot(
      times.map((_, i) => i),
      channels.slice(0, 1),
      { flags: labels.map((_, i) => (isFound(i) ? 1 : 0)), timeUnit: 'samples' },
    ),
  };
}
