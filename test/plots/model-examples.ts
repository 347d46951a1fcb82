import type { TrainingHistory } from '../../src/networks/training-history';
import { attentionHeadsPlot, attentionPlot } from '../../src/plots/attention-plot';
import { barPlot } from '../../src/plots/bar-plot';
import type { Figure } from '../../src/plots/figure';
import { groupedBarPlot } from '../../src/plots/grouped-bar-plot';
import { histogramGrid } from '../../src/plots/histogram-grid';
import { intervalPlot } from '../../src/plots/interval-plot';
import { reconstructionPlot } from '../../src/plots/reconstruction-plot';
import { trainingHistoryPlot } from '../../src/plots/training-history-plot';
import { createRandom, type Random } from '../../src/random';

const METHODS = ['trivial baseline', 'isolation forest', 'LSTM', 'transformer', 'LSTM untrained'];
const EVENTS = [
  '09:14 login',
  '09:15 read',
  '09:40 read',
  '10:02 write',
  '10:30 list',
  '11:01 read',
];

/** One figure of each kind that compares or looks into models. */
export function modelFigures(nSamples: number): Record<string, Figure> {
  const random = createRandom(11);
  const labels = Int32Array.from({ length: nSamples }, (_, i) => (i % 10 === 3 ? 1 : 0));
  const scoresOf = (gain: number) =>
    Float32Array.from(labels, (label) => 1 / (1 + Math.exp(-random.normal(gain * label - 1))));
  const bars = METHODS.flatMap((group, i) =>
    ['accuracy', 'precision', 'recall', 'F1'].map((series, j) => {
      const value = 0.9 - 0.1 * j - 0.07 * i;
      return { group, series, value, lower: value - 0.05, upper: value + 0.03 };
    }),
  );
  const heads = Array.from({ length: 4 }, () => attentionOf(random));
  return {
    'bars-grouped': groupedBarPlot(bars, { title: 'Models over 5 seeds', range: [0, 1] }),
    'bars-color': barPlot(['off_hours_access', 'brute_force'], [3, 7], {
      title: 'Attack patterns found',
      valueTitle: 'Sequences',
      horizontal: true,
      sort: 'descending',
      color: 'coral',
    }),
    'training-history': trainingHistoryPlot(historyOf(30), { title: 'LSTM training' }),
    'training-history-last': trainingHistoryPlot(historyOf(30), {
      ...{ title: 'LSTM training, last epochs', lastEpochs: 12 },
    }),
    reconstruction: reconstructionPlot(
      Array.from({ length: 100 }, (_, i) => Math.sin(i / 9) + (i > 70 ? 1.5 : 0)),
      Array.from({ length: 100 }, (_, i) => 0.9 * Math.sin(i / 9)),
      { title: 'P1_LIT01, true positive', yTitle: 'Value (σ)' },
    ),
    'training-history-loss': trainingHistoryPlot({
      train: { loss: [0.9, 0.5, 0.4, 0.35] },
      validation: { loss: [0.8, 0.55, 0.5, 0.52] },
      bestEpoch: 2,
      stopped: 'noImprovement',
    }),
    'histogram-grid': histogramGrid(
      [
        { name: 'isolation forest', scores: scoresOf(1), threshold: 0.5 },
        { name: 'LSTM', scores: scoresOf(3), threshold: 0.62 },
        { name: 'transformer', scores: scoresOf(2), threshold: 0.57 },
      ],
      labels,
      { xTitle: 'Anomaly probability' },
    ),
    attention: attentionPlot(heads[0], EVENTS, { marked: EVENTS.map((_, i) => i > 3) }),
    'attention-heads': attentionHeadsPlot(heads, EVENTS),
    intervals: intervalPlot(
      [
        { name: 'isolation forest', estimate: 0.02, lower: -0.01, upper: 0.05 },
        { name: 'LSTM', estimate: 0.11, lower: 0.07, upper: 0.15 },
        { name: 'LSTM untrained', estimate: -0.09, lower: -0.12, upper: -0.06 },
      ],
      { title: 'F1 less the baseline, 5 seeds', xTitle: 'Difference of F1' },
    ),
  };
}

function historyOf(nEpochs: number): TrainingHistory {
  const fall = (from: number, to: number) =>
    Array.from({ length: nEpochs }, (_, i) => to + (from - to) * Math.exp(-i / 6));
  return {
    train: {
      accuracy: fall(0.82, 0.97),
      loss: fall(0.6, 0.08),
      precision: fall(0.3, 0.9),
      recall: fall(0.2, 0.85),
    },
    validation: {
      accuracy: fall(0.83, 0.94),
      loss: fall(0.55, 0.15).map((loss, i) => loss + 0.0002 * i * i),
      precision: fall(0.35, 0.8),
      recall: fall(0.25, 0.7),
    },
    bestEpoch: 17,
    stopped: 'finished',
  };
}

/** Each event attends to itself and those before. */
function attentionOf(random: Random): number[][] {
  return EVENTS.map((_, i) => {
    const row = EVENTS.map((_, j) => (j > i ? 0 : Math.exp(random.normal(0, 1))));
    const sum = row.reduce((total, weight) => total + weight, 0);
    return row.map((weight) => weight / sum);
  });
}
