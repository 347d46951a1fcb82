// Fits the simulator of HAI to real rows: `npx tsx scripts/fit-hai-simulator.ts FILE.csv [SECONDS]`.
//
// FILE has every 100th second of HAI 20.07 train1, without labels. Each process is simulated on its own, and its figures are moved at
// random; what brings quantiles, autocorrelations and correlations of its points closer to the real ones is kept. Prints
// what it found, to be rounded and put into src/data/process/simulator/calibration.json by hand.
import { readFileSync } from 'node:fs';
import { createBoilerFlow } from '../src/data/process/simulator/boiler-flow';
import { createBoilerHeat } from '../src/data/process/simulator/boiler-heat';
import { CALIBRATION } from '../src/data/process/simulator/calibration';
import { noOffsets } from '../src/data/process/simulator/offsets';
import { createOperator } from '../src/data/process/simulator/operator';
import { COLUMN, PLANT_POINTS, type PlantPoint } from '../src/data/process/simulator/points';
import { createPowerGrid } from '../src/data/process/simulator/power-grid';
import { createWaterTreatment } from '../src/data/process/simulator/water-treatment';
import { createRandom, type Random } from '../src/random';

type Step = (second: number, row: Float64Array) => void;
type Figures = Record<string, number>;

/** A process, its points, and the figures that are moved. */
interface Group {
  readonly points: readonly PlantPoint[];
  readonly figures: Figures;
  readonly names: readonly string[];
  readonly make: (random: Random) => Step;
}

const PACE = 100;
const START = 20 * 3600; // of the day
const quiet = noOffsets();
const { grid, boiler, heat, water } = CALIBRATION;

const GROUPS: Readonly<Record<string, Group>> = {
  grid: {
    points: ['P4_LD', 'P4_HT_LD', 'P4_HT_PO', 'P4_ST_LD', 'P4_ST_PO'],
    figures: grid,
    names: [
      'loadReach',
      'loadBend',
      'dispatchSeconds',
      'hydroShare',
      'hydroNoise',
      'hydroRamp',
      'hydroOutputSeconds',
      'steamSeconds',
      'steamNoise',
    ],
    make: (random) => {
      const step = createPowerGrid(random);
      return (_, row) => void step(row);
    },
  },
  water: {
    points: ['P3_LCP01D', 'P3_LCV01D', 'P3_LT01', 'P4_HT_PO'],
    figures: water,
    names: [
      'fullMargin',
      'fullBand',
      'pumpHead',
      'pumpSeconds',
      'liftSeconds',
      'pumpLeast',
      'lift',
      'drain',
    ],
    make: (random) => {
      const [power, step] = [createPowerGrid(random), createWaterTreatment(random)];
      return (_, row) => step(power(row), quiet, row);
    },
  },
  boiler: {
    points: [
      'P1_B2016',
      'P1_PIT01',
      'P1_PCV01D',
      'P1_LCV01D',
      'P1_LIT01',
      'P1_FCV03D',
      'P1_FT01Z',
      'P1_FT03Z',
    ],
    figures: boiler as unknown as Figures,
    names: [
      'demandSeconds',
      'valveSeconds',
      'levelWantedSeconds',
      'noiseSeconds',
      'supplyNoise',
      'outNoise',
      'pressureCapacity',
      'tankCapacity',
      'feedForward',
    ],
    make: (random) => {
      const [power, operator, step] = [
        createPowerGrid(random),
        createOperator(random, START),
        createBoilerFlow(random),
      ];
      return (second, row) => step(power(row).steamPower, operator(second, row), quiet, row);
    },
  },
  heat: {
    points: [
      'P1_TIT01',
      'P1_TIT02',
      'P1_B4005',
      'P1_B400B',
      'P1_FT02Z',
      'P1_FCV01D',
      'P1_FCV02Z',
      'P1_PIT02',
    ],
    figures: heat as unknown as Figures,
    names: [
      'exchange',
      'exchangeIdle',
      'masses',
      'heater',
      'layer',
      'layerSeconds',
      'tankLoss',
      'outletLoss',
      'demandSeconds',
      'valveSeconds',
    ],
    make: (random) => {
      const [operator, step] = [createOperator(random, START), createBoilerHeat(random)];
      return (second, row) => {
        row[COLUMN.P1_B4022] = 3.75 + operator(second, row).temperature + random.normal(0, 0.28);
        step(row);
      };
    },
  },
};
// Gains are nested; they are moved like the others.
const GAINS: Readonly<Record<string, readonly Figures[]>> = {
  boiler: [boiler.pressureGains, boiler.levelGains, boiler.flowGains],
  heat: [heat.gains],
};

