import { type Figure, panelsPlot } from 'anomaly-lab';
import { createFigure } from '../../src/plots/figure';
import { COLORS } from '../../src/plots/template';

/** Medians at one size. */
export interface StorePoint {
  readonly millions: number;
  /** From start to end, and of processors: other work on the machine changes the first. */
  readonly seconds: number;
  readonly cpuSeconds: number;
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
  const measured = { ...line, mode: 'lines+markers' };
  const own = { ...measured, y, name: 'measured', line: { color: COLORS.blue } };
  const ofProcessors = {
    ...{ ...measured, y: points.map(({ cpuSeconds }) => cpuSeconds) },
    ...{ name: 'of processors, both cores together', line: { color: COLORS.sky } },
  };
  const bar = {
    ...{ ...line, y: x.map(() => limit), mode: 'lines', name: 'limit' },
    line: { color: COLORS.vermillion, dash: 'dash' },
  };
  return createFigure([own, ...(key === 'seconds' ? [ofProcessors] : []), bar], {
    ...{ title, xTitle: 'Million logins', yTitle },
    summary: `${yTitle}: ${x.map((millions, i) => `${y[i]} at ${millions} million`).join(', ')}.`,
    xaxis: { rangemode: 'tozero' },
    yaxis: { rangemode: 'tozero' },
    more: { showlegend: true },
  });
}
