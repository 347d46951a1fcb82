import { checkLength } from './check';
import type { Figure } from './figure';
import { formatNumber } from './format';
import { type HistogramOptions, histogramPlot } from './histogram-plot';
import { COLORS } from './template';

/** Options of `scoreHistogramPlot`: those of `histogramPlot`, and the labels. */
export interface ScoreHistogramOptions extends HistogramOptions {
  /** 1 for anomalies, shape `[nSamples]`: normal samples are green, anomalies red. */
  readonly labels?: ArrayLike<number>;
}

/**
 * Histogram of a detector's scores, by class where there are labels, with the threshold.
 *
 * With labels, bars are shares of their own class unless `unit` is `count`: by number, the many normal
 * samples press the few anomalies flat. `xScale: 'log'` spreads scores over several magnitudes,
 * `yScale: 'log'` keeps bins of a few samples in sight.
 *
 * @param scores shape `[nSamples]`, finite; higher is more anomalous.
 * @throws {RangeError} if lengths differ, or as `histogramPlot`.
 */
export function scoreHistogramPlot(
  scores: ArrayLike<number>,
  options: ScoreHistogramOptions = {},
): Figure {
  const { labels, ...others } = options;
  const { threshold } = others;
  const defaults = { title: 'Scores', xTitle: 'Score' };
  if (labels === undefined) return histogramPlot(scores, { ...defaults, ...others });
  checkLength('scores', scores, labels.length);
  const groups = CLASSES.map(({ name, color, holds }) => ({
    name,
    color,
    values: Float64Array.from(scores).filter((_, i) => holds(labels[i])),
  })).filter(({ values }) => values.length > 0);
  const unit = others.unit ?? 'share';
  const yTitle = unit === 'share' ? 'Share of its class' : 'Samples';
  const figure = histogramPlot(groups, { ...defaults, yTitle, ...others, unit });
  if (threshold === undefined) return figure;
  const flagged = groups.map(({ name, values }) => flaggedOf(name, values, threshold));
  const { summary } = figure.layout['meta'] as { readonly summary: string };
  const meta = { summary: `${summary} Flagged: ${flagged.join(', ')}.` };
  return { data: figure.data, layout: { ...figure.layout, meta } };
}

const CLASSES = [
  { name: 'normal', color: COLORS.green, holds: (label: number) => label === 0 },
  { name: 'anomaly', color: COLORS.vermillion, holds: (label: number) => label !== 0 },
];

function flaggedOf(name: string, values: Float64Array, threshold: number): string {
  const nFlagged = values.filter((value) => value >= threshold).length;
  return `${formatNumber(nFlagged)} of ${formatNumber(values.length)} ${name}`;
}
