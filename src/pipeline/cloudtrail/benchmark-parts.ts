import type { MetricsByMethod } from '../../evaluate/repeat-over-seeds';
import { crossedThreats, withoutGroup } from './crossed-threats';
import type { CloudTrailExperiment } from './experiment';
import { retrainRegularly } from './retrain-regularly';
import type { CloudTrailRows } from './rows';
import type { TechniquesFound } from './techniques-found';
import type { ThreatMethodOptions } from './threat-methods';
import { threatReliability } from './threat-reliability';
import { type ThreatPeriod, threatsByMonth } from './threats-by-month';

/** Methods of which drift is told, that are trained anew, and that are trained on the other log. */
const DRIFTING = ['new call, errors and writes', 'isolation forest', 'LSTM'];
const RETRAINED = ['isolation forest', 'LSTM'];
const CROSSED = [
  ...['isolation forest', 'next call', 'attack share of the call'],
  ...['LSTM', 'LSTM on one event'],
];
/** How the methods of a part are fitted. */
export type Fitting = Omit<ThreatMethodOptions, 'methods'>;

/** Periods by method. */
export type PeriodsByMethod = Readonly<Record<string, readonly ThreatPeriod[]>>;

/** The validation part and the test part by month. */
export function monthsOf({ rows, borders, scored }: CloudTrailExperiment): PeriodsByMethod {
  return Object.fromEntries(
    DRIFTING.map((name) => {
      const { threshold } = scored[name];
      return [name, threatsByMonth(rows, scored[name], threshold, borders.validationFrom)];
    }),
  );
}

/** How far the network's probabilities are from what comes true in the test part. */
export async function reliabilityOf({
  methods,
  rows,
  borders,
}: CloudTrailExperiment): Promise<MetricsByMethod> {
  const { model } = methods.find(({ name }) => name === 'LSTM')!;
  const steps = await threatReliability(model!, rows, borders.testFrom);
  return Object.fromEntries(
    steps.map(({ name, error, brierScore }) => [name, { error, brierScore }]),
  );
}

/** Techniques found and the ends of their bootstrap interval, as counts. */
export function foundOf(
  results: readonly TechniquesFound[],
  ambiguous: string | undefined,
): MetricsByMethod {
  const isShown = (rate: string) => ambiguous !== undefined || !rate.endsWith('without');
  return Object.fromEntries(
    results.map(({ name, ...rates }) => [
      name,
      Object.fromEntries(
        Object.entries(rates).flatMap(([rate, { found, missed, share }]) => {
          if (!isShown(rate)) return [];
          const nAll = found.length + missed.length;
          return [
            [rate, found.length],
            [`${rate}, lower`, nAll * share.lower],
            [`${rate}, upper`, nAll * share.upper],
          ];
        }),
      ),
    ]),
  );
}

/** A log, and the same without a group, if there is one. */
export function logsOf(
  real: CloudTrailRows,
  ambiguous: string | undefined,
): [string, CloudTrailRows][] {
  const all: [string, CloudTrailRows] = ['all events', real];
  if (ambiguous === undefined) return [all];
  return [all, [`without ${ambiguous}`, withoutGroup(real, ambiguous)]];
}

/** Figures of methods that are trained on other logs, `METHOD, LOG`. */
export async function crossedOf(
  { rows, borders }: CloudTrailExperiment,
  logs: readonly [string, CloudTrailRows][],
  fitting: Fitting,
): Promise<MetricsByMethod> {
  const options = { ...fitting, methods: CROSSED };
  const crossed: [string, Readonly<Record<string, number>>][] = [];
  for (const [name, log] of logs) {
    const judged = await crossedThreats(log, rows, borders, options);
    for (const [method, own] of Object.entries(judged)) crossed.push([`${method}, ${name}`, own]);
  }
  return Object.fromEntries(crossed);
}

/** Figures of methods with each upkeep, `METHOD, UPKEEP`. */
export async function retrainedOf(
  { rows, borders, scored }: Pick<CloudTrailExperiment, 'rows' | 'borders' | 'scored'>,
  fitting: Fitting,
): Promise<{ readonly retrained: MetricsByMethod; readonly quarters: PeriodsByMethod }> {
  const options = { ...fitting, methods: RETRAINED, frozen: scored };
  const results = await retrainRegularly(rows, borders, options);
  const names = results.map(({ method, upkeep }) => `${method}, ${upkeep}`);
  return {
    retrained: Object.fromEntries(names.map((name, i) => [name, results[i].metrics])),
    quarters: Object.fromEntries(names.map((name, i) => [name, results[i].periods])),
  };
}
