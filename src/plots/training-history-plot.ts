import { checkInteger } from '../check-options';
import type { TrainingHistory } from '../networks/training-history';
import { createFigure, type Data, type Figure } from './figure';
import { formatNumber, plainText, roundNumbers } from './format';
import { type PanelsOptions, panelsPlot } from './panels-plot';
import { COLORS } from './template';
import { thresholdLine } from './threshold-line';

const FIRST = ['loss', 'accuracy', 'precision', 'recall'];

/** Options of `trainingHistoryPlot`. */
export interface TrainingHistoryOptions extends PanelsOptions {
  /** Shows only so many epochs, the last: where the first ones press the others flat. Default: all. */
  readonly lastEpochs?: number;
}

/**
 * Loss and metrics by epoch, one panel each, on training and validation; the best epoch is marked.
 *
 * Loss, accuracy, precision and recall come first where they are there, then others. Epochs are
 * counted from 1.
 *
 * @throws {RangeError} if the history has no metric or no epoch, the best epoch is not one of them, or `lastEpochs` is no integer of at
 * least 1.
 */
export function trainingHistoryPlot(
  history: TrainingHistory,
  { lastEpochs = Infinity, ...options }: TrainingHistoryOptions = {},
): Figure {
  if (lastEpochs !== Infinity) checkInteger('lastEpochs', lastEpochs, 1);
  const names = Object.keys(history.train);
  const metrics = [...FIRST.filter((name) => names.includes(name)), ...names].filter(
    (name, i, all) => all.indexOf(name) === i,
  );
  if (metrics.length === 0) throw new RangeError('history must have a metric, got none');
  const panels = metrics.map((metric) => panelOf(history, metric, lastEpochs));
  const title = options.title ?? 'Training history';
  if (panels.length === 1) return onePanel(panels[0], title, options);
  const size = { width: 860, height: 120 + 260 * Math.ceil(panels.length / 2) };
  return panelsPlot(panels, { nColumns: 2, ...size, ...options, title });
}

function onePanel({ data, layout }: Figure, title: string, options: PanelsOptions): Figure {
  const { width = layout.width, height = layout.height } = options;
  return { data, layout: { ...layout, title: { text: title }, width, height } };
}

function panelOf(
  { train, validation, bestEpoch }: TrainingHistory,
  metric: string,
  lastEpochs: number,
): Figure {
  const nEpochs = train[metric].length;
  if (nEpochs === 0) throw new RangeError(`${metric} must have an epoch, got none`);
  if (!Number.isInteger(bestEpoch) || bestEpoch < 0 || bestEpoch >= nEpochs) {
    throw new RangeError(`bestEpoch must be an integer in [0, ${nEpochs}), got ${bestEpoch}`);
  }
  const heights = validation[metric];
  const first = Math.max(0, nEpochs - lastEpochs);
  const nShown = nEpochs - first;
  const data = [lineOf('training', train[metric], COLORS.blue, first)];
  if (heights) data.push(lineOf('validation', heights, COLORS.vermillion, first));
  const last = heights ?? train[metric];
  const part = heights ? 'validation' : 'training';
  const label = plainText(metric[0].toUpperCase() + metric.slice(1));
  return createFigure(data, {
    title: label,
    xTitle: 'Epoch',
    yTitle: label,
    summary: `${nEpochs} epochs, ${part} ${formatNumber(last[bestEpoch])} at the best, ${bestEpoch + 1}.`,
    xaxis: {
      range: [first + 1 - 0.02 * nShown, nEpochs + 0.02 * nShown],
      tickformat: 'd',
      ...(nShown <= 10 && { dtick: 1 }),
    },
    more: { shapes: bestEpoch >= first ? [bestLine(bestEpoch)] : [], showlegend: true },
  });
}

function lineOf(name: string, values: readonly number[], color: string, first: number): Data {
  const shown = values.slice(first);
  return {
    type: 'scatter',
    mode: shown.length > 40 ? 'lines' : 'lines+markers',
    name,
    x: shown.map((_, i) => first + i + 1),
    y: roundNumbers(shown),
    line: { color, width: 2 },
    marker: { color, size: 4 },
    hovertemplate: 'epoch %{x}: %{y:.4~g}',
  };
}

function bestLine(bestEpoch: number): Record<string, unknown> {
  const [shape] = thresholdLine('x', bestEpoch + 1).shapes;
  const line = { color: COLORS.grey, width: 1.5, dash: 'dot' };
  return { ...shape, name: `best epoch, ${bestEpoch + 1}`, line };
}
