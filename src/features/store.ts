import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { checkChoice, checkFunction, checkInteger, checkOptionNames } from '../check-options';
import { type Database, withDatabase, withInterrupt, withShare } from '../data/database';
import { firstLine } from '../data/sql';
import type { TableFile } from '../data/table-file';
import { WHIS_TABLE_NAMES, type WhisTableName } from '../data/whis/event';
import { copyByDay, copyRows } from './copy-rows';
import { featureSql } from './feature-sql';
import { type FeatureTable, readFeatures } from './read-features';
import { readLabels, type StoreLabels } from './store-labels';
import { queryRows, type StoreRow } from './store-query';
import { checkOutcomes, createViews, openTables } from './store-tables';

/** What a feature store may use. */
export interface FeatureStoreOptions {
  /** Memory of DuckDB in MB, at least 64; more goes to a folder beside the output, or the system's. Default 1024. */
  readonly memoryMb?: number;
  /** Threads of DuckDB where a file is written; elsewhere the order needs one. Default 2. */
  readonly threads?: number;
}

/** How far features are computed. */
export interface FeatureProgress {
  /** Share of the work, in [0, 1], as DuckDB estimates it. */
  readonly share: number;
}

/** What watches features being computed. */
export interface FeatureControls {
  /** Called now and then, and at the end. */
  readonly onProgress?: (progress: FeatureProgress) => void;
  /** Stops the work; nothing is written then. */
  readonly signal?: AbortSignal;
}

/** How features are written. */
export interface FeatureWriteOptions extends FeatureControls {
  /** A folder a day, `day=2026-01-31`, UTC, as Iceberg and others take them. Default false: one file. */
  readonly byDay?: boolean;
}

/** Tables of events on disk, whose features are computed when they are asked for. */
export interface FeatureStore {
  /** Rows of each table. */
  readonly nRows: Readonly<Record<WhisTableName, number>>;
  /**
   * A table's features in memory, by time.
   *
   * @throws {RangeError} naming the file, if an outcome of a login is unknown.
   * @throws {Error} naming the file, if it is broken.
   */
  features(table: WhisTableName, controls?: FeatureControls): Promise<FeatureTable>;
  /**
   * A table's features as a parquet file, or a folder of days, rows in no certain order; it appears whole or not at all.
   * A file that is there is replaced, a folder must be empty.
   */
  writeFeatures(table: WhisTableName, output: string, options?: FeatureWriteOptions): Promise<void>;
  /** Labels of a table's events, in the order of `features`. */
  labels(table: WhisTableName): Promise<StoreLabels>;
  /**
   * Rows of a SELECT over the views `auth_events`, `process_events`, `admin_events` (with `time`, epoch ms, in the
   * place of `ts`) and `labels`, where there are some; whole numbers and sums come as numbers.
   */
  query(sql: string): Promise<StoreRow[]>;
}

/**
 * Opens the tables that `writeFeatureStore` wrote, or others with their columns. No table is loaded: DuckDB reads
 * the columns that it needs, block by block, and keeps no more than `memoryMb`.
 *
 * Features are point-in-time correct: none sees an event of the same millisecond or later; see `featureSql`.
 *
 * @throws {RangeError} if an option is unknown or out of range, or a file lacks a column.
 * @throws {TypeError} if a column is of another type, a time has no zone, or values are missing; file and column are named.
 * @throws {Error} if a file is missing or broken.
 * @example
 * const store = await openFeatureStore('data/whis');
 * const { samples, names } = await store.features('auth_events');
 */
export async function openFeatureStore(
  directory: string,
  options: FeatureStoreOptions = {},
): Promise<FeatureStore> {
  checkOptionNames(options, ['memoryMb', 'threads']);
  const { memoryMb = 1024, threads = 2 } = options;
  checkInteger('memoryMb', memoryMb, 64);
  checkInteger('threads', threads, 1);
  const tables = await withDatabase(':memory:', memoryMb, async ({ connect }) =>
    openTables(await connect(), directory),
  );
  const work = workOn(directory, tables, memoryMb);
  const rowsOf = (name: WhisTableName) => tables[name].nRows ?? 0;
  const nRows = Object.fromEntries(WHIS_TABLE_NAMES.map((name) => [name, rowsOf(name)]));
  const checkLogins = async ({ connect }: Database, table: WhisTableName) => {
    if (table !== 'process_events') await checkOutcomes(await connect(), tables.auth_events);
  };
  return {
    nRows: nRows as Record<WhisTableName, number>,
    features: (table, controls = {}) => {
      checkTable(table, controls);
      const { onProgress, signal } = controls;
      return work(tmpdir(), 1, async (database) => {
        await checkLogins(database, table);
        return readFeatures(database, table, tables[table], (nDone) => {
          signal?.throwIfAborted();
          onProgress?.({ share: nDone / rowsOf(table) });
        });
      });
    },
    writeFeatures: async (table, output, options = {}) => {
      checkTable(table, options);
      await mkdir(dirname(output), { recursive: true });
      await work(dirname(output), threads, async (database, folder) => {
        const part = join(folder, basename(output));
        await checkLogins(database, table);
        await copyFeatures(database, table, part, options);
        await rename(part, output);
      });
    },
    labels: (table) => {
      checkTable(table, {});
      return work(tmpdir(), 1, (database) => readLabels(database, directory, table, rowsOf(table)));
    },
    query: (sql) => work(tmpdir(), 1, (database) => queryRows(database, directory, sql)),
  };
}

/** Works on a database with the views, in a folder of its own that is gone afterwards. */
function workOn(
  directory: string,
  tables: Readonly<Record<WhisTableName, TableFile>>,
  memoryMb: number,
) {
  return async <T>(
    beside: string,
    threads: number,
    work: (database: Database, folder: string) => Promise<T>,
  ): Promise<T> => {
    const folder = await mkdtemp(join(beside, '.features-'));
    const onDatabase = async (database: Database) => {
      await createViews(await database.connect(), tables);
      return work(database, folder);
    };
    try {
      return await withDatabase(join(folder, 'work'), memoryMb, onDatabase, threads);
    } catch (error) {
      throw explained(error, directory, memoryMb);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

/** Asks DuckDB now and then how far it is. */
async function copyFeatures(
  { connect }: Database,
  table: WhisTableName,
  path: string,
  { byDay = false, onProgress, signal }: FeatureWriteOptions,
): Promise<void> {
  const connection = await connect();
  const onShare = onProgress && ((share: number) => onProgress({ share }));
  const copy = byDay ? copyByDay : copyRows;
  await withInterrupt(connection, signal, () =>
    withShare(connection, onShare, () => copy(connection, featureSql(table), path)),
  );
  onProgress?.({ share: 1 });
}

function checkTable(table: WhisTableName, { onProgress }: FeatureControls): void {
  checkChoice('table', table, WHIS_TABLE_NAMES);
  if (onProgress !== undefined) checkFunction('onProgress', onProgress);
}

/** DuckDB's error as one line; this library's own stay as they are. */
function explained(error: unknown, directory: string, memoryMb: number): unknown {
  const { message } = error as Error;
  if (/^Out of Memory Error: /.test(message)) {
    return new Error(`${directory}: memoryMb must be more for these tables, got ${memoryMb}`);
  }
  if (!/^[\w ]+ Error: /.test(message)) return error;
  return new Error(`${directory}: cannot be read (${firstLine(error)})`);
}
