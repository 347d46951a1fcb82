import { checkLength } from './check';
import type { Figure, PlotOptions } from './figure';
import { formatNumber } from './format';
import { type ColorScale, heatmapPlot } from './heatmap-plot';

/** Options of `confusionHeatmap`. */
export interface ConfusionOptions extends PlotOptions {
  /** Names of the classes, in the matrix's order. Default: `normal` and `anomaly` for 0 and 1. */
  readonly labels?: readonly string[];
  /** Default `Blues`. */
  readonly colorScale?: ColorScale;
}

/**
 * A confusion matrix as a heat map: each cell has its count and its share of the true class.
 *
 * The share is what is coloured: by count, rare anomalies would all be pale.
 *
 * @param matrix the result of `confusionMatrix`: rows are true classes, columns predicted ones.
 * @throws {RangeError} if the counts are not square, or `labels` has another length.
 */
export function confusionHeatmap(
  matrix: { readonly classes: ArrayLike<number>; readonly counts: readonly ArrayLike<number>[] },
  options: ConfusionOptions = {},
): Figure {
  const nClasses = matrix.classes.length;
  const counts = matrix.counts.map((row) => Array.from(row));
  checkLength('counts', counts, nClasses);
  for (const [i, row] of counts.entries()) checkLength(`row ${i} of counts`, row, nClasses);
  const names = options.labels ?? defaultNames(Array.from(matrix.classes));
  checkLength('labels', names, nClasses);
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const shares = counts.map((row, i) => row.map((count) => count / Math.max(1, totals[i])));
  const figure = heatmapPlot(shares, {
    title: 'Confusion matrix',
    xTitle: 'Predicted class',
    yTitle: 'True class',
    width: Math.max(460, 200 + 90 * nClasses),
    height: Math.max(400, 160 + 70 * nClasses),
    ...options,
    xLabels: names,
    yLabels: names,
    range: [0, 1],
    hideColorBar: true,
    annotate: counts.map((row, i) => row.map((count, j) => cellText(count, shares[i][j]))),
  });
  const meta = { summary: summaryOf(names, counts) };
  const [cells, ...texts] = figure.data;
  const data = [{ ...cells, hovertemplate: HOVER }, ...texts];
  return { data, layout: { ...figure.layout, meta } };
}

const HOVER = 'true: %{y}<br>predicted: %{x}<br>%{text}<extra></extra>';

function defaultNames(labels: readonly number[]): string[] {
  const isBinary = labels.length <= 2 && labels.every((label) => label === 0 || label === 1);
  return labels.map((label) => (isBinary ? ['normal', 'anomaly'][label] : String(label)));
}

function cellText(count: number, share: number): string {
  return `${formatNumber(count)}<br>${(100 * share).toFixed(1)} %`;
}

function summaryOf(names: readonly string[], counts: readonly (readonly number[])[]): string {
  const rows = counts.map((row, i) => {
    const cells = row.map((count, j) => `${formatNumber(count)} as ${names[j]}`);
    return `true ${names[i]}: ${cells.join(', ')}`;
  });
  return `Confusion matrix; ${rows.join('; ')}.`;
}
