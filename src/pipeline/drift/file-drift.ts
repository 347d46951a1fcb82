import { setImmediate } from 'node:timers/promises';
import { checkInteger, checkOptionNames } from '../../check-options';
import type { ReadProgress } from '../../data/profile/read-options';
import {
  type DriftOptions,
  type FeatureDrift,
  featureDrift,
  withSignificance,
} from '../../evaluate/drift/feature-drift';
import type { DriftColumn } from '../../evaluate/drift/tally';
import { type WeekDrift, weeklyDrift } from '../../evaluate/drift/weekly-drift';
import { type FileColumns, readFileColumns, readSameColumns } from './file-columns';

/** What is compared. */
export interface FileDriftOptions extends DriftOptions {
  /** File of the reference; alone, its first week is. */
  readonly reference: string;
  /** File that is compared with it. Default: later weeks of the reference's file. */
  readonly current?: string;
  /** Column of times, by which one file is taken by weeks. Default: the first that holds times without gaps. */
  readonly time?: string;
  /** Columns to compare. Default: all that `detectAnomalies` would learn from, and constant ones. */
  readonly columns?: readonly string[];
  /** Columns to leave out. */
  readonly exclude?: readonly string[];
  /** Of more rows in a file so many are taken at random, at least 20. Default 20,000. */
  readonly maxRows?: number;
  /** Texts that stand for nothing, such as NA. Default none. */
  readonly missing?: readonly string[];
  /** Called now and then while a file is read. */
  readonly onReading?: (progress: ReadProgress & { readonly path: string }) => void;
  /** Called after each column. */
  readonly onProgress?: (progress: { readonly nDone: number; readonly nColumns: number }) => void;
  /** Stops, with its reason. */
  readonly signal?: AbortSignal;
}

/** Drift of a file's columns. */
export interface FileDrift {
  readonly rows: readonly (FeatureDrift | WeekDrift)[];
  /** What was compared, and what left out, a sentence each. */
  readonly notes: readonly string[];
}

const OPTION_NAMES = [
  ...['reference', 'current', 'time', 'columns', 'exclude', 'maxRows', 'signal'],
  ...['missing', 'onReading', 'onProgress'],
  ...['nBins', 'nPermutations', 'falseDiscoveryRate', 'seed'],
];

/**
 * How far the columns of a file are from those of another, or of each week from the first.
 *
 * Numbers are compared as they are, texts as categories, times as hour and weekday. Files as of `profileTable`.
 *
 * @throws {RangeError} if an option is unknown or out of range, or a file lacks a column, has no rows or no whole week to compare.
 * @throws {TypeError} if a column holds another kind of value than that of the reference.
 * @throws {Error} naming the file if it is missing or broken.
 */
export async function fileDrift(options: FileDriftOptions): Promise<FileDrift> {
  checkOptionNames(options, OPTION_NAMES);
  const { reference: path, current: other, time, columns, exclude } = options;
  const { missing, onReading, signal, maxRows = 20_000, seed = 0 } = options;
  const { nBins, nPermutations, falseDiscoveryRate } = options;
  checkInteger('maxRows', maxRows, 20);
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  const settings: DriftOptions = {
    ...(nBins !== undefined && { nBins }),
    ...(nPermutations !== undefined && { nPermutations }),
    ...(falseDiscoveryRate !== undefined && { falseDiscoveryRate }),
    seed,
  };
  const roles = { ...(time && { time }), ...(columns && { columns }), ...(exclude && { exclude }) };
  const reading = (file: string) => ({
    ...{ maxRows, seed, missing, signal },
    onReading: onReading && ((progress: ReadProgress) => onReading({ ...progress, path: file })),
  });
  const before = await readFileColumns(path, roles, reading(path));
  if (other === undefined) {
    return {
      rows: await byWeek(path, before, settings, options),
      notes: [rowWords(path, before, before.time), ...leftWords(before)],
    };
  }
  const after = await readSameColumns(other, before, reading(other));
  const compare = (name: string, values: DriftColumn) =>
    featureDrift({ [name]: values }, { [name]: after.columns[name] }, settings);
  return {
    rows: await eachColumn(before.columns, compare, settings, options),
    notes: [
      `Reference: ${rowWords(path, before)}`,
      `Current: ${rowWords(other, after)}`,
      ...leftWords(before),
    ],
  };
}

/** Weekdays of the time itself are left out: every week has them, and whole days are shuffled. */
async function byWeek(
  path: string,
  { times, time, columns }: FileColumns,
  settings: DriftOptions,
  controls: FileDriftOptions,
): Promise<WeekDrift[]> {
  if (times === undefined) {
    throw new RangeError(`${path}: must have a column of times to be taken by weeks, got none`);
  }
  const known = [...times.keys()].filter((i) => !Number.isNaN(times[i]));
  const knownTimes = known.map((i) => times[i]);
  const { [`${time}: weekday`]: _, ...compared } = columns;
  const compare = (name: string, values: DriftColumn) => {
    const own = known.map((i) => values[i]) as unknown as DriftColumn;
    return weeklyDrift({ [name]: own }, knownTimes, settings);
  };
  try {
    const rows = await eachColumn(compared, compare, settings, controls);
    return rows.sort((a, b) => a.week - b.week);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`${path}: ${error.message}`);
  }
}

/** Compares column by column, so that it can be watched and stopped; significance is over all. */
async function eachColumn<Row extends FeatureDrift>(
  columns: FileColumns['columns'],
  compare: (name: string, values: DriftColumn) => readonly Row[],
  { falseDiscoveryRate = 0.05 }: DriftOptions,
  { onProgress, signal }: FileDriftOptions,
): Promise<Row[]> {
  const rows: Row[] = [];
  const all = Object.entries(columns);
  for (const [i, [name, values]] of all.entries()) {
    await setImmediate();
    signal?.throwIfAborted();
    rows.push(...compare(name, values));
    onProgress?.({ nDone: i + 1, nColumns: all.length });
  }
  return withSignificance(rows, falseDiscoveryRate);
}

function rowWords(path: string, { nRows, nTaken }: FileColumns, time?: string): string {
  const taken = nTaken < nRows ? `, of which ${count(nTaken)} were taken at random (by seed)` : '';
  return `${path}, ${count(nRows)} rows${taken}${time === undefined ? '' : `, by weeks of ${time}`}.`;
}

function leftWords({ left }: FileColumns): string[] {
  const words = left.map(({ name, reason }) => `${name} (${reason})`);
  return words.length === 0 ? [] : [`Left out: ${words.join('; ')}.`];
}

const count = (n: number) => n.toLocaleString('en-US');
