import { checkChoice, checkInteger, checkOptionNames } from '../../check-options';
import { checkColumns } from '../../data/csv';
import type { LogTable } from '../../data/profile/log-table';
import { profileColumns, type TableProfile } from '../../data/profile/profile-table';
import type { ReadProgress } from '../../data/profile/read-options';
import { typeColumns } from '../../data/profile/typed-column';
import { withLog } from '../../data/profile/with-log';
import { type ColumnChoice, type ColumnRoles, chooseColumns } from './choose-columns';
import {
  BASELINE,
  type ComparableDetector,
  DEFAULT_DETECTORS,
  DETECTOR_WORDS,
  MOST_SVM_ROWS,
} from './detectors';
import { type LogRows, readLogRows } from './log-rows';
import { readLabels } from './read-labels';
import { type RowReason, reasonsOfRows } from './reasons-of-rows';
import { alertRows, type DetectProgress, runSplits } from './run-splits';
import { type RowSplits, splitRows } from './split-rows';
import { type RunSummary, summariseRuns } from './summarise-runs';

/** What is detected, and how. */
export interface DetectOptions extends ColumnRoles {
  /** `.csv` with a header, `.parquet`, `.json`, `.jsonl`, `.ndjson` (CSV and JSON also gzipped), or `.npz` with X and y. */
  readonly input: string;
  /** Label values that are anomalies, as text. Default: 1 and true. */
  readonly anomalous?: readonly string[];
  /** What is compared. Default: isolation forest, ECOD, COPOD, HBOS, kNN, LOF, PCA, one-class SVM and the largest |z|. */
  readonly detectors?: readonly ComparableDetector[];
  /** `time` splits by time where there is one; `random` never does. Default `time`. */
  readonly split?: 'time' | 'random';
  /** Of all chance. Default 42. */
  readonly seed?: number;
  /** Of more rows so many are taken at random, at least 20. Default 20,000. */
  readonly maxRows?: number;
  /** Rows with reasons, the highest, at least 1. Default 20. */
  readonly nTop?: number;
  /** Texts that stand for nothing, such as NA. Default none. */
  readonly missing?: readonly string[];
  /** Called now and then while the file is read. */
  readonly onReading?: (progress: ReadProgress) => void;
  /** Called after each fit. */
  readonly onProgress?: (progress: DetectProgress) => void;
  /** Stops, with its reason. */
  readonly signal?: AbortSignal;
}

/** What came of a comparison of detectors on a file. */
export interface Detection {
  readonly profile: TableProfile;
  readonly choice: ColumnChoice;
  /** Rows that were taken of the file. */
  readonly rows: LogRows;
  readonly split: RowSplits;
  /** 1 is an anomaly, shape `[rows.nRows]`; undefined where there are none, or too few to judge by. */
  readonly labels: Int32Array | undefined;
  /** Rows of the alert list that precision and recall are of. */
  readonly k: number;
  readonly summary: RunSummary;
  readonly top: readonly TopRow[];
  /** Detectors that were not run, with the reason. */
  readonly leftOut: readonly { readonly name: ComparableDetector; readonly reason: string }[];
  readonly seed: number;
  /** What a reader should know of how it was done. */
  readonly notes: readonly string[];
}

/** One of the highest rows. */
export interface TopRow {
  /** Position in the file from 0. */
  readonly row: number;
  /** Index among the rows that were taken, and among those tested. */
  readonly index: number;
  readonly at: number;
  /** Mean percentile over the detectors but the baseline. */
  readonly consensus: number;
  readonly reasons: readonly RowReason[];
}

const OPTION_NAMES = [
  ...['input', 'columns', 'exclude', 'label', 'anomalous', 'entity', 'time', 'detectors', 'split'],
  ...['seed', 'maxRows', 'nTop', 'missing', 'onReading', 'onProgress', 'signal'],
];
const LEAST_ROWS = 20;
/** Columns brought in where none are named, and of those named beside them. */
const MOST_COLUMNS = 1000;

/**
 * Compares detectors on any table: chooses columns, splits, fits, scores what was not learned from, and gives reasons for the
 * highest rows. `writeDetectionReport` makes a report of it.
 *
 * Rows are split by time where there is one (earliest 70 % train), else into five parts at random. Labels never reach a
 * detector: they deal both classes evenly to random parts, and judge. Training rows may hold anomalies.
 *
 * @throws {RangeError} if an option is unknown or out of range, the file lacks a column, has fewer than 20 rows, or no
 * column to learn from.
 * @throws {TypeError} naming line and column, if a label is neither 0 nor 1 and no anomalous values are named.
 * @throws {Error} naming the file if it is missing or broken, or if no detector gave scores.
 * @example
 * const { summary, top } = await detectAnomalies({ input: 'logins.csv' });
 * top[0].reasons[0]; // { column: 'bytes', actual: 9000, typical: 200, ... }
 */
export async function detectAnomalies(options: DetectOptions): Promise<Detection> {
  checkOptions(options);
  const { input, seed = 42, maxRows = 20_000 } = options;
  const signal = options.signal ?? new AbortController().signal;
  const pick = (names: readonly string[]) => pickColumns(input, names, options);
  return withLog(input, pick, options, async (connection, table) => {
    if (table.nRows < LEAST_ROWS) {
      throw new RangeError(`${input}: must have at least ${LEAST_ROWS} rows, got ${table.nRows}`);
    }
    const typed = await typeColumns(connection, table, options);
    const profile = await profileColumns(connection, table, typed, options);
    const choice = chooseColumns(profile, options);
    const needed = new Set([
      ...choice.used.map(({ name }) => name),
      choice.label,
      choice.time,
      choice.entity,
    ]);
    const columns = typed.filter(({ name }) => needed.has(name));
    const rows = await readLogRows(connection, table, columns, maxRows, seed);
    return compareOnRows(options, { table, profile, choice, rows, seed, signal });
  });
}

