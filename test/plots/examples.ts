import { averagePrecision, precisionRecallCurve } from '../../src/metrics/precision-recall';
import { rocAuc, rocCurve } from '../../src/metrics/roc';
import { barPlot } from '../../src/plots/bar-plot';
import { confusionHeatmap } from '../../src/plots/confusion-heatmap';
import type { Figure } from '../../src/plots/figure';
import { heatmapPlot } from '../../src/plots/heatmap-plot';
import { histogramPlot } from '../../src/plots/histogram-plot';
import { precisionRecallPlot } from '../../src/plots/precision-recall-plot';
import { rocPlot } from '../../src/plots/roc-plot';
import { scatterPlot } from '../../src/plots/scatter-plot';
import { scoresOverTimePlot } from '../../src/plots/scores-over-time-plot';
import { createRandom } from '../../src/random';
import { explanationFigures } from './explanation-examples';
import { judgementFigures } from './judgement-examples';
import { modelFigures } from './model-examples';

/** One figure of each kind, from the same seeded samples. */
export function exampleFigures(nSamples = 120): Record<string, Figure> {
  const random = createRandom(7);
  const labels = Int32Array.from({ length: nSamples }, (_, i) => (i % 20 === 3 ? 1 : 0));
  const scores = Float32Array.from(labels, (label) => random.normal(0.4 + 0.15 * label, 0.07));
  const weak = Float32Array.from(labels, (label) => random.normal(0.4 + 0.08 * label, 0.07));
  const durations = Float64Array.from(labels, () => 10 ** random.normal(1, 0.8));
  const times = Float64Array.from(labels, (_, i) => Date.UTC(2024, 4, 1) + i * 900_000);
  const x = Float64Array.from(labels, (label) => random.normal(4 * label));
  const y = Float64Array.from(labels, (label) => random.normal(3 * label));
  const names = Array.from(labels, (_, i) => `user-${i % 7}`);
  const pick = (wanted: number) => scores.filter((_, i) => labels[i] === wanted);
  const groups = [
    { name: 'normal', values: pick(0) },
    { name: 'anomaly', values: pick(1) },
  ];
  const curves = [
    { name: 'isolation forest', scores, threshold: 0.5 },
    { name: 'failed logins', scores: weak },
  ];
  const services = ['sshd', 'cloudtrail', 'a name <b>far too long</b> for the axis of any figure'];
  return {
    histogram: histogramPlot(groups, {
      title: 'Scores of normal samples and anomalies',
      xTitle: 'Isolation forest score',
      unit: 'share',
      density: true,
      threshold: 0.52,
    }),
    'histogram-log': histogramPlot(durations, {
      title: 'Length of sessions',
      xTitle: 'Session length (s)',
      xScale: 'log',
    }),
    bars: barPlot(['ROC AUC', 'average precision', 'F1'], [0.953, 0.61, 0.58], {
      title: 'Isolation forest on the test set',
      valueTitle: 'Value',
      intervals: [
        [0.93, 0.97],
        [0.55, 0.67],
        [0.5, 0.63],
      ],
    }),
    'bars-horizontal': barPlot(services, [1520, 310.5, 42], {
      title: 'Events of each service',
      valueTitle: 'Events',
      horizontal: true,
    }),
    heatmap: heatmapPlot(
      [
        [1, 0.5, -0.2],
        [0.5, 1, 0.1],
        [-0.2, 0.1, 1],
      ],
      {
        title: 'Correlation of features',
        xLabels: ['failures', 'users', 'gap'],
        yLabels: ['failures', 'users', 'gap'],
        colorScale: 'Greens',
        colorTitle: 'Pearson correlation',
      },
    ),
    confusion: confusionHeatmap({
      classes: [0, 1],
      counts: [
        [9851, 149],
        [12, 88],
      ],
    }),
    roc: rocPlot(
      curves.map((entry) => ({
        ...entry,
        curve: rocCurve(labels, entry.scores),
        auc: rocAuc(labels, entry.scores),
      })),
    ),
    'precision-recall': precisionRecallPlot(
      curves.map((entry) => ({
        ...entry,
        curve: precisionRecallCurve(labels, entry.scores),
        averagePrecision: averagePrecision(labels, entry.scores),
      })),
      { baseRate: 0.05 },
    ),
    'scores-over-time': scoresOverTimePlot(times, scores, { threshold: 0.52, labels, names }),
    'scatter-scores': scatterPlot(x, y, {
      title: 'First two principal components',
      xTitle: 'Component 1',
      yTitle: 'Component 2',
      labels,
      scores,
      hover: names,
    }),
    'scatter-labels': scatterPlot(x, y, {
      title: 'First two principal components',
      xTitle: 'Component 1',
      yTitle: 'Component 2',
      labels,
    }),
    ...modelFigures(nSamples),
    ...judgementFigures(nSamples),
    ...explanationFigures(nSamples),
  };
}
