import type { Random } from '../../../random';
import { CALIBRATION } from './calibration';
import { COLUMN } from './points';
import { curve, lag, smoothNoise } from './signals';

const { room } = CALIBRATION;
const steam = curve(room.steam);

/**
 * What slow drift there is: one factor of unit variance, as the temperature of the room, that the turbine's probes and the idle
 * valve PCV02 share. Fitted, not physics. Also the steam pressure that the grid reads off the boiler, in steps of 0.1 bar.
 */
export function createRoom(random: Random): (row: Float64Array) => number {
  const drift = smoothNoise(random, room.driftSeconds);
  const seen = lag(room.pressureSeconds, 1.07);
  return (row) => {
    const now = drift();
    row[COLUMN.P1_PCV02Z] =
      room.idleValve + room.idleDrift * now + random.normal(0, room.idleNoise);
    const tenths = Math.round(10 * seen(row[COLUMN.P1_PIT01])) / 10;
    row[COLUMN.P4_ST_PT01] = steam(tenths);
    return now;
  };
}
