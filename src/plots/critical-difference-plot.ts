import type { NemenyiTest } from '../evaluate/significance/nemenyi';
import { checkFinite } from './check';
import { createFigure, type Data, type Figure, type PlotOptions } from './figure';
import { formatNumber, plainText, roundNumber } from './format';
import { withSubtitle } from './subtitle';
import { COLORS } from './template';

/** Of one level of the diagram, in pixels. */
const LEVEL = 27;
const MARGIN = { t: 76, b: 44 };

/**
 * Critical-difference diagram: detectors at their mean ranks, best left; a thick line joins those that
 * cannot be told apart.
 *
 * The bar on top is as long as two mean ranks must lie apart to differ.
 * Source: Demšar 2006, Statistical comparisons of classifiers over multiple data sets, figure 1.
 *
 * @param test the result of `nemenyiTest`.
 * @throws {RangeError} if there are fewer than 2 detectors, or a rank or the difference is not finite.
 * @example
 * criticalDifferencePlot(nemenyiTest({ forest: [0.9, 0.8, 0.7], knn: [0.8, 0.7, 0.6] }));
 */
export function criticalDifferencePlot(test: NemenyiTest, options: PlotOptions = {}): Figure {
  const { averageRanks, criticalDifference, groups } = test;
  const ranked = Object.entries(averageRanks).sort(([, a], [, b]) => a - b);
  checkFinite(
    'averageRanks',
    ranked.map(([, rank]) => rank),
  );
  checkFinite('criticalDifference', [criticalDifference]);
  const k = ranked.length;
  if (k < 2) throw new RangeError(`detectors must be at least 2, got ${k}`);
  const nLeft = Math.ceil(k / 2);
  const right = Math.max(k, 1 + criticalDifference);
  const edges: [number, number] = [1 - 0.03 * (right - 1), right + 0.03 * (right - 1)];
  const depth = 0.4 * groups.length + 0.6; // of the first name
  const data = [
    axisOf(k),
    differenceOf(criticalDifference),
    ...groups.map((group, i) => groupOf(group, averageRanks, 0.4 * (i + 1))),
    ...ranked.map((entry, i) =>
      i < nLeft
        ? leaderOf(entry, depth + i, edges[0], 'left')
        : leaderOf(entry, depth + k - 1 - i, edges[1], 'right'),
    ),
  ];
  const rows = depth + nLeft + 2.4;
  const labels = ranked.map((entry) => labelOf(entry).length);
  const room = (letters: number[]) => 24 + Math.ceil(7.4 * Math.max(...letters));
  const margin = { ...MARGIN, l: room(labels.slice(0, nLeft)), r: room(labels.slice(nLeft)) };
  const defaults = {
    title: 'Detectors by mean rank',
    xTitle: 'Mean rank over the data sets (1 is best)',
    width: 420 + margin.l + margin.r,
    height: Math.round(MARGIN.t + MARGIN.b + LEVEL * rows),
    summary: summaryOf(test, ranked),
    xaxis: { range: edges.map(roundNumber), ...UNSEEN },
    yaxis: { range: [-(depth + nLeft - 0.3), 2.1], ...UNSEEN },
    more: { margin, showlegend: false },
  };
  const figure = createFigure(data, defaults, options);
  return withSubtitle(figure, 'A thick line joins detectors that cannot be told apart');
}

const UNSEEN = { showline: false, showgrid: false, showticklabels: false, ticks: '' };

const LINE = {
  type: 'scatter',
  mode: 'lines',
} as const;

const MARKED_LINE = { ...LINE, mode: 'lines+markers+text', cliponaxis: false } as const;

/** The scale of ranks: its line, with a tick and a number at each. */
function axisOf(k: number): Data {
  const ranks = Array.from({ length: k }, (_, i) => i + 1);
  return {
    ...MARKED_LINE,
    x: ranks,
    y: ranks.map(() => 0),
    text: ranks.map(String),
    hoverinfo: 'skip',
    textposition: 'top center',
    line: { color: COLORS.black, width: 1.2 },
    marker: { symbol: 'line-ns-open', color: COLORS.black, size: 9 },
  };
}

function differenceOf(criticalDifference: number): Data {
  const end = 1 + criticalDifference;
  return {
    ...MARKED_LINE,
    x: [1, 1 + criticalDifference / 2, end].map(roundNumber),
    y: [1.2, 1.2, 1.2],
    hoverinfo: 'skip',
    text: ['', `critical difference ${formatNumber(criticalDifference)}`, ''],
    textposition: 'top center',
    line: { color: COLORS.vermillion, width: 2 },
    marker: { symbol: 'line-ns-open', color: COLORS.vermillion, size: [9, 0, 9] },
  };
}

function groupOf(
  group: readonly string[],
  ranks: Readonly<Record<string, number>>,
  depth: number,
): Data {
  return {
    ...LINE,
    x: [ranks[group[0]], ranks[group[group.length - 1]]].map(roundNumber),
    y: [-depth, -depth],
    hoverinfo: 'skip',
    line: { color: COLORS.blue, width: 5 },
  };
}

/** From the rank on the scale down and out to the name. */
function leaderOf(
  entry: readonly [string, number],
  depth: number,
  edge: number,
  side: 'left' | 'right',
): Data {
  const rank = roundNumber(entry[1]);
  const label = plainText(labelOf(entry));
  return {
    ...MARKED_LINE,
    name: plainText(entry[0]),
    x: [rank, rank, roundNumber(edge)],
    y: [0, -depth, -depth],
    text: ['', '', side === 'left' ? `${label}\u00A0` : `\u00A0${label}`],
    textposition: `middle ${side}`,
    line: { color: '#555555', width: 1.1 },
    marker: { color: COLORS.black, size: [8, 0, 0], opacity: 1 },
    customdata: [label, label, label],
    hovertemplate: '%{customdata}<extra></extra>',
  };
}

function labelOf([name, rank]: readonly [string, number]): string {
  return `${name} (${rank.toFixed(2)})`;
}

function summaryOf(
  { criticalDifference, groups }: NemenyiTest,
  ranked: readonly (readonly [string, number])[],
): string {
  const joined = groups.map((group) => group.join(', '));
  const alike = joined.length > 0 ? `; not told apart: ${joined.join('; ')}` : '; all differ';
  const listed = ranked.map(labelOf).join(', ');
  return `Mean ranks: ${listed}; critical difference ${formatNumber(criticalDifference)}${alike}.`;
}
