import type { Random } from '../../../random';
import { CALIBRATION } from './calibration';
import type { Offsets } from './offsets';
import { COLUMN, type PlantPoint } from './points';
import { lag } from './signals';

const { turbine } = CALIBRATION;

/**
 * P2, the rotor kit: its speed keeps to a set-point, and five probes see the shaft turn. At one sample a second the turns alias:
 * a probe reads one point of its sine, at a phase that drifts with the speed.
 *
 * `drift` is a slow change that all probes and the speed share, as of the temperature of the room.
 */
export function createTurbine(random: Random) {
  const speed = lag(turbine.speedSeconds, turbine.speed);
  let phase = 2 * Math.PI * random.uniform();
  const probes = Object.entries(turbine.probes).map(
    ([point, probe]) => [COLUMN[point as PlantPoint], probe] as const,
  );
  return (drift: number, offsets: Offsets, row: Float64Array): void => {
    const turning = speed(turbine.speed + offsets.P2_SD01) + turbine.speedDrift * drift;
    const measured = turning + random.normal(0, turbine.speedNoise);
    phase =
      (phase + (2 * Math.PI * (turning + random.normal(0, turbine.phaseNoise))) / 60) %
      (2 * Math.PI);
    const swing = (turning / turbine.speed) ** 2;
    for (const [column, { mean, drift: share, sine, cosine, noise }] of probes) {
      row[column] =
        mean +
        share * drift +
        swing * (sine * Math.sin(phase) + cosine * Math.cos(phase)) +
        random.normal(0, noise);
    }
    row[COLUMN.P2_SIT01] = measured;
    row[COLUMN.P2_24Vdc] =
      turbine.supply + turbine.supplyDrift * drift + random.normal(0, turbine.supplyNoise);
  };
}
