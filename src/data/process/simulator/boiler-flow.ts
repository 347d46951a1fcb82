import type { Random } from '../../../random';
import { CALIBRATION } from './calibration';
import type { Offsets } from './offsets';
import type { SetPoints } from './operator';
import { COLUMN } from './points';
import { clamp, controller, lag, slowNoise } from './signals';

const { boiler } = CALIBRATION;

/**
 * P1, the water side of the boiler: pump → PCV01 → heat exchanger (pressure PIT01) → LCV01 → return tank (level LIT01) →
 * FCV03 → main tank, under three controllers: pressure (PC), level (LC) and outflow (FC).
 *
 * Flows are L/h. A valve passes (opening + leak) · √(pressure drop); the pressure follows the difference of the flows round
 * it, the level that of the flows into and out of the tank.
 */
export function createBoilerFlow(random: Random) {
  let pressure = boiler.pressure;
  let level = boiler.level;
  const pressureControl = controller(boiler.pressureGains, 0, 100, boiler.pressureValve);
  const levelControl = controller(boiler.levelGains, 0, 100, boiler.levelValve);
  const flowControl = controller(boiler.flowGains, 0, 100, boiler.flowValve);
  const demand = lag(boiler.demandSeconds, boiler.pressure);
  const pressureValve = lag(boiler.valveSeconds, boiler.pressureValve);
  const levelValve = lag(boiler.valveSeconds, boiler.levelValve);
  const flowValve = lag(boiler.valveSeconds, boiler.flowValve);
  const levelWanted = lag(boiler.levelWantedSeconds, boiler.level);
  const supplyNoise = slowNoise(random, boiler.noiseSeconds);
  const returnNoise = slowNoise(random, boiler.noiseSeconds);
  const outflowNoise = slowNoise(random, 3);
  let outflow = boiler.flow;
  let demandBefore = boiler.pressure;

  return (steamPower: number, wanted: SetPoints, offsets: Offsets, row: Float64Array): void => {
    const pressureDemand =
      boiler.demandBase +
      boiler.demandPower * demand(steamPower) +
      boiler.demandSetPoint * wanted.pressure;
    const flowCommand = flowControl(wanted.flow + offsets.P1_B3005 - outflow);
    const levelCommand = clamp(
      levelControl(
        levelWanted(wanted.level + offsets.P1_B3004) - level,
        boiler.feedForward * (flowCommand - boiler.flowValve),
      ) + offsets.P1_LCV01D,
      0,
      100,
    );
    const pressureCommand = clamp(
      pressureControl(pressureDemand + offsets.P1_B2016 - pressure) + offsets.P1_PCV01D,
      0,
      100,
    );
    const [supplyAt, returnAt, flowAt] = [
      pressureValve(pressureCommand),
      levelValve(levelCommand),
      flowValve(flowCommand),
    ];
    const supply =
      boiler.supplyFlow * (supplyAt + boiler.supplyLeak) * root(boiler.pumpPressure - pressure) +
      boiler.supplyNoise * supplyNoise();
    const inflow =
      boiler.returnFlow * (returnAt + boiler.returnLeak) * root(pressure) +
      boiler.returnNoise * returnNoise();
    outflow =
      boiler.outFlow * (flowAt - boiler.outDead) * root(level + boiler.head) +
      boiler.outNoise * outflowNoise();
    pressure = Math.max(pressure + (supply - inflow) / boiler.pressureCapacity, 0);
    level = clamp(level + (inflow - outflow) / boiler.tankCapacity, 0, 720);
    record();

    function record(): void {
      row[COLUMN.P1_B2016] = pressureDemand;
      const isStale = random.uniform() < boiler.stale; // scanned before the demand was
      row[COLUMN.P1_B4022] =
        boiler.temperatureBase +
        boiler.temperatureDemand *
          ((isStale ? demandBefore : pressureDemand) -
            boiler.temperatureSetPoint * wanted.pressure) +
        wanted.temperature;
      demandBefore = pressureDemand;
      row[COLUMN.P1_PIT01] = pressure + random.normal(0, boiler.pressureSensor);
      row[COLUMN.P1_PCV01D] = pressureCommand;
      row[COLUMN.P1_PCV01Z] = 0.64 + 0.998 * supplyAt + random.normal(0, boiler.positionSensor);
      row[COLUMN.P1_LCV01D] = levelCommand;
      row[COLUMN.P1_LCV01Z] = 0.305 + 0.981 * returnAt + random.normal(0, boiler.positionSensor);
      row[COLUMN.P1_FCV03D] = flowCommand;
      row[COLUMN.P1_FCV03Z] = 5.43 + 0.9075 * flowAt + random.normal(0, boiler.positionSensor);
      row[COLUMN.P1_LIT01] = level + random.normal(0, boiler.levelSensor);
      const inflowReading =
        boiler.inflowMean +
        boiler.inflowSupply * (supplyAt - boiler.pressureValve) +
        boiler.inflowPressure * (pressure - boiler.pressure) +
        boiler.inflowReturn * (returnAt - boiler.levelValve);
      row[COLUMN.P1_FT01Z] = Math.max(0, inflowReading + random.normal(0, boiler.inflowSensor));
      row[COLUMN.P1_FT01] = Math.max(
        0,
        5.41 + 0.18443 * row[COLUMN.P1_FT01Z] + random.normal(0, 5.7),
      );
      row[COLUMN.P1_FT03Z] = Math.max(0, outflow + random.normal(0, boiler.outflowSensor));
      row[COLUMN.P1_FT03] = Math.max(
        0,
        0.58335 * row[COLUMN.P1_FT03Z] - 337.34 + random.normal(0, 2),
      );
    }
  };
}

const root = (drop: number) => Math.sqrt(Math.max(drop, 0));
