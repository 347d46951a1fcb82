import type { CurveBand } from '../evaluate/bootstrap/curve-bands';
import { type Area, areaText } from './area-text';
import { checkCurves, checkLength } from './check';
import { bandTraces } from './curve-band';
import { createFigure, type Data, type Figure, type PlotOptions } from './figure';
import { formatNumber, plainText, roundNumber } from './format';
import { operatingPoint } from './operating-point';
import { COLORS, COLORWAY } from './template';
import { thinCurve } from './thin';

/** One detector's curve in a `rocPlot`. */
export interface RocEntry {
  readonly name: string;
  /** The result of `rocCurve`. */
  readonly curve: {
    readonly falsePositiveRate: ArrayLike<number>;
    readonly truePositiveRate: ArrayLike<number>;
    readonly thresholds?: ArrayLike<number>;
  };
  /** The result of `rocAuc`, or of `bootstrapInterval` with its ends, for the legend. */
  readonly auc?: Area;
  /** The result of `rocBand`: drawn behind the curve. */
  readonly band?: CurveBand;
  /** Marks the point at which scores of at least this are flagged; needs the curve's thresholds. */
  readonly threshold?: number;
}

/**
 * ROC curves with the diagonal of chance; their areas stand in the legend.
 *
 * Long curves are cut to some 900 points, corners first; the change is below a pixel.
 *
 * @throws {RangeError} if there are no curves, or a curve's or a band's lists differ in length.
 * @throws {TypeError} if an entry has no curve.
 */
export function rocPlot(entries: readonly RocEntry[], options: PlotOptions = {}): Figure {
  checkCurves(entries, ['falsePositiveRate', 'truePositiveRate'], 'rocCurve');
  const chance = {
    type: 'scatter',
    mode: 'lines',
    name: 'chance, AUC 0.5',
    x: [0, 1],
    y: [0, 1],
    line: { color: COLORS.grey, width: 1, dash: 'dot' },
    hoverinfo: 'skip',
  };
  const traces = entries.flatMap((entry, i) => tracesOf(entry, COLORWAY[i % COLORWAY.length]));
  const listed = entries.map(({ name, auc }) => `${name}${areaText('AUC', auc)}`).join('; ');
  const defaults = {
    title: 'ROC curve',
    xTitle: 'False positive rate',
    yTitle: 'True positive rate (recall)',
    width: 540,
    height: 500,
    summary: `ROC curves: ${listed}.`,
    xaxis: { range: [-0.01, 1.01], dtick: 0.2 },
    yaxis: { range: [-0.01, 1.015], dtick: 0.2 },
    more: {
      showlegend: true,
      legend: { orientation: 'v', x: 0.98, xanchor: 'right', y: 0.02, yanchor: 'bottom' },
    },
  };
  return createFigure([...bandTraces(entries), ...traces, chance], defaults, options);
}

function tracesOf({ name, curve, auc, threshold }: RocEntry, color: string): Data[] {
  const { falsePositiveRate: x, truePositiveRate: y, thresholds } = curve;
  checkLength(`truePositiveRate of ${name}`, y, x.length);
  if (thresholds) checkLength(`thresholds of ${name}`, thresholds, x.length);
  const kept = Array.from(thinCurve(x, y));
  const hover = thresholds ? '<br>threshold %{customdata:.4~g}' : '';
  const line = {
    type: 'scatter',
    mode: 'lines',
    name: `${plainText(name)}${areaText('AUC', auc)}`,
    x: kept.map((i) => roundNumber(x[i])),
    y: kept.map((i) => roundNumber(y[i])),
    ...(thresholds && { customdata: kept.map((i) => roundNumber(thresholds[i])) }),
    line: { color, width: 2.2 },
    hovertemplate: `false positive rate %{x:.3f}<br>true positive rate %{y:.3f}${hover}`,
  };
  const point = thresholds && operatingPoint(thresholds, threshold);
  if (point === undefined) return [line];
  const marker = {
    type: 'scatter',
    mode: 'markers',
    name: `threshold ${formatNumber(threshold!)}`,
    x: [roundNumber(x[point])],
    y: [roundNumber(y[point])],
    marker: { color, size: 10, line: { color: '#FFFFFF', width: 1.5 } },
    hovertemplate: 'false positive rate %{x:.3f}<br>true positive rate %{y:.3f}',
  };
  return [line, marker];
}
