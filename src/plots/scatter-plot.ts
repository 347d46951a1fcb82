import { checkFinite, checkLength } from './check';
import { createFigure, type Data, type Figure, type PlotOptions } from './figure';
import { formatNumber, plainText, roundNumber } from './format';
import { COLORS, colorBar } from './template';
import { thinCloud } from './thin';

/** Options of `scatterPlot`. */
export interface ScatterOptions extends PlotOptions {
  /** 0 normal, 1 anomaly, shape `[nPoints]`: each has its own symbol and, without scores, colour. */
  readonly labels?: ArrayLike<number>;
  /** Colours the points, shape `[nPoints]`, finite; the highest are drawn on top. */
  readonly scores?: ArrayLike<number>;
  /** What to show under the mouse beside the position, shape `[nPoints]`. */
  readonly hover?: readonly string[];
  /** Title of the colour bar. Default `Score`. */
  readonly colorTitle?: string;
}

/** Light grey-blue to dark red, even in lightness: the high stand out on white. */
const SCORE_SCALE = [
  [0, '#C9D6E3'],
  [0.5, '#E9A15B'],
  [1, '#8C2D04'],
];

/**
 * Points in a plane, coloured by score or by label.
 *
 * Anomalies lie on top, larger and outlined, over pale normal points; the legend counts both.
 *
 * More than 2000 points are cut to about that many: the outermost, the highest scores (or labels),
 * and evenly spaced others stay.
 *
 * @param x shape `[nPoints]`, finite.
 * @param y shape `[nPoints]`, finite.
 * @throws {RangeError} if lengths differ, there are no points, or a number is not finite.
 */
export function scatterPlot(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: ScatterOptions = {},
): Figure {
  checkFinite('x', x);
  checkFinite('y', y);
  checkLength('y', y, x.length);
  const { labels, scores, hover } = options;
  if (labels) checkLength('labels', labels, x.length);
  if (hover) checkLength('hover', hover, x.length);
  if (scores) {
    checkLength('scores', scores, x.length);
    checkFinite('scores', scores);
  }
  const kept = Array.from(thinCloud(x, y, scores ?? labels));
  if (scores) kept.sort((a, b) => scores[a] - scores[b]);
  const data = groupsOf(kept, labels, scores !== undefined).map((group, i) =>
    pointsOf(group, x, y, i === 0, options),
  );
  const defaults = {
    title: 'Scatter',
    xTitle: 'x',
    yTitle: 'y',
    width: 640,
    height: 480,
    summary: summaryOf(x.length, kept.length, labels),
    more: { showlegend: labels !== undefined },
  };
  return createFigure(data, defaults, options);
}

interface PointGroup {
  readonly name: string;
  /** Of the points that are drawn, in the order of drawing. */
  readonly indices: readonly number[];
  /** Colour without scores. */
  readonly color: string;
  readonly marker: Readonly<Record<string, unknown>>;
}

const WHITE_LINE = { color: '#FFFFFF', width: 0.7 };
const NORMAL = { symbol: 'circle', size: 6, opacity: 0.5, line: WHITE_LINE };
/** Seen through a little, so that the outlines of those behind show. */
const ANOMALY = { symbol: 'diamond', size: 10, opacity: 0.85 };

/** Anomalies last: they are drawn on top. */
function groupsOf(
  kept: readonly number[],
  labels: ArrayLike<number> | undefined,
  hasScores: boolean,
): PointGroup[] {
  const { blue, vermillion, black } = COLORS;
  // Colours of scores must stay those of the colour bar.
  const normal = hasScores ? { ...NORMAL, opacity: 0.8 } : NORMAL;
  if (!labels) return [{ name: 'sample', indices: kept, color: blue, marker: normal }];
  const nAnomalies = countAnomalies(labels);
  const anomalyMarker = { ...ANOMALY, line: { color: black, width: 1.2 } };
  return [
    {
      name: `normal (${formatNumber(labels.length - nAnomalies)})`,
      indices: kept.filter((i) => labels[i] === 0),
      color: blue,
      marker: normal,
    },
    {
      name: `anomaly (${formatNumber(nAnomalies)})`,
      indices: kept.filter((i) => labels[i] !== 0),
      color: vermillion,
      marker: anomalyMarker,
    },
  ].filter(({ indices }) => indices.length > 0);
}

function countAnomalies(labels: ArrayLike<number>): number {
  return Array.from(labels).filter((label) => label !== 0).length;
}

function pointsOf(
  { name, indices, color, marker }: PointGroup,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  first: boolean,
  { scores, hover, colorTitle }: ScatterOptions,
): Data {
  const colors = scores
    ? { color: indices.map((i) => roundNumber(scores[i])), ...scaleOf(scores, first, colorTitle) }
    : { color };
  const score = scores ? '<br>score %{marker.color:.4~g}' : '';
  return {
    type: 'scatter',
    mode: 'markers',
    name,
    x: indices.map((i) => roundNumber(x[i])),
    y: indices.map((i) => roundNumber(y[i])),
    ...(hover && { text: indices.map((i) => plainText(hover[i])) }),
    hovertemplate: `${hover ? '%{text}<br>' : ''}x %{x:.4~g}, y %{y:.4~g}${score}`,
    marker: { ...colors, ...marker },
  };
}

/** All groups share one scale; the first shows its bar. */
function scaleOf(
  scores: ArrayLike<number>,
  first: boolean,
  title = 'Score',
): Record<string, unknown> {
  const all = Float64Array.from(scores);
  return {
    colorscale: SCORE_SCALE,
    cmin: roundNumber(all.reduce((low, score) => Math.min(low, score))),
    cmax: roundNumber(all.reduce((high, score) => Math.max(high, score))),
    ...(first && { showscale: true, colorbar: colorBar(title) }),
  };
}

function summaryOf(nPoints: number, nDrawn: number, labels?: ArrayLike<number>): string {
  const nAnomalies = labels && countAnomalies(labels);
  const anomalies = nAnomalies === undefined ? '' : `, ${formatNumber(nAnomalies)} anomalies`;
  const drawn = nDrawn < nPoints ? `, ${formatNumber(nDrawn)} of them drawn` : '';
  return `Scatter of ${formatNumber(nPoints)} points${anomalies}${drawn}.`;
}