function simulate({ points, make }: Group, nRows: number): Float64Array[] {
  const step = make(createRandom(11));
  const row = new Float64Array(PLANT_POINTS.length);
  const columns = points.map(() => new Float64Array(nRows));
  for (let second = 0; second < nRows * PACE; second++) {
    step(START + second, row);
    if (second % PACE !== PACE - 1) continue;
    points.forEach((point, k) => {
      columns[k][(second - PACE + 1) / PACE] = row[COLUMN[point]];
    });
  }
  return columns;
}

/** Quantiles in real standard deviations, then correlations at lags 0 to 3. */
function describe(columns: readonly Float64Array[], scales: readonly number[]): number[] {
  const quantiles = columns.flatMap((values, k) => {
    const sorted = Float64Array.from(values).sort();
    return [0.05, 0.25, 0.5, 0.75, 0.95].map(
      (q) => sorted[Math.floor(q * (sorted.length - 1))] / scales[k],
    );
  });
  const lags = columns.flatMap((a) =>
    columns.flatMap((b) => [0, 1, 2, 3].map((lag) => correlation(a, b, lag))),
  );
  return [...quantiles, ...lags];
}

function correlation(a: Float64Array, b: Float64Array, lag: number): number {
  const n = a.length - lag;
  const [x, y] = [a.subarray(0, n), b.subarray(lag)];
  const [mx, my] = [x, y].map((values) => values.reduce((sum, value) => sum + value, 0) / n);
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    xy += (x[i] - mx) * (y[i] - my);
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** A random search that takes smaller steps the longer nothing helps. */
function search(name: string, group: Group, real: readonly Float64Array[], seconds: number): void {
  const scales = real.map(deviation);
  const wanted = describe(real, scales);
  const cost = () => {
    const found = describe(simulate(group, 2000), scales);
    const sum =
      found.reduce((total, value, i) => total + (value - wanted[i]) ** 2, 0) / found.length;
    return Number.isFinite(sum) ? Math.sqrt(sum) : Infinity;
  };
  const places = [
    ...group.names.map((key) => [group.figures, key] as const),
    ...(GAINS[name] ?? []).flatMap((gains) =>
      Object.keys(gains).map((key) => [gains, key] as const),
    ),
  ];
  const random = createRandom(11);
  const end = Date.now() + seconds * 1000;
  let [best, step] = [cost(), 0.3];
  console.log(name, 'before', best.toFixed(4));
  while (Date.now() < end) {
    const before = places.map(([figures, key]) => figures[key]);
    for (const [figures, key] of places)
      if (random.uniform() < 0.3) figures[key] *= Math.exp(random.normal(0, step));
    const now = cost();
    if (now < best) best = now;
    else {
      places.forEach(([figures, key], k) => {
        figures[key] = before[k];
      });
      step = Math.max(0.03, step * 0.99);
    }
  }
  console.log(
    name,
    'after',
    best.toFixed(4),
    JSON.stringify(Object.fromEntries(places.map(([figures, key]) => [key, figures[key]]))),
  );
}

const [file, seconds = '60'] = process.argv.slice(2);
const rows = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').slice(1).map(Number));
for (const [name, group] of Object.entries(GROUPS)) {
  const real = group.points.map((point) => Float64Array.from(rows, (row) => row[COLUMN[point]]));
  search(name, group, real, Number(seconds));
}
