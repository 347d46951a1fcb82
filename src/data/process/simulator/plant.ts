import { createRandom } from '../../../random';
import { createBoilerFlow } from './boiler-flow';
import { createBoilerHeat } from './boiler-heat';
import { CALIBRATION } from './calibration';
import type { Offsets } from './offsets';
import { createOperator } from './operator';
import { COLUMN, CONSTANTS, PLANT_POINTS, type PlantPoint } from './points';
import { createPowerGrid } from './power-grid';
import { createRoom } from './room';
import { createTurbine } from './turbine';
import { createWaterTreatment } from './water-treatment';

const FIXED = Object.entries(CONSTANTS).map(
  ([point, value]) => [COLUMN[point as PlantPoint], value] as const,
);

interface Grid {
  readonly step: number;
  readonly origin: number;
}

/** What each point resolves; the files' four decimals where nothing coarser is known. */
const RESOLUTION: Readonly<Partial<Record<string, Grid>>> = CALIBRATION.resolution;
const GRIDS = PLANT_POINTS.map((point) => RESOLUTION[point] ?? { step: 1e-4, origin: 0 });

/** One second of the plant: writes a row, rounded to what the real points resolve. */
export type Plant = (second: number, offsets: Offsets, row: Float64Array) => void;

/**
 * The four processes, coupled: the grid (P4) asks the boiler (P1) for pressure and temperature and the water treatment (P3) for
 * water; the boiler's pressure and temperature go back to the grid's steam turbine; the turbine (P2) turns at the grid's speed.
 *
 * @param startSecond second of the day at which it starts, midnight is 0; then `second` goes on from it.
 */
export function createPlant(seed: number, startSecond: number): Plant {
  const root = createRandom(seed);
  const fork = () => createRandom(root.integer(2 ** 31));
  const operator = createOperator(fork(), startSecond);
  const grid = createPowerGrid(fork());
  const flow = createBoilerFlow(fork());
  const heat = createBoilerHeat(fork());
  const turbine = createTurbine(fork());
  const water = createWaterTreatment(fork());
  const room = createRoom(fork());
  return (second, offsets, row) => {
    for (const [column, value] of FIXED) row[column] = value;
    const setPoints = operator(second, row);
    const state = grid(row);
    flow(state.steamPower, setPoints, offsets, row);
    heat(row);
    turbine(room(row), offsets, row);
    water(state, offsets, row);
    for (let j = 0; j < row.length; j++) row[j] = roundTo(row[j], GRIDS[j]);
  };
}

/** To the point's resolution, then to the files' four decimals. */
function roundTo(value: number, { step, origin }: Grid): number {
  const steps = Math.round((value - origin) / step);
  return Math.round((origin + steps * step) * 1e4) / 1e4;
}
