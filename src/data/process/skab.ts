import { basename } from 'node:path';
import type { Matrix } from '../../matrix';
import { checkColumns } from '../csv';
import { type ColumnType, type ColumnValue, lineOfRecord, readCsvColumns } from '../csv-reader';
import { type ProcessHeader, readProcessHeader } from './process-header';
import type { ProcessRecording } from './recording';

/** An experiment of SKAB, a water-pump testbed sampled at 1 Hz. */
export interface SkabRecording extends ProcessRecording {
  /** 1 where the state changes, shape `[nSamples]`; null where the file has none. */
  readonly changepoints: Int32Array | null;
  /** Steps of more than a second from one sample to the next; nothing is filled in. */
  readonly nPauses: number;
  readonly longestPauseSeconds: number;
}

/** Names of the eight sensors, in the order of the columns. */
export const SKAB_SENSORS: readonly string[] = [
  'Accelerometer1RMS',
  'Accelerometer2RMS',
  'Current',
  'Pressure',
  'Temperature',
  'Thermocouple',
  'Voltage',
  'Volume Flow RateRMS',
];

const TIME = 'datetime';
const LABELS = ['anomaly', 'changepoint'];

/**
 * Reads an experiment of SKAB: a CSV file with `;` or `,`, plain or gzipped, a row a second.
 *
 * Samples are kept as they are. Seconds are missing in the published files, here and there and sometimes for more than a
 * minute: they are counted in `nPauses` and not filled, as a row stands for its own second only. Sensors come in the order of
 * `SKAB_SENSORS`, whatever the order in the file; further columns are left out.
 *
 * Source: Katser and Kozitsin 2020, Skoltech Anomaly Benchmark (SKAB).
 *
 * @throws {RangeError} if the file lacks a sensor or the time, has one of both labels, a value is missing or not finite, a label is not 0
 * or 1, or a time is repeated or runs back; line and column are named.
 * @throws {TypeError} at the first value that is no number or time, with line and column.
 * @throws {Error} if the file is missing, empty, without samples, a broken gzip, or ragged.
 * @example
 * const { samples, labels } = await readSkab('data/skab/valve1/0.csv');
 * samples.nFeatures; // 8
 */
export async function readSkab(path: string): Promise<SkabRecording> {
  const header = await readProcessHeader(path);
  const labelNames = LABELS.filter((name) => header.names.includes(name));
  const wanted = labelNames.length === 0 ? [] : LABELS; // both or none
  checkColumns(path, header.names, [TIME, ...SKAB_SENSORS, ...wanted]);
  const columns = await readColumns(path, header, wanted);
  const times = Float64Array.from(columns[TIME] as number[]);
  const samples = toMatrix(columns);
  await checkTimes(path, times);
  const labels = await toLabels(path, 'anomaly', columns['anomaly']);
  const changepoints = await toLabels(path, 'changepoint', columns['changepoint']);
  const name = basename(path).replace(/\.csv(\.gz)?$/, '');
  return { name, times, points: SKAB_SENSORS, samples, labels, changepoints, ...pausesOf(times) };
}

type Columns = Readonly<Record<string, readonly ColumnValue[]>>;

/** Columns by their names, without a value that is missing or not finite. */
async function readColumns(
  path: string,
  header: ProcessHeader,
  labels: readonly string[],
): Promise<Columns> {
  const names = [TIME, ...SKAB_SENSORS, ...labels];
  const typeOf = (name: string): ColumnType => (name === TIME ? 'time' : 'number');
  const types = Object.fromEntries(names.map((name) => [name, typeOf(name)]));
  const columns: ColumnValue[][] = names.map(() => []);
  await readCsvColumns(path, header.names, types, header.delimiter, (values) => {
    values.forEach((batch, j) => {
      for (const value of batch) columns[j].push(value);
    });
  });
  if (columns[0].length === 0) throw new Error(`${path}: must have samples, got only a header`);
  for (const [j, column] of columns.entries()) {
    const wrong = column.findIndex((value) => !Number.isFinite(value));
    if (wrong < 0) continue;
    const got = column[wrong] ?? 'nothing';
    const line = await lineOfRecord(path, wrong);
    throw new RangeError(`${path} line ${line}, column ${names[j]}: must be finite, got ${got}`);
  }
  return Object.fromEntries(names.map((name, j) => [name, columns[j]]));
}

function toMatrix(columns: Columns): Matrix {
  const nFeatures = SKAB_SENSORS.length;
  const nSamples = columns[TIME].length;
  const data = new Float64Array(nSamples * nFeatures);
  SKAB_SENSORS.forEach((sensor, j) => {
    const column = columns[sensor] as readonly number[];
    for (let i = 0; i < nSamples; i++) data[i * nFeatures + j] = column[i];
  });
  return { data, nSamples, nFeatures };
}

async function checkTimes(path: string, times: Float64Array): Promise<void> {
  const wrong = times.findIndex((time, i) => i > 0 && time <= times[i - 1]);
  if (wrong < 0) return;
  const line = await lineOfRecord(path, wrong);
  const [before, time] = [times[wrong - 1], times[wrong]].map((ms) => new Date(ms).toISOString());
  const how = before === time ? 'must not be repeated' : 'must not run back';
  throw new RangeError(
    `${path} line ${line}, column ${TIME}: times ${how}, got ${time} after ${before}`,
  );
}

async function toLabels(
  path: string,
  name: string,
  column: readonly ColumnValue[] | undefined,
): Promise<Int32Array | null> {
  if (column === undefined) return null;
  const wrong = column.findIndex((label) => label !== 0 && label !== 1);
  if (wrong < 0) return Int32Array.from(column as number[]);
  const line = await lineOfRecord(path, wrong);
  throw new RangeError(
    `${path} line ${line}, column ${name}: must be 0 or 1, got ${column[wrong]}`,
  );
}

function pausesOf(times: Float64Array): Pick<SkabRecording, 'nPauses' | 'longestPauseSeconds'> {
  const steps = Array.from(times.subarray(1), (time, i) => (time - times[i]) / 1000);
  return {
    nPauses: steps.filter((seconds) => seconds > 1).length,
    longestPauseSeconds: Math.max(0, ...steps.filter((seconds) => seconds > 1)),
  };
}
