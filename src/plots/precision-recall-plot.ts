import type { CurveBand } from '../evaluate/bootstrap/curve-bands';
import { type Area, areaText } from './area-text';
import { checkCurves, checkLength } from './check';
import { bandTraces } from './curve-band';
import { createFigure, type Data, type Figure, type PlotOptions } from './figure';
import { formatNumber, plainText, roundNumber } from './format';
import { operatingPoint } from './operating-point';
import { COLORS, COLORWAY } from './template';
import { thinCurve } from './thin';

/** One detector's curve in a `precisionRecallPlot`. */
export interface PrecisionRecallEntry {
  readonly name: string;
  /** The result of `precisionRecallCurve`. */
  readonly curve: {
    readonly precision: ArrayLike<number>;
    readonly recall: ArrayLike<number>;
    readonly thresholds?: ArrayLike<number>;
  };
  /** The result of `averagePrecision`, or of `bootstrapInterval` with its ends, for the legend. */
  readonly averagePrecision?: Area;
  /** The result of `precisionRecallBand`: drawn behind the curve. */
  readonly band?: CurveBand;
  /** Marks the point at which scores of at least this are flagged; needs the curve's thresholds. */
  readonly threshold?: number;
}

/** Options of `precisionRecallPlot`. */
export interface PrecisionRecallOptions extends PlotOptions {
  /** Share of anomalies, in [0, 1]: the precision of guessing, drawn as a dotted line. */
  readonly baseRate?: number;
}

/**
 * Precision against recall, drawn as the steps whose area is the average precision.
 *
 * The curve's closing point, at recall 0 without a threshold, is drawn at the height of the point
 * before it. Long curves are cut to some 900 points; the highest and lowest stay.
 *
 * @throws {RangeError} if there are no curves, or a curve's or a band's lists differ in length.
 * @throws {TypeError} if an entry has no curve.
 */
export function precisionRecallPlot(
  entries: readonly PrecisionRecallEntry[],
  options: PrecisionRecallOptions = {},
): Figure {
  checkCurves(entries, ['precision', 'recall'], 'precisionRecallCurve');
  const traces = entries.flatMap((entry, i) => tracesOf(entry, COLORWAY[i % COLORWAY.length]));
  const listed = entries
    .map((entry) => `${entry.name}${areaText('AP', entry.averagePrecision)}`)
    .join('; ');
  const { baseRate } = options;
  const base = baseRate === undefined ? '' : `; base rate ${formatNumber(baseRate)}`;
  const defaults = {
    title: 'Precision and recall',
    xTitle: 'Recall',
    yTitle: 'Precision',
    width: 540,
    height: 500,
    summary: `Precision-recall curves: ${listed}${base}.`,
    xaxis: { range: [-0.01, 1.01], dtick: 0.2 },
    yaxis: { range: [-0.01, 1.015], dtick: 0.2 },
    more: { showlegend: true, legend: { orientation: 'v', x: 1, y: 1.02, traceorder: 'normal' } },
  };
  const curves = [...bandTraces(entries), ...traces];
  const data = baseRate === undefined ? curves : [...curves, baseLine(baseRate)];
  return createFigure(data, defaults, options);
}

function baseLine(baseRate: number): Data {
  return {
    type: 'scatter',
    mode: 'lines',
    name: `base rate ${formatNumber(baseRate)}`,
    x: [0, 1],
    y: [roundNumber(baseRate), roundNumber(baseRate)],
    line: { color: COLORS.grey, width: 1, dash: 'dot' },
    hoverinfo: 'skip',
  };
}

function tracesOf(entry: PrecisionRecallEntry, color: string): Data[] {
  const { recall, thresholds } = entry.curve;
  const precision = Float64Array.from(entry.curve.precision);
  const last = recall.length - 1;
  checkLength(`precision of ${entry.name}`, precision, recall.length);
  if (thresholds) checkLength(`thresholds of ${entry.name}`, thresholds, last);
  if (recall[last] === 0 && last > 0) precision[last] = precision[last - 1];
  const kept = Array.from(thinCurve(recall, precision));
  const hover = thresholds ? '<br>threshold %{customdata:.4~g}' : '';
  const line = {
    type: 'scatter',
    mode: 'lines',
    name: `${plainText(entry.name)}${areaText('AP', entry.averagePrecision)}`,
    x: kept.map((i) => roundNumber(recall[i])),
    y: kept.map((i) => roundNumber(precision[i])),
    ...(thresholds && { customdata: kept.map((i) => roundNumber(thresholds[i] ?? NaN)) }),
    line: { color, width: 2.2, shape: 'hv' },
    hovertemplate: `recall %{x:.3f}<br>precision %{y:.3f}${hover}`,
  };
  const point = thresholds && operatingPoint(thresholds, entry.threshold);
  if (point === undefined) return [line];
  const marker = {
    type: 'scatter',
    mode: 'markers',
    name: `threshold ${formatNumber(entry.threshold!)}`,
    x: [roundNumber(recall[point])],
    y: [roundNumber(precision[point])],
    marker: { color, size: 10, line: { color: '#FFFFFF', width: 1.5 } },
    hovertemplate: 'recall %{x:.3f}<br>precision %{y:.3f}',
  };
  return [line, marker];
}
