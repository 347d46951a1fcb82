import type { Random } from '../../../random';
import { CALIBRATION } from './calibration';
import { COLUMN } from './points';
import { clamp, controller, curve, lag, slowNoise } from './signals';

const { heat } = CALIBRATION;
const CURVES = {
  flow: curve(heat.flow),
  valve1: curve(heat.valve1),
  valve2: curve(heat.valve2),
  pressure: curve(heat.pressure),
  head: curve(heat.head),
  steam: curve(heat.steam),
};

/**
 * P1, the heat side of the boiler: a heating tank (TIT02) whose heater goes on and off between two temperatures, and a flow
 * of its water (FT02), which keeps the heat exchanger's outlet (TIT01) at the demand: a temperature controller in cascade with a
 * flow controller (TC), that splits its range over the valves FCV01 and FCV02.
 *
 * Two masses of water that exchange heat in proportion to the flow. What valves, flow and pressure are at a demand are curves
 * read off the real rows.
 */
export function createBoilerHeat(random: Random) {
  let outlet = heat.outlet;
  let tank = heat.tank;
  let layer = 0;
  let isHeating = false;
  let pulse = 0;
  let opening1 = 0;
  const control = controller(heat.gains, 0, 100, 0);
  const demandLag = lag(heat.demandSeconds, 0);
  const valveLag = lag(heat.valveSeconds, 0);
  const flowSway = slowNoise(random, heat.swaySeconds);
  const demandSway = slowNoise(random, heat.swaySeconds);
  const valveSway = slowNoise(random, heat.swaySeconds);

  return (row: Float64Array): void => {
    const command = control(row[COLUMN.P1_B4022] - outlet);
    const demand = demandLag(command);
    const stage = valveLag(demand);
    const flow = CURVES.flow(stage);
    exchange(flow);
    record(row, command, demand, stage);
  };

  function exchange(flow: number): void {
    const reading = tank + layer;
    if (reading < heat.heaterOn) isHeating = true;
    else if (reading > heat.heaterOff) isHeating = false;
    const passed = (heat.exchange * flow + heat.exchangeIdle) * (tank - outlet);
    layer += ((isHeating ? heat.layer : 0) - layer) / heat.layerSeconds;
    tank += (isHeating ? heat.heater : 0) - passed - heat.tankLoss * (tank - heat.room);
    outlet += heat.masses * passed - heat.outletLoss * (outlet - heat.main);
  }

  function record(row: Float64Array, command: number, demand: number, stage: number): void {
    const flow = CURVES.flow(stage);
    const opening2 = CURVES.valve2(stage);
    pulse = (pulse + 1) % heat.pulseSeconds;
    const isPulsing = opening2 > 1 && opening2 < 90;
    const isOpen = isPulsing ? pulse < (heat.pulseSeconds * opening2) / 70 : opening2 >= 90;
    const between = flow > 150 && flow < 2700 ? 1 : 0;
    const [sway, other] = [flowSway(), valveSway()];
    row[COLUMN.P1_TIT01] = outlet + random.normal(0, heat.sensor);
    row[COLUMN.P1_TIT02] = tank + layer + random.normal(0, heat.sensor);
    row[COLUMN.P1_B4005] = command;
    row[COLUMN.P1_B400B] =
      CURVES.flow(demand) + random.normal(0, 1.5) + 45 * between * demandSway();
    const shutting = Math.min(opening1, heat.idleOpening) - heat.idleOpening / heat.idleSeconds; // the rest goes slowly
    opening1 = Math.max(CURVES.valve1(stage), shutting);
    row[COLUMN.P1_FCV01D] = clamp(opening1 + 1.5 * between * sway, 0, 100);
    row[COLUMN.P1_FCV01Z] =
      0.28 + 1.0025 * row[COLUMN.P1_FCV01D] + random.normal(0, 0.01) + 1.8 * between * other;
    row[COLUMN.P1_FCV02D] = isOpen ? 100 : 0;
    row[COLUMN.P1_FCV02Z] =
      opening2 + (isPulsing ? Math.min(2.5, opening2 / 4) * other : random.normal(0, 0.03));
    row[COLUMN.P1_FT02Z] = flow + random.normal(0, 4) + 50 * between * sway;
    row[COLUMN.P1_FT02] = CURVES.head(row[COLUMN.P1_FT02Z]) + random.normal(0, 0.7);
    row[COLUMN.P1_PIT02] =
      CURVES.pressure(stage) * (1 + 0.1 * between * other) + random.normal(0, 0.008);
    const steam = CURVES.steam(outlet) + random.normal(0, outlet < 35.8 ? 3 : 0.3);
    row[COLUMN.P4_ST_TT01] = random.uniform() < heat.glitch ? heat.glitchValue : steam;
  }
}