interface Read {
  readonly table: LogTable;
  readonly profile: TableProfile;
  readonly choice: ColumnChoice;
  readonly rows: LogRows;
  readonly seed: number;
  readonly signal: AbortSignal;
}

async function compareOnRows(
  options: DetectOptions,
  { table, profile, choice, rows, seed, signal }: Read,
): Promise<Detection> {
  const notes: string[] = [];
  const labels = await labelsToJudgeBy(table, rows, choice, options, notes);
  const times = choice.time === undefined ? undefined : rows.numbers.get(choice.time);
  const { entity } = choice;
  const entities =
    entity === undefined ? undefined : (rows.texts.get(entity) ?? [...rows.numbers.get(entity)!]);
  const by = options.split ?? 'time';
  const split = splitRows({ nRows: rows.nRows, by, times, entities, labels, seed });
  const { kept, leftOut } = keepDetectors(options.detectors ?? DEFAULT_DETECTORS, split);
  const { splits } = split;
  const runs = await runSplits({
    ...{ rows, choice, splits, detectors: kept, labels, seed, signal },
    onProgress: options.onProgress,
  });
  const summary = summariseRuns(kept, runs, splits, labels);
  if (summary.scored.length === 0) {
    throw new Error(`${table.path}: no detector gave scores (${summary.detectors[0].error})`);
  }
  const top = await topRows(rows, choice, split, summary, seed, options.nTop ?? 20);
  signal.throwIfAborted();
  const k = alertRows(splits[0].test.length);
  return {
    profile,
    choice,
    rows,
    split,
    labels,
    k,
    summary,
    top,
    leftOut,
    seed,
    notes: [...notes, ...split.notes],
  };
}

/** Undefined, with a note, where the labels there are cannot judge. */
async function labelsToJudgeBy(
  table: LogTable,
  rows: LogRows,
  { label }: ColumnChoice,
  { anomalous }: DetectOptions,
  notes: string[],
): Promise<Int32Array | undefined> {
  if (label === undefined) {
    if (anomalous === undefined) return undefined;
    throw new RangeError('anomalous must be given with a label column, got none');
  }
  const labels = await readLabels(table, rows, label, anomalous);
  const nAnomalies = labels.reduce((sum, value) => sum + value, 0);
  const fewest = Math.min(nAnomalies, labels.length - nAnomalies);
  if (fewest >= 2) return labels;
  notes.push(
    `Column ${label} marks ${nAnomalies} of ${labels.length} rows: too few of one kind to judge by, so nothing is judged.`,
  );
  return undefined;
}

function keepDetectors(names: readonly ComparableDetector[], { splits }: RowSplits) {
  const nTrain = splits.reduce((most, { train }) => Math.max(most, train.length), 0);
  const isSlow = (name: string) => name === 'oneClassSvm' && nTrain > MOST_SVM_ROWS;
  const reason = `more than ${MOST_SVM_ROWS.toLocaleString('en-US')} training rows (${nTrain.toLocaleString('en-US')}), with whose square its time grows`;
  const leftOut = names.filter(isSlow).map((name) => ({ name, reason }));
  const kept = names.filter((name) => !isSlow(name));
  return { kept: kept.length > 0 ? kept : [BASELINE], leftOut };
}

async function topRows(
  rows: LogRows,
  choice: ColumnChoice,
  { splits }: RowSplits,
  { tested, consensus, scored }: RunSummary,
  seed: number,
  nTop: number,
): Promise<TopRow[]> {
  const highest = Array.from(consensus.keys())
    .sort((a, b) => consensus[b] - consensus[a])
    .slice(0, nTop);
  const indices = highest.map((at) => tested[at]);
  const reasons = await reasonsOfRows(rows, choice, splits, indices, scored, seed);
  return highest.map((at, i) => {
    const index = indices[i];
    return { row: rows.rows[index], index, at, consensus: consensus[at], reasons: reasons[i] };
  });
}

/** Those that are named, else the first thousand. */
function pickColumns(
  path: string,
  names: readonly string[],
  { columns, exclude = [], label, entity, time }: DetectOptions,
): string[] {
  const roles = [label, entity, time].filter((name) => typeof name === 'string');
  const named = [...(columns ?? []), ...roles];
  if (named.length + exclude.length > 0) checkColumns(path, names, [...named, ...exclude]);
  const chosen = new Set([...(columns ?? names.slice(0, MOST_COLUMNS)), ...roles]);
  return names.filter((name) => chosen.has(name));
}

function checkOptions(options: DetectOptions): void {
  checkOptionNames(options, OPTION_NAMES);
  const { input, detectors, split = 'time', seed = 42, maxRows = LEAST_ROWS, nTop = 1 } = options;
  if (typeof input !== 'string') throw new TypeError(`input must be a path, got ${input}`);
  checkChoice('split', split, ['time', 'random']);
  checkInteger('seed', seed, 0, 2 ** 31 - 1);
  checkInteger('maxRows', maxRows, LEAST_ROWS);
  checkInteger('nTop', nTop, 1);
  for (const name of detectors ?? []) checkChoice('detector', name, Object.keys(DETECTOR_WORDS));
  if (detectors?.length === 0) throw new RangeError('detectors must not be empty');
  if (new Set(detectors).size < (detectors?.length ?? 0)) {
    throw new RangeError(`detectors must differ, got ${detectors?.join(', ')}`);
  }
}
