import { normalQuantile } from '../evaluate/significance/normal';
import { checkFinite, checkLength } from './check';
import { createFigure, type Data, type Figure, type PlotOptions } from './figure';
import { formatNumber, plainText, roundNumber } from './format';
import { COLORS, COLORWAY } from './template';

/** One detector's probabilities in a `calibrationPlot`. */
export interface CalibrationEntry {
  readonly name: string;
  /** The result of `calibrationCurve`. */
  readonly curve: {
    readonly predicted: ArrayLike<number>;
    readonly observed: ArrayLike<number>;
    readonly nSamples: ArrayLike<number>;
  };
  /** The result of `brierScore`, for the legend; 0 is best. */
  readonly brierScore?: number;
}

const SYMBOLS = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'star'];

/**
 * Predicted probabilities against how often they came true: on the diagonal, they mean what they say.
 *
 * Below it anomalies are rarer than said, above it more frequent. The whiskers are 95 % intervals of
 * the share, so a bin of few samples is seen to say little.
 * Source: Wilson 1927, Probable inference, for the whiskers.
 *
 * @throws {RangeError} if there are no curves, lengths differ, a share is not in [0, 1], or a bin has no
 * sample.
 */
export function calibrationPlot(
  entries: readonly CalibrationEntry[],
  options: PlotOptions = {},
): Figure {
  if (entries.length === 0) throw new RangeError('entries must not be empty, got []');
  for (const entry of entries) checkEntry(entry);
  const ideal = {
    type: 'scatter',
    mode: 'lines',
    name: 'as predicted',
    x: [0, 1],
    y: [0, 1],
    line: { color: COLORS.grey, width: 1, dash: 'dot' },
    hoverinfo: 'skip',
  };
  const defaults = {
    title: 'Calibration',
    xTitle: 'Predicted probability of an anomaly (mean of the bin)',
    yTitle: 'Share of anomalies in the bin',
    width: 540,
    height: 500,
    summary: `Calibration: ${entries.map(inWords).join('; ')}.`,
    xaxis: { range: [-0.02, 1.02], dtick: 0.2 },
    yaxis: { range: [-0.02, 1.02], dtick: 0.2 },
    more: {
      showlegend: true,
      legend: { orientation: 'v', x: 0.02, xanchor: 'left', y: 0.98, yanchor: 'top' },
    },
  };
  return createFigure([ideal, ...entries.map(traceOf)], defaults, options);
}

function checkEntry({ name, curve: { predicted, observed, nSamples } }: CalibrationEntry): void {
  for (const [part, values] of Object.entries({ predicted, observed, nSamples })) {
    checkFinite(`${part} of ${name}`, values);
    checkLength(`${part} of ${name}`, values, predicted.length);
  }
  for (let i = 0; i < predicted.length; i++) {
    const [low, high] = [Math.min(predicted[i], observed[i]), Math.max(predicted[i], observed[i])];
    if (low < 0 || high > 1) {
      throw new RangeError(`shares of ${name} must be in [0, 1], got ${low < 0 ? low : high}`);
    }
    if (!(nSamples[i] > 0)) {
      throw new RangeError(`nSamples of ${name} must be above 0, got ${nSamples[i]}`);
    }
  }
}

function traceOf(entry: CalibrationEntry, index: number): Data {
  const { predicted, observed, nSamples } = entry.curve;
  const bins = Array.from(predicted, (_, i) => i);
  const intervals = bins.map((i) => wilsonInterval(observed[i], nSamples[i]));
  const color = COLORWAY[index % COLORWAY.length];
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: legendOf(entry),
    x: bins.map((i) => roundNumber(predicted[i])),
    y: bins.map((i) => roundNumber(observed[i])),
    error_y: {
      type: 'data',
      symmetric: false,
      array: intervals.map(([, high], i) => roundNumber(high - observed[i])),
      arrayminus: intervals.map(([low], i) => roundNumber(observed[i] - low)),
      color,
      thickness: 1.2,
      width: 4,
    },
    customdata: bins.map((i) => nSamples[i]),
    marker: { color, size: 8, symbol: SYMBOLS[index % SYMBOLS.length] },
    line: { color, width: 1.6 },
    hovertemplate: 'predicted %{x:.3f}<br>observed %{y:.3f}<br>%{customdata:,} samples',
  };
}

function wilsonInterval(share: number, n: number): [low: number, high: number] {
  const square = normalQuantile(0.975) ** 2 / n;
  const center = (share + square / 2) / (1 + square);
  const half = Math.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square);
  return [Math.min(share, center - half), Math.max(share, center + half)];
}

function legendOf({ name, brierScore }: CalibrationEntry): string {
  return `${plainText(name)}${brierScore === undefined ? '' : `, Brier ${brierScore.toFixed(3)}`}`;
}

function inWords(entry: CalibrationEntry): string {
  const { predicted, observed, nSamples } = entry.curve;
  const n = Array.from(nSamples).reduce((sum, count) => sum + count, 0);
  const error = Array.from(predicted).reduce(
    (sum, p, i) => sum + (nSamples[i] / n) * Math.abs(p - observed[i]),
    0,
  );
  return `${legendOf(entry)}, ${predicted.length} bins, expected calibration error ${formatNumber(error)}`;
}
