import { checkOptionNames } from '../../check-options';
import { monthStarts } from '../../evaluate/drift/month-starts';
import type { CloudTrailBorders } from './iam-threat-lstm';
import { scoresByMethod, type ThresholdedScores, withThreshold } from './judge-method';
import { judgeThreats } from './judge-threats';
import { type CloudTrailRows, indexAtTime, sliceCloudTrailRows } from './rows';
import {
  fitThreatMethods,
  THREAT_METHODS,
  type ThreatMethodOptions,
  type ThreatScores,
} from './threat-methods';
import { endOf, type ThreatPeriod, threatsByPeriod } from './threats-by-month';

/** What is kept up: nothing, the threshold, or the whole method. */
export const UPKEEPS = ['frozen', 'threshold anew', 'trained anew'] as const;

/** One of `UPKEEPS`. */
export type Upkeep = (typeof UPKEEPS)[number];

/** How methods are trained again and again. */
export interface RetrainRegularlyOptions extends ThreatMethodOptions {
  /** Calendar months from one training to the next, at least 1. Default 3. */
  readonly months?: number;
  /** What the methods say of the same rows as they were fitted before the test part, where it is known. Default: they are fitted. */
  readonly frozen?: Readonly<Record<string, ThresholdedScores>>;
  /** Called after each period. */
  readonly onPeriod?: (done: { readonly nDone: number; readonly nPeriods: number }) => void;
}

/** How a method does in the test part with some upkeep. */
export interface RetrainedThreats {
  readonly method: string;
  readonly upkeep: Upkeep;
  /** Of all periods together, what `judgeThreats` says; ranks are those of scores less their period's threshold. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly periods: readonly ThreatPeriod[];
}

/** A period of the test part with what is known at its start. */
interface Period extends CloudTrailBorders {
  readonly from: number;
  readonly to: number;
}

const NAMES = [
  ...['seed', 'epochs', 'windowLength', 'methods', 'onEpoch', 'signal'],
  ...['months', 'frozen', 'onPeriod'],
];

/**
 * What it gives back to fit methods anew every quarter: each is left as it was fitted before the test part (`frozen`), or
 * gets a new threshold at each quarter's start (`threshold anew`), or is fitted anew from all events before
 * (`trained anew`), and is judged on that quarter alone.
 *
 * The last events before a quarter, as long as the validation part, set the threshold, and with training the temperature;
 * those before them train. So an attack can teach once it is as old as the validation part is long. Assumes that all
 * attacks are known and labelled by the start of the next quarter, which is more than most have: a bound from above.
 *
 * @returns for each method the three upkeeps, in the order of `UPKEEPS`.
 * @throws {RangeError} if there is no test event, an option is unknown or out of range, or as `iamThreatLstm`.
 */
export async function retrainRegularly(
  rows: CloudTrailRows,
  borders: CloudTrailBorders,
  options: RetrainRegularlyOptions,
): Promise<RetrainedThreats[]> {
  checkOptionNames(options, NAMES);
  const { months = 3, onPeriod, frozen: known, ...fitting } = options;
  const starts = monthStarts(borders.testFrom, endOf(rows), months);
  const periods = periodsOf(rows, borders, starts);
  const frozen = knownScores(known, fitting) ?? (await fitAndScore(rows, borders, fitting));
  const parts = new Map<string, ThreatScores[]>();
  for (const period of periods) {
    const isFirst = period.testFrom === borders.testFrom;
    const anew = isFirst ? frozen : await fitAndScore(rows, period, fitting, period.to);
    for (const [method, scored] of frozen) {
      const upkeeps = [scored, withThreshold(rows, period, scored), anew.get(method)!];
      UPKEEPS.forEach((upkeep, k) => {
        const key = `${method}: ${upkeep}`;
        parts.set(key, [...(parts.get(key) ?? []), marginsOf(upkeeps[k], period)]);
      });
    }
    onPeriod?.({ nDone: starts.indexOf(period.testFrom) + 1, nPeriods: starts.length });
  }
  const test = sliceCloudTrailRows(rows, periods[0].from, rows.labels.length);
  return [...frozen.keys()].flatMap((method) =>
    UPKEEPS.map((upkeep) => {
      const scored = joined(parts.get(`${method}: ${upkeep}`)!);
      const metrics = judgeThreats(test, scored, 0);
      return { method, upkeep, metrics, periods: threatsByPeriod(test, scored, 0, starts) };
    }),
  );
}

function periodsOf(
  rows: CloudTrailRows,
  { validationFrom, testFrom }: CloudTrailBorders,
  starts: readonly number[],
): Period[] {
  const ends = [...starts.slice(1).map((start) => indexAtTime(rows, start)), rows.labels.length];
  return starts.map((start, k) => ({
    validationFrom: start - (testFrom - validationFrom),
    testFrom: start,
    from: indexAtTime(rows, start),
    to: ends[k],
  }));
}

/** Those of the wanted methods, in the order in which they are fitted; undefined if one is missing. */
function knownScores(
  known: RetrainRegularlyOptions['frozen'],
  { methods = THREAT_METHODS }: ThreatMethodOptions,
): Map<string, ThresholdedScores> | undefined {
  if (known === undefined || methods.some((name) => !Object.hasOwn(known, name))) return undefined;
  const wanted = THREAT_METHODS.filter((name) => methods.includes(name));
  return new Map(wanted.map((name) => [name, known[name]]));
}

/** Fits methods before a time and scores the rows up to an index. */
async function fitAndScore(
  rows: CloudTrailRows,
  borders: CloudTrailBorders,
  options: ThreatMethodOptions,
  to: number = rows.labels.length,
): Promise<Map<string, ThresholdedScores>> {
  const past = sliceCloudTrailRows(rows, 0, to);
  const methods = await fitThreatMethods(past, borders, options);
  try {
    return await scoresByMethod(methods, past, borders);
  } finally {
    for (const method of methods) method.dispose();
  }
}

/** Scores above the threshold, so that those of several models have one threshold, 0. */
function marginsOf(
  { scores, classes, threshold }: ThresholdedScores,
  period: Period,
): ThreatScores {
  return {
    scores: scores.slice(period.from, period.to).map((score) => score - threshold),
    classes: classes.slice(period.from, period.to),
  };
}

function joined(parts: readonly ThreatScores[]): ThreatScores {
  const nRows = parts.reduce((sum, { scores }) => sum + scores.length, 0);
  const all = { scores: new Float64Array(nRows), classes: new Int32Array(nRows) };
  let at = 0;
  for (const { scores, classes } of parts) {
    all.scores.set(scores, at);
    all.classes.set(classes, at);
    at += scores.length;
  }
  return all;
}
