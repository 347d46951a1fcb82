import type { Detection } from '../../pipeline/detection/detect-anomalies';
import { DETECTOR_WORDS } from '../../pipeline/detection/detectors';
import type { DetectorSummary } from '../../pipeline/detection/summarise-runs';
import { barPlot } from '../../plots/bar-plot';
import type { Figure } from '../../plots/figure';
import { heatmapPlot } from '../../plots/heatmap-plot';
import { panelsPlot } from '../../plots/panels-plot';
import { scoreHistogramPlot } from '../../plots/score-histogram-plot';
import { scoresOverTimePlot } from '../../plots/scores-over-time-plot';

/** A figure with what it shows, in plain words. */
export interface ExplainedFigure {
  readonly figure: Figure;
  readonly words: string;
}

/** The figures of a report, in its order. */
export function detectionFigures(detection: Detection): ExplainedFigure[] {
  const judged = detection.summary.detectors.filter(({ metrics }) => metrics);
  return [
    ...(judged.length > 0 ? [metricFigure(judged)] : []),
    histograms(detection),
    ...(detection.summary.scored.length > 1 ? [agreementFigure(detection)] : []),
    ...timeFigure(detection),
  ];
}

const titleOf = (name: string) => DETECTOR_WORDS[name as keyof typeof DETECTOR_WORDS].title;

function metricFigure(judged: readonly DetectorSummary[]): ExplainedFigure {
  const sorted = [...judged].sort(
    (a, b) => averagePrecisionOf(b).value - averagePrecisionOf(a).value,
  );
  const figures = sorted.map(averagePrecisionOf);
  const hasIntervals = figures.every(
    ({ lower, upper }) => lower !== undefined && upper !== undefined,
  );
  const intervals = figures.map(({ value, lower, upper }): [number, number] => [
    Math.min(lower ?? value, value),
    Math.max(upper ?? value, value),
  ]);
  const figure = barPlot(
    sorted.map(({ name }) => titleOf(name)),
    figures.map(({ value }) => value),
    {
      title: 'Average precision',
      valueTitle: 'Average precision',
      horizontal: true,
      ...(hasIntervals && { intervals }),
    },
  );
  return {
    figure,
    words:
      'Longer bars are better; 1 is a ranking with every anomaly on top. The whiskers are 95 % intervals: where they overlap widely, the data do not tell the detectors apart.',
  };
}

const averagePrecisionOf = ({ metrics }: DetectorSummary) => metrics!['averagePrecision'];

function histograms({ summary, labels, split }: Detection): ExplainedFigure {
  const { tested, scored, scores } = summary;
  const first = new Set(split.splits[0].test);
  const own = [...tested.keys()].filter((at) => first.has(tested[at]));
  const panels = scored.map((name) => {
    const values = own.map((at) => scores[name][at]);
    return scoreHistogramPlot(values, {
      title: titleOf(name),
      nBins: 30,
      yTitle: labels ? 'Share of its class' : 'Rows',
      ...(spansMagnitudes(values) && { xScale: 'log' }),
      ...(labels ? { labels: own.map((at) => labels[tested[at]]) } : { yScale: 'log' }),
    });
  });
  const classes = labels
    ? 'Normal rows and anomalies are each a share of their own class: the less they overlap, the better.'
    : 'A few rows far to the right of all others stand out; one broad hill says that nothing does. The vertical axis is logarithmic, so that few rows stay in sight.';
  return {
    figure: panelsPlot(panels, { title: 'Scores of the test rows' }),
    words: `Each detector has its own scale, so the numbers cannot be compared between detectors. ${classes}`,
  };
}

/** Scores such as a local outlier factor among duplicates would press all others into one bin. */
function spansMagnitudes(values: readonly number[]): boolean {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[0] > 0 && sorted[sorted.length - 1] > 1000 * sorted[sorted.length >> 1];
}

function agreementFigure({ summary }: Detection): ExplainedFigure {
  const { scored, agreement } = summary;
  const names = scored.map(titleOf);
  const figure = heatmapPlot(agreement, {
    title: 'Agreement of the detectors',
    xLabels: names,
    yLabels: names,
    range: [0, 1],
    colorTitle: 'Rank correlation',
    annotate: agreement.map((row) =>
      row.map((value) => (Number.isFinite(value) ? value.toFixed(2) : '')),
    ),
    width: 760,
    height: 300 + 34 * names.length,
  });
  return {
    figure,
    words:
      '1 means that two detectors put the rows in the same order, 0 that their orders have nothing in common. Detectors of one kind agree without being right.',
  };
}

/** Only where rows were split by time: elsewhere percentiles are of parts that are mixed in time. */
function timeFigure({ choice, rows, summary, labels, split }: Detection): ExplainedFigure[] {
  if (choice.time === undefined || split.kind !== 'time') return [];
  const times = Array.from(summary.tested, (index) => rows.numbers.get(choice.time!)![index]);
  if (times.some((time) => Math.abs(time) > 8.64e15)) return [];
  if (times.every((time) => time < 1e10)) return []; // Numbers that are no epoch ms.
  const figure = scoresOverTimePlot(times, summary.consensus, {
    title: 'Mean percentile over time',
    yTitle: 'Mean percentile',
    mode: 'markers',
    ...(labels && { labels: Array.from(summary.tested, (index) => labels[index]) }),
  });
  const words =
    'Each point is a test row; high ones are those that the detectors together find strangest. Points close together in time may be one incident.';
  return [{ figure, words }];
}
