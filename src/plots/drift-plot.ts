import type { FeatureDrift } from '../evaluate/drift/feature-drift';
import type { MonthDrift } from '../evaluate/drift/monthly-drift';
import type { WeekDrift } from '../evaluate/drift/weekly-drift';
import type { Figure, PlotOptions } from './figure';
import { heatmapPlot } from './heatmap-plot';

/** What a heat map of drift has a cell of. */
type DriftRow = FeatureDrift | WeekDrift | MonthDrift;

/** From here on all cells are as dark: far above what is called large. */
const DARKEST = 0.5;

/**
 * Stability indices as a heat map, features by weeks or months.
 *
 * A star stands where the index is above what chance alone gives in 95 of 100 shuffles; colours end at 0.5, so that one
 * feature far off does not make all others pale.
 *
 * @param rows of `weeklyDrift`, `monthlyDrift`, or of `featureDrift`, which makes one column.
 * @throws {RangeError} if there are no rows.
 */
export function driftPlot(
  rows: readonly (FeatureDrift | WeekDrift | MonthDrift)[],
  options: PlotOptions = {},
): Figure {
  const features = [...new Set(rows.map(({ feature }) => feature))];
  const columns = [...new Set(rows.map(columnOf))];
  const cells = new Map(rows.map((row) => [`${columnOf(row)} ${row.feature}`, row]));
  const cellsOf = <T>(textOrIndex: (row: DriftRow | undefined) => T): T[][] =>
    features.map((feature) =>
      columns.map((column) => textOrIndex(cells.get(`${column} ${feature}`))),
    );
  const figure = heatmapPlot(
    cellsOf((row) => row?.psi ?? Number.NaN),
    {
      title: 'Drift of features',
      xTitle: titleOf(rows[0]),
      yTitle: 'Feature',
      height: 180 + 30 * features.length,
      ...options,
      xLabels: columns,
      yLabels: features,
      colorScale: 'Oranges',
      range: [0, DARKEST],
      colorTitle: 'Stability index',
      annotate: cellsOf((row) => (row ? cellText(row) : '')),
    },
  );
  const nAbove = rows.filter(({ psi, psiByChance }) => psi > psiByChance).length;
  const summary = `Stability index of ${features.length} features; ${nAbove} of ${rows.length} cells are above what chance gives.`;
  return { ...figure, layout: { ...figure.layout, meta: { summary } } };
}

const cellText = ({ psi, psiByChance }: FeatureDrift) =>
  `${psi.toFixed(2)}${psi > psiByChance ? ' *' : ''}`;

function columnOf(row: DriftRow): string {
  if ('month' in row) return row.month;
  return 'week' in row ? String(row.week) : 'current';
}

function titleOf(row: DriftRow | undefined): string {
  if (row && 'month' in row) return 'Month';
  return row && 'week' in row ? 'Week' : 'Sample';
}
