import { checkOptionNames } from '../../check-options';
import { columnOf } from '../../features/column';
import { quantileOfSorted } from '../../features/quantile';
import { checkSamples, type Matrix } from '../../matrix';
import { createFigure, type Data, type Figure } from '../figure';
import { formatNumber, plainText, roundNumber } from '../format';
import { nameLines, rowHeight } from '../name-lines';
import { withSubtitle } from '../subtitle';
import { COLORS, colorBar, NAMES_AXIS } from '../template';
import { type RankedFeature, rankFeatures, shownOf } from './ranked-features';
import { CONTRIBUTION_OPTIONS, type ContributionOptions } from './shap-bar-plot';
import { swarmOffsets, thinSwarm } from './swarm';

const MAX_POINTS = 3600;

/** Blue to red, apart for any colour vision, over a grey that is seen on white. */
const VALUE_SCALE = [
  [0, COLORS.blue],
  [0.5, '#B5ADA8'],
  [1, COLORS.vermillion],
];

/**
 * What each feature does to the scores of many samples: a point a sample, right of 0 where the feature
 * makes it more anomalous, coloured by the feature's value.
 *
 * A row that is red on one side only says which way the feature works. Colours run from a feature's 5th
 * to its 95th percentile. More than 3600 points are cut to about that many, so that each row keeps its
 * ends and its shape.
 * Source: Lundberg et al. 2020, figure 4 (summary plot).
 *
 * @param contributions of `treeShap`, `kernelShap` or `occlusion`, shape `[nSamples, nFeatures]`.
 * @param samples what was explained, the same shape.
 * @throws {RangeError} if shapes differ, there are no samples, a number is not finite, or an option is
 * unknown or out of its range.
 * @example
 * beeswarmPlot(['hour', 'bytes'], treeShap(fitted, samples).contributions, samples);
 */
export function beeswarmPlot(
  features: readonly string[],
  contributions: Matrix,
  samples: Matrix,
  options: ContributionOptions = {},
): Figure {
  checkOptionNames(options, CONTRIBUTION_OPTIONS);
  const { nTop = 15, ...others } = options;
  const ranked = rankFeatures(features, contributions, nTop);
  checkSamples(samples, contributions.nFeatures);
  if (samples.nSamples !== contributions.nSamples) {
    throw new RangeError(
      `samples must be ${contributions.nSamples} as contributions, got ${samples.nSamples}`,
    );
  }
  const names = ranked.map(({ name }) => nameLines(name, 34));
  const rows = ranked.map(({ index }) => columnOf(contributions, index));
  const [low, high] = rangeOf(rows);
  const limit = Math.max(2, Math.floor(MAX_POINTS / ranked.length));
  const data = ranked.map((feature, row) =>
    swarmOf(feature, row, rows[row], columnOf(samples, feature.index), [low, high], limit),
  );
  const room = 0.04 * (high - low || 1);
  const defaults = {
    title: 'What the features do to the scores',
    xTitle: 'Contribution to the score',
    width: 760,
    height: Math.max(260, 150 + rowHeight(names, 34) * names.length),
    summary: summaryOf(ranked, samples.nSamples),
    xaxis: {
      range: [roundNumber(low - room), roundNumber(high + room)],
      zeroline: true,
      zerolinecolor: '#444444',
    },
    yaxis: {
      ...NAMES_AXIS,
      tickvals: [...names.keys()],
      ticktext: names,
      range: [names.length - 0.5, -0.5],
    },
    more: { showlegend: false },
  };
  return withSubtitle(
    createFigure(data, defaults, others),
    shownOf(ranked.length, features.length),
  );
}

const COLORS_OF_VALUES = { colorscale: VALUE_SCALE, cmin: 0, cmax: 1 };
/** Once a figure. */
const VALUE_BAR = {
  showscale: true,
  colorbar: { ...colorBar('Value of the feature'), tickvals: [0, 1], ticktext: ['low', 'high'] },
};

function swarmOf(
  { name }: RankedFeature,
  row: number,
  contributions: Float64Array,
  values: Float64Array,
  [low, high]: readonly [number, number],
  limit: number,
): Data {
  const kept = Array.from(thinSwarm(contributions, limit));
  const offsets = swarmOffsets(
    kept.map((i) => contributions[i]),
    low,
    high,
  );
  const share = sharesOf(values);
  return {
    type: 'scatter',
    mode: 'markers',
    name: plainText(name),
    x: kept.map((i) => roundNumber(contributions[i])),
    y: Array.from(offsets, (offset) => Number((row + offset).toFixed(3))),
    customdata: kept.map((i) => roundNumber(values[i])),
    marker: {
      color: kept.map((i) => Number(share(values[i]).toFixed(2))),
      ...COLORS_OF_VALUES,
      ...(row === 0 && VALUE_BAR),
      size: 5,
      opacity: 0.85,
    },
    hovertemplate:
      '%{fullData.name}<br>value %{customdata:.4~g}<br>contribution %{x:.3~g}<extra></extra>',
  };
}

/** Where a value lies between low and high ones, in [0, 1]; the middle where all are equal. */
function sharesOf(values: Float64Array): (value: number) => number {
  const sorted = values.slice().sort();
  const at = (share: number) => quantileOfSorted(sorted, share);
  const [low, high] = at(0.05) < at(0.95) ? [at(0.05), at(0.95)] : [at(0), at(1)];
  if (low === high) return () => 0.5;
  return (value) => Math.min(1, Math.max(0, (value - low) / (high - low)));
}

function rangeOf(rows: readonly Float64Array[]): [low: number, high: number] {
  const low = rows.reduce((least, row) => row.reduce((a, b) => Math.min(a, b), least), 0);
  return [low, rows.reduce((most, row) => row.reduce((a, b) => Math.max(a, b), most), 0)];
}

function summaryOf(ranked: readonly RankedFeature[], nSamples: number): string {
  const listed = ranked
    .slice(0, 10)
    .map(({ name, meanSize }) => `${name} ${formatNumber(meanSize)}`)
    .join(', ');
  return `Contributions to the scores of ${formatNumber(nSamples)} samples, by mean size: ${listed}.`;
}
