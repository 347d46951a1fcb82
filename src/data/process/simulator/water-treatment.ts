import type { Random } from '../../../random';
import { CALIBRATION } from './calibration';
import type { Offsets } from './offsets';
import { COLUMN, CONSTANTS } from './points';
import type { GridState } from './power-grid';
import { clamp, lag, slowNoise } from './signals';

const { water } = CALIBRATION;
/** Largest speed and position command of the controller's words. */
const WORD = 27648;

/**
 * P3, the water treatment, which plays a pumped-storage plant: LCV01 lets water out of the upper tank as hydropower is called
 * for, LCP01 pumps it back up else, until the level LT01 reaches the high set-point; below the low one LCV01 shuts.
 *
 * Outflow grows with the root of the level; the pump lifts nothing below a certain speed.
 */
export function createWaterTreatment(random: Random) {
  let level = water.level;
  let isFull = false;
  const pump = lag(water.pumpSeconds, 0);
  let demand = 0;
  const lifted = lag(water.liftSeconds, 0);
  const pumpNoise = slowNoise(random, 60);
  const high = CONSTANTS.P3_LH ?? 0;
  const low = CONSTANTS.P3_LL ?? 0;

  return ({ hydroPower, isHydroOn }: GridState, offsets: Offsets, row: Float64Array): void => {
    const full = high + offsets.P3_LH - water.fullMargin;
    isFull = level > full || (isFull && level > full - water.fullBand);
    const wantsPump = !isHydroOn && !isFull;
    const speed = water.pumpSpeed + water.pumpNoise * clamp(pumpNoise(), -1.6, 1.6);
    const pumpCommand = clamp(pump(wantsPump ? speed : 0) + offsets.P3_LCP01D, 0, WORD);
    if (random.uniform() < water.scans) demand = hydroPower; // else the controller still has the old one
    const mayDischarge = level > low + offsets.P3_LL;
    const opening = mayDischarge ? water.valveGain * demand + water.valveBase : 0;
    const valveCommand = clamp(opening + offsets.P3_LCV01D, -2, WORD);
    const lift =
      lifted(Math.max(0, pumpCommand - water.pumpLeast)) *
      water.lift *
      Math.max(0, 1 - level / water.pumpHead);
    const drain = (water.drain * Math.max(valveCommand, 0) * Math.sqrt(Math.max(level, 0))) / 15000;
    level = clamp(level + lift - drain, 0, 90);
    row[COLUMN.P3_LCP01D] = pumpCommand;
    row[COLUMN.P3_LCV01D] = valveCommand;
    row[COLUMN.P3_LT01] = level + random.normal(0, water.levelSensor);
  };
}
