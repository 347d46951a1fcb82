import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checkOptionNames } from '../../check-options';
import { checkColumns } from '../../data/csv';
import { type Database, withDatabase } from '../../data/database';
import { openTableFile, type TableFile, tableFormatOf } from '../../data/table-file';
import { readTableBatches } from '../../data/table-reader';
import { checkInteger } from '../../detectors/check';
import type { FittedPipeline } from '../fitted-pipeline';
import { batchTransform, columnsToRead } from './batch-transform';
import { createScoreTable, type ScoreTable } from './score-table';
import { createScorer } from './scorer';

/** What is scored, and where the scores go. */
export interface ScoreFileOptions {
  /** A pipeline that takes rows one by one. */
  readonly pipeline: FittedPipeline;
  /** File of rows: `.csv` with a header, `.parquet`, `.json`, `.jsonl` or `.ndjson`; CSV and JSON may be gzipped. */
  readonly input: string;
  /** File that is written, one row a row of the input and in its order: `.parquet`, `.csv` or `.csv.gz`. */
  readonly output: string;
  /** Columns of the input that are written before `score` and `flag`. Default: none. */
  readonly idColumns?: readonly string[];
  /** Rows that are scored at a time, at least 1. Default 32,768. */
  readonly batchRows?: number;
  /** Worker threads that score, at least 0; with 0 this one does. Default 0. */
  readonly workers?: number;
  /** What DuckDB may use, in MB, at least 64; the process needs about as much beside it. Default 384. */
  readonly memoryMb?: number;
  /** Called after each batch. */
  readonly onProgress?: (progress: ScoreFileProgress) => void;
  /** Stops, with its reason; nothing is written then. */
  readonly signal?: AbortSignal;
}

/** How far it is. */
export interface ScoreFileProgress {
  /** Rows scored so far. */
  readonly nRows: number;
  /** Rows with a score at or above the threshold so far. */
  readonly nFlagged: number;
  /** Rows of the file; only of parquet, others would have to be read through for that. */
  readonly nRowsTotal?: number;
}

const OPTION_NAMES = [
  'pipeline',
  'input',
  'output',
  'idColumns',
  'batchRows',
  'workers',
  'memoryMb',
  'onProgress',
  'signal',
];

/**
 * Scores the rows of a file in batches, so that memory does not grow with the file.
 *
 * The output has the columns `score` and `flag` (1 at or above the pipeline's threshold, else 0) behind
 * the id columns, which keep their types from parquet and are text from CSV and JSON. It appears whole
 * or not at all; an older one is replaced. A file without rows gives one without rows.
 *
 * @returns how many rows were scored, and flagged.
 * @throws {RangeError} if an option is unknown or out of range, the input lacks a column, or a number is
 * missing or infinite where it may not be; row (in CSV the line) and column are named.
 * @throws {TypeError} if a value is of a wrong type; row and column are named.
 * @throws {Error} if the input is missing or broken, the output cannot be written, or a worker dies.
 * @example
 * const { nRows, nFlagged } = await scoreFile({ pipeline: fitted, input: 'events.parquet', output: 'scores.parquet' });
 */
export async function scoreFile(
  options: ScoreFileOptions,
): Promise<Pick<ScoreFileProgress, 'nRows' | 'nFlagged'>> {
  checkOptions(options);
  const { pipeline, input, output, idColumns = [], memoryMb = 384, signal } = options;
  const directory = await folderBeside(output);
  try {
    const part = join(directory, 'part');
    const done = await withDatabase(join(directory, 'scores'), memoryMb, async (database) => {
      const table = await openTableFile(await database.connect(), input);
      if (idColumns.length > 0) checkColumns(input, [...table.types.keys()], idColumns);
      const scores = await createScoreTable(database);
      const counts = await scoreTable(options, database, table, scores);
      const { threshold } = pipeline;
      await scores.write(part, { ...formatOf(output), table, idColumns, threshold, signal });
      return counts;
    });
    signal?.throwIfAborted();
    await rename(part, output);
    return done;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Scores batch by batch; with workers, one batch is made ready while another is scored. */
async function scoreTable(
  { pipeline, batchRows = 32_768, workers = 0, onProgress, signal }: ScoreFileOptions,
  database: Database,
  table: TableFile,
  scores: ScoreTable,
) {
  const transform = batchTransform(pipeline, table);
  const scorer = workers === 0 ? undefined : await createScorer(pipeline, { workers });
  const { detector, threshold } = pipeline;
  const total = table.nRows === undefined ? {} : { nRowsTotal: table.nRows };
  let [nRows, nFlagged] = [0, 0];
  const take = (batch: Float32Array) => {
    scores.add(batch);
    nRows += batch.length;
    for (const score of batch) if (score >= threshold) nFlagged++;
    onProgress?.({ nRows, nFlagged, ...total });
  };
  const columns = columnsToRead(pipeline);
  const pending: Promise<Float32Array>[] = [];
  try {
    for await (const batch of readTableBatches(database.connect, table, columns, batchRows)) {
      signal?.throwIfAborted();
      const samples = await transform(batch);
      const scored = scorer
        ? scorer.score(samples, signal ? { signal } : {})
        : detector.score(samples);
      scored.catch(() => undefined); // It is heard of when its turn comes.
      pending.push(scored);
      if (pending.length > (scorer ? 1 : 0)) take(await (pending.shift() as Promise<Float32Array>));
    }
    for (const scored of pending) take(await scored);
  } finally {
    await scorer?.close();
  }
  return { nRows, nFlagged };
}

function checkOptions(options: ScoreFileOptions): void {
  checkOptionNames(options, OPTION_NAMES);
  const { pipeline, input, output, idColumns = [], batchRows, workers, memoryMb } = options;
  checkInteger('batchRows', batchRows ?? 1, 1);
  checkInteger('workers', workers ?? 0, 0);
  checkInteger('memoryMb', memoryMb ?? 64, 64);
  tableFormatOf(input);
  formatOf(output);
  if (resolve(input) === resolve(output)) {
    throw new RangeError(`output must be another file than the input, got ${output}`);
  }
  if (pipeline.state.windows !== null) {
    throw new RangeError('pipeline must take rows one by one, got one of windows');
  }
  const taken = idColumns.find((name) => ['score', 'flag'].includes(name.toLowerCase()));
  if (taken !== undefined) {
    throw new RangeError(`id columns must not be named score or flag, got ${taken}`);
  }
  const names = idColumns.map((name) => name.toLowerCase()); // DuckDB tells no case apart
  const twice = idColumns.find((_, i) => names.indexOf(names[i]) !== i);
  if (twice !== undefined) throw new RangeError(`id columns must differ, got ${twice} twice`);
}

function formatOf(output: string): { format: 'csv' | 'parquet'; gzip: boolean } {
  const gzip = /\.csv\.gz$/i.test(output);
  if (gzip || /\.csv$/i.test(output)) return { format: 'csv', gzip };
  if (/\.parquet$/i.test(output)) return { format: 'parquet', gzip };
  throw new RangeError(`output must end in .parquet, .csv or .csv.gz, got ${output}`);
}

/** A temporary folder on the output's disk, so that the finished file can be renamed. */
async function folderBeside(output: string): Promise<string> {
  const found = await stat(output).catch(() => undefined);
  if (found?.isDirectory()) throw new Error(`${output}: must be a file, got a folder`);
  try {
    return await mkdtemp(`${resolve(output)}.part-`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${output}: must be a place that can be written to (${code})`);
  }
}
