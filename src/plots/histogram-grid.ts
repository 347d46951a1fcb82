import { checkLength } from './check';
import type { Figure } from './figure';
import { formatNumber, plainText } from './format';
import type { HistogramOptions } from './histogram-plot';
import { type PanelsOptions, panelsPlot } from './panels-plot';
import { scoreHistogramPlot } from './score-histogram-plot';

/** The scores of one model in a `histogramGrid`. */
export interface HistogramEntry {
  readonly name: string;
  /** Shape `[nSamples]`, finite; higher is more anomalous. */
  readonly scores: ArrayLike<number>;
  /** The model's own threshold: a dashed line, its number beside the name. */
  readonly threshold?: number;
}

/** Options of `histogramGrid`: of the panels, and of the histogram in each. */
export interface HistogramGridOptions
  extends PanelsOptions,
    Pick<HistogramOptions, 'nBins' | 'xScale' | 'yScale' | 'xTitle'> {
  /**
   * Height of a bar: its samples' share of their own class, or their number. Default `share`: by
   * number, the many normal samples press the few anomalies flat.
   */
  readonly unit?: 'count' | 'share';
}

/**
 * Histograms of several models' scores, a panel a model: normal samples green, anomalies red.
 *
 * Each model has its own axis, for scores of different models are on different scales. Bars are
 * shares of their own class: those of a colour sum to 100 %, so that rare anomalies stay in sight.
 *
 * @param labels 1 for anomalies, shape `[nSamples]`: the same samples for all models.
 * @throws {RangeError} if there are no entries, lengths differ, or as `histogramPlot`.
 */
export function histogramGrid(
  entries: readonly HistogramEntry[],
  labels: ArrayLike<number>,
  options: HistogramGridOptions = {},
): Figure {
  const { nBins = 30, xScale, yScale, unit = 'share', xTitle = 'Score', ...others } = options;
  if (entries.length === 0) throw new RangeError('entries must not be empty, got []');
  const given = Object.entries({ xScale, yScale }).filter(([, value]) => value !== undefined);
  const histogram = { nBins, xTitle, unit, ...Object.fromEntries(given) };
  const panels = entries.map((entry) => panelOf(entry, labels, histogram));
  return panelsPlot(panels, { title: 'Scores of normal samples and anomalies', ...others });
}

function panelOf(
  { name, scores, threshold }: HistogramEntry,
  labels: ArrayLike<number>,
  options: HistogramOptions,
): Figure {
  checkLength(`scores of ${name}`, scores, labels.length);
  const at = threshold === undefined ? '' : `, threshold ${formatNumber(threshold)}`;
  const { data, layout } = scoreHistogramPlot(scores, {
    ...options,
    labels,
    title: `${plainText(name)}${at}`,
    ...(threshold !== undefined && { threshold }),
  });
  // One entry of the legend for the thresholds of all models.
  const shapes = (layout['shapes'] as readonly object[] | undefined) ?? [];
  const named = shapes.map((shape) => ({ ...shape, name: 'threshold' }));
  return { data, layout: { ...layout, shapes: named, showlegend: true } };
}
