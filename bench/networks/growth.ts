import { type Figure, panelsPlot } from 'anomaly-lab';
import { createFigure } from '../../src/plots/figure';
import { COLORS } from '../../src/plots/template';
import type { GrowthPoint } from '../harness/results';
import type { Work } from './workload';

/** Steps in an epoch, whose time is divided by it. */
export const STEPS = 20;

const USUAL = { length: 50, units: 64, batchSize: 64 };
const N_FEATURES = 32;

const VALUES = {
  length: [10, 25, 50, 100, 200],
  units: [16, 32, 64, 128],
  batchSize: [16, 32, 64, 128, 256],
} as const;

const TITLES = {
  length: { title: 'Longer windows', xTitle: 'Timesteps' },
  units: { title: 'More units', xTitle: 'Units' },
  batchSize: { title: 'Larger batches', xTitle: 'Windows in a batch' },
} as const;

const MILLISECONDS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

type Along = GrowthPoint['along'];

type Sizes = Readonly<Record<Along, number>>;

const ALONGS = Object.keys(VALUES) as readonly Along[];

/** One LSTM layer at each size, the other sizes as usual. */
export const GROWTH: readonly { along: Along; value: number; work: Work }[] = ALONGS.flatMap(
  (along) =>
    VALUES[along].map((value) => {
      const { length, units, batchSize }: Sizes = { ...USUAL, [along]: value };
      const work: Work = {
        network: 'lstmClassifier',
        options: { units: [units], dropout: 0 },
        ...{ nWindows: STEPS * batchSize, length, nFeatures: N_FEATURES, batchSize },
      };
      return { along, value, work };
    }),
);

/** Time of a training step along each size, ours beside the peer's, both axes logarithmic. */
export function growthPlot(points: readonly GrowthPoint[], peerName: string): Figure {
  const panels = ALONGS.map((along) => panelOf(along, points, peerName));
  const { length, units, batchSize } = USUAL;
  return panelsPlot(panels, {
    title: `A training step of one LSTM layer (else ${length} × ${N_FEATURES}, ${units} units, batch ${batchSize})`,
    width: 1020,
  });
}

function panelOf(along: Along, points: readonly GrowthPoint[], peerName: string): Figure {
  const own = points.filter((point) => point.along === along);
  const values = own.map(({ value }) => value);
  const line = (name: string, side: 'ours' | 'peer', color: string) => ({
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x: values,
    y: own.map((point) => Number((1000 * point[side]).toPrecision(4))),
    line: { color, width: 2 },
    marker: { color, size: 6 },
  });
  const ratios = own.map(({ value, ratio }) => `${ratio.toFixed(2)} at ${value}`).join(', ');
  return createFigure(
    [line('anomaly-lab', 'ours', COLORS.blue), line(peerName, 'peer', COLORS.vermillion)],
    {
      ...TITLES[along],
      yTitle: 'Time (ms)',
      summary: `ratio ${ratios}.`,
      xaxis: { type: 'log', tickvals: values, ticktext: values.map(String) },
      yaxis: { type: 'log', tickvals: MILLISECONDS, ticktext: MILLISECONDS.map(String) },
      more: { showlegend: true },
    },
  );
}
