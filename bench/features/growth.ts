import { type Figure, panelsPlot } from 'anomaly-lab';
import { createFigure } from '../../src/plots/figure';
import { COLORS } from '../../src/plots/template';

/** Medians at one size. */
export interface StorePoint {
  readonly millions: number;
  readonly seconds: number;
  readonly peakRssMb: number;
}

const PANELS = [
  { key: 'seconds', title: 'Time', yTitle: 'Seconds', limit: 60 },
  { key: 'peakRssMb', title: 'Peak memory of the process', yTitle: 'MB', limit: 2500 },
] as const;

/** Seconds and peak memory against millions of logins, each with its limit. */
export function storeGrowthPlot(points: readonly StorePoint[]): Figure {
  return panelsPlot(
    PANELS.map((panel) => panelOf(panel, points)),
    { title: 'Features of logins, from parquet to parquet', width: 1020 },
  );
}

function panelOf(
  { key, title, yTitle, limit }: (typeof PANELS)[number],
  points: readonly StorePoint[],
): Figure {
  const x = points.map(({ millions }) => millions);
  const y = points.map((point) => point[key]);
  const line = { type: 'scatter', x };
  const own = { ...line, y, mode: 'lines+markers', name: 'measured', line: { color: COLORS.blue } };
  const bar = {
    ...{ ...line, y: x.map(() => limit), mode: 'lines', name: 'limit' },
    line: { color: COLORS.vermillion, dash: 'dash' },
  };
  return createFigure([own, bar], {
    ...{ title, xTitle: 'Million logins', yTitle },
    summary: `${yTitle}: ${x.map((millions, i) => `${y[i]} at ${millions} million`).join(', ')}.`,
    xaxis: { rangemode: 'tozero' },
    yaxis: { rangemode: 'tozero' },
    more: { showlegend: true },
  });
}
