import type { Random } from '../../../random';
import { CALIBRATION } from './calibration';
import { COLUMN } from './points';

/** The set-points that operators change, and the scheduled power of the steam turbine. */
export interface SetPoints {
  /** Added to the pressure demand, bar. */
  pressure: number;
  /** Level of the return tank, mm. */
  level: number;
  /** Outflow of the return tank, L/h. */
  flow: number;
  /** Base of the temperature demand, °C. */
  temperature: number;
  /** MW; 0 during the day shift. */
  scheduledPower: number;
}

const { operator } = CALIBRATION;
const HOUR = 3600;
const DAY = 24 * HOUR;

/**
 * The operators' task scheduler: five times a day, at 7, 9, 11, 13 and 15 o'clock, all set-points are drawn anew, and one of
 * them leaves its usual range until the next time: level, pressure, temperature, flow, none. The change at 13 is sometimes left out.
 */
export function createOperator(
  random: Random,
  startSecond: number,
): (second: number, row: Float64Array) => SetPoints {
  const between = ([low, high]: readonly number[]) => low + (high - low) * random.uniform();
  const points: SetPoints = draw(hourOf(startSecond));
  let next = nextChange(startSecond);

  function draw(hour: number): SetPoints {
    const isDay = hour >= 7 && hour < 15;
    return {
      pressure: between(hour === 9 ? operator.pressureLow : operator.pressure),
      level: between(hour === 7 ? operator.levelHigh : operator.level),
      flow: between(hour === 13 ? operator.flowLow : operator.flow),
      temperature: hour === 11 ? operator.temperatureLow : operator.temperature,
      scheduledPower: isDay ? 0 : between(operator.scheduledPower),
    };
  }

  function nextChange(second: number): number {
    const midnight = Math.floor(second / DAY) * DAY;
    const jitter = between(operator.jitterSeconds);
    const hour = operator.hours.find((hour) => midnight + hour * HOUR + jitter > second);
    return midnight + (hour === undefined ? DAY + operator.hours[0] * HOUR : hour * HOUR) + jitter;
  }

  return (second, row) => {
    if (second >= next) {
      const hour = hourOf(next);
      const isLeftOut = hour === 13 && random.uniform() < operator.leftOut;
      if (!isLeftOut) Object.assign(points, draw(hour));
      next = nextChange(next);
    }
    row[COLUMN.P1_B2004] = points.pressure;
    row[COLUMN.P1_B3004] = points.level;
    row[COLUMN.P1_B3005] = points.flow;
    row[COLUMN.P1_B4002] = points.temperature;
    row[COLUMN.P4_ST_PS] = points.scheduledPower;
    return points;
  };
}

/** The hour of the schedule that a second belongs to: the last one of 7, 9, 11, 13 and 15, else 15. */
function hourOf(second: number): number {
  const hour = Math.floor((second % DAY) / HOUR);
  return operator.hours.filter((start) => start <= hour).at(-1) ?? 15;
}
