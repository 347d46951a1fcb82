import type { Random } from '../../../random';
import { CALIBRATION } from './calibration';
import { COLUMN } from './points';
import { lag, ramp, slowNoise, smoothNoise } from './signals';

/** What the other processes get of the grid. */
export interface GridState {
  /** Output of the steam turbine, MW. */
  readonly steamPower: number;
  /** Output of the hydropower turbine, MW. */
  readonly hydroPower: number;
  /** Whether hydropower is called for; otherwise its pump may run. */
  readonly isHydroOn: boolean;
}

const { grid } = CALIBRATION;

/**
 * P4, the simulated grid: a load that wanders, hydropower that joins above a level of it, a steam turbine that carries
 * the rest with a lag.
 */
export function createPowerGrid(random: Random): (row: Float64Array) => GridState {
  const wander = smoothNoise(random, grid.loadSeconds);
  const dispatch = lag(grid.dispatchSeconds, grid.loadMean);
  const hydroDemand = ramp(grid.hydroRamp, 0);
  const hydroOutput = lag(grid.hydroOutputSeconds, 0);
  const steamOutput = lag(grid.steamSeconds, grid.loadMean);
  const steamNoise = slowNoise(random, grid.noiseSeconds);
  const hydroNoise = slowNoise(random, grid.noiseSeconds);
  const frequencyNoise = slowNoise(random, 3);
  let isHydroOn = false;
  let hydroBefore = 0;
  return (row) => {
    const load = grid.loadMean + grid.loadReach * Math.tanh(grid.loadBend * wander());
    if (load > grid.hydroOn) isHydroOn = true;
    else if (load < grid.hydroOff) isHydroOn = false;
    const dispatched = dispatch(load);
    const share = grid.hydroBase + grid.hydroShare * dispatched + grid.hydroNoise * hydroNoise();
    const hydroLoad = hydroDemand(isHydroOn ? share : 0);
    const hydroPower = hydroOutput(hydroLoad);
    const steamLoad = load - hydroLoad;
    const steamPower = steamOutput(steamLoad) + grid.steamNoise * steamNoise();
    row[COLUMN.P4_LD] = load;
    row[COLUMN.P4_HT_LD] = hydroLoad < 0.01 ? grid.hydroDemandZero : hydroLoad;
    row[COLUMN.P4_HT_PO] = Math.max(hydroPower, grid.hydroOutputZero);
    row[COLUMN.P4_ST_LD] = steamLoad + random.normal(0, grid.steamLoadNoise);
    row[COLUMN.P4_ST_PO] = steamPower;
    row[COLUMN.P4_ST_FD] =
      random.normal(0, grid.steamFrequencyNoise) + rare(random, grid.steamFrequencySpike);
    row[COLUMN.P4_HT_FD] =
      grid.hydroFrequency * (hydroPower - hydroBefore) * (0.4 + frequencyNoise()) +
      random.normal(0, grid.hydroFrequencyNoise);
    hydroBefore = hydroPower;
    return { steamPower, hydroPower, isHydroOn };
  };
}

/** A spike in one of 500 seconds. */
function rare(random: Random, size: number): number {
  return random.uniform() < 0.002 ? random.normal(0, size) : 0;
}
