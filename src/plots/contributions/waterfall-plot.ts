import { checkOptionNames } from '../../check-options';
import { checkInteger } from '../../detectors/check';
import type { TopContribution } from '../../explain/top-contributions';
import { checkFinite } from '../check';
import { createFigure, type Data, type Figure } from '../figure';
import { formatNumber, plainText, roundNumber, shorten } from '../format';
import { nameLines, rowHeight } from '../name-lines';
import { withSubtitle } from '../subtitle';
import { COLORS, NAMES_AXIS } from '../template';
import { CONTRIBUTION_OPTIONS, type ContributionOptions } from './shap-bar-plot';

/** A step of a `waterfallPlot`; without values only the name stands beside it. */
export type WaterfallStep = Pick<TopContribution, 'feature' | 'contribution'> &
  Partial<Pick<TopContribution, 'actual' | 'typical'>>;

/**
 * Why one sample has its score: from the base value at the bottom, feature by feature, to the score at
 * the top, the largest steps last.
 *
 * Beside each feature stands its value and what is usual. Features beyond `nTop` are one step, so that
 * the steps lead to the score where the contributions are all given.
 *
 * @param contributions of one sample, all of what `topContributions` gives.
 * @param baseValue what the steps start from: of `treeShap` or `kernelShap`.
 * @throws {RangeError} if there are no contributions, a number is not finite, or an option is unknown
 * or out of its range.
 * @example
 * waterfallPlot(topContributions(names, rowOf(contributions, 0), sample, median), baseValue);
 */
export function waterfallPlot(
  contributions: readonly WaterfallStep[],
  baseValue: number,
  options: ContributionOptions = {},
): Figure {
  checkOptionNames(options, CONTRIBUTION_OPTIONS);
  const { nTop = 15, ...others } = options;
  checkInteger('nTop', nTop, 1);
  checkFinite(
    'contributions',
    contributions.map(({ contribution }) => contribution),
  );
  checkFinite('baseValue', [baseValue]);
  const steps = stepsOf(contributions, nTop);
  const names = steps.map(labelOf);
  const levels = [baseValue];
  for (const { contribution } of steps) levels.push(levels[levels.length - 1] + contribution);
  const output = levels[levels.length - 1];
  const [low, high] = [Math.min(...levels), Math.max(...levels)];
  const room = 0.14 * (high - low || 1);
  const defaults = {
    title: 'Why this score',
    xTitle: 'Score',
    width: 760,
    height: Math.max(260, 150 + rowHeight(names, 30) * names.length),
    summary: summaryOf(steps, baseValue, output),
    xaxis: { range: [roundNumber(low - room), roundNumber(high + room)] },
    yaxis: {
      ...NAMES_AXIS,
      tickvals: [...names.keys()],
      ticktext: names,
      range: [-0.6, names.length - 0.4],
    },
    more: { shapes: [lineAt(baseValue, 'dot'), lineAt(output, 'solid')], showlegend: false },
  };
  const figure = createFigure([barsOf(steps, names, baseValue)], defaults, others);
  const [from, to] = [formatNumber(baseValue), formatNumber(output)];
  return withSubtitle(
    figure,
    `From the base value ${from} (dotted) at the bottom to the score ${to} at the top`,
  );
}

/** From the bottom: what is left over, then the smallest to the largest. */
function stepsOf(contributions: readonly WaterfallStep[], nTop: number): WaterfallStep[] {
  const sorted = [...contributions].sort(
    (a, b) => Math.abs(b.contribution) - Math.abs(a.contribution),
  );
  if (sorted.length <= nTop + 1) return sorted.reverse(); // one left over needs no sum
  const others = sorted.slice(nTop);
  const shown = sorted.slice(0, nTop).reverse();
  const contribution = others.reduce((sum, other) => sum + other.contribution, 0);
  return [{ feature: `${others.length} other features`, contribution }, ...shown];
}

function labelOf(step: WaterfallStep): string {
  const name = nameLines(step.feature, 34);
  if (!('actual' in step)) return name;
  const usual = 'typical' in step ? `, usually ${valueText(step.typical)}` : '';
  return `${name}<br><span style="color:#555555">${valueText(step.actual)}${usual}</span>`;
}

function valueText(value: unknown): string {
  if (typeof value === 'number') return formatNumber(value, 4);
  return value === null || value === undefined ? 'missing' : plainText(shorten(String(value), 24));
}

function barsOf(
  steps: readonly WaterfallStep[],
  names: readonly string[],
  baseValue: number,
): Data {
  const texts = steps.map(({ contribution }) => signed(contribution));
  return {
    type: 'waterfall',
    orientation: 'h',
    base: baseValue,
    x: steps.map(({ contribution }) => roundNumber(contribution)),
    y: steps.map((_, i) => i),
    measure: steps.map(() => 'relative'),
    text: texts,
    textposition: 'outside',
    cliponaxis: false,
    customdata: names.map((name, i) => [name, texts[i]]),
    hovertemplate: '%{customdata[0]}<br>%{customdata[1]}<extra></extra>',
    increasing: { marker: { color: COLORS.vermillion } },
    decreasing: { marker: { color: COLORS.blue } },
    connector: { line: { color: COLORS.grey, width: 1 } },
  };
}

function signed(contribution: number): string {
  return `${contribution < 0 ? '−' : '+'}${formatNumber(Math.abs(contribution))}`;
}

function lineAt(value: number, dash: 'dot' | 'solid'): Record<string, unknown> {
  return {
    type: 'line',
    layer: 'below',
    x0: roundNumber(value),
    x1: roundNumber(value),
    yref: 'y domain',
    y0: 0,
    y1: 1,
    line: { color: COLORS.black, width: 1.2, dash },
  };
}

function summaryOf(steps: readonly WaterfallStep[], baseValue: number, output: number): string {
  const listed = [...steps]
    .reverse()
    .slice(0, 10)
    .map(({ feature, contribution }) => `${feature} ${signed(contribution)}`);
  return `From ${formatNumber(baseValue)} to ${formatNumber(output)}: ${listed.join(', ')}.`;
}
