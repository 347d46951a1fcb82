import { checkChoice, checkInteger, checkNumber, checkOptionNames } from '../../check-options';
import { WHIS_TABLE_NAMES, type WhisTableName } from '../../data/whis/event';
import { type FittedIsolationForest, isolationForest } from '../../detectors/isolation-forest';
import type { Matrix } from '../../matrix';
import type { Row } from '../columns';
import type { FittedPipeline } from '../fitted-pipeline';
import { pipeline } from '../pipeline';
import { WHIS_ML_COLUMNS } from './columns';
import { saveWhisPipelines } from './detector-files';
import { resultOf, type WhisTableResult } from './table-result';

/** Hyperparameters of `whisAnomalyDetector`. */
export interface WhisAnomalyDetectorOptions {
  /** Share of the training events that is flagged, (0, 0.5]. Default 0.15. */
  readonly contamination?: number;
  /** Of the forests. Default 0. */
  readonly seed?: number;
}

/** An unfitted detector of the three tables. */
export interface WhisAnomalyDetector {
  /**
   * Fits an isolation forest on each table. `is_suspicious` of the rows, where they have it, judges and never trains.
   *
   * @param auth rows with the columns of `WHIS_ML_COLUMNS`, as `featureRows` makes them; so are the others.
   * @throws {RangeError | TypeError} naming table, row and column, if the rows do not fit.
   */
  train(
    auth: readonly Row[],
    process: readonly Row[],
    admin: readonly Row[],
  ): Promise<FittedWhisDetector>;
}

/** What is known of each table. */
export type WhisResults = Readonly<Record<WhisTableName, WhisTableResult>>;

/** A detector of the three tables that has learned. */
export interface FittedWhisDetector {
  /** Of the rows it was trained on: in sample, as the seed has it. `evaluate` judges on others. */
  readonly results: WhisResults;
  /** The same figures on other rows. */
  evaluate(
    auth: readonly Row[],
    process: readonly Row[],
    admin: readonly Row[],
  ): Promise<WhisResults>;
  /**
   * The score of one event, in (0, 1]; higher is more anomalous.
   *
   * @throws {RangeError | TypeError} if the table is unknown, or naming table and column that the event lacks.
   */
  predictAnomalyScore(event: Row, table: WhisTableName): Promise<number>;
  /**
   * Writes everything into a folder, for `loadWhisAnomalyDetector`; one that is there is replaced as a whole.
   *
   * @throws {Error} if the folder holds anything but such a detector.
   */
  save(directory: string): Promise<void>;
}

/** A table's columns, imputer, encoders, scaler and forest. */
export type WhisPipelines = Readonly<
  Record<WhisTableName, FittedPipeline<Matrix, FittedIsolationForest>>
>;

/**
 * The WHIS anomaly detector: an isolation forest for each of the three event tables, saved and loaded as one.
 *
 * Source: seed notebook 002, section 7 (`WhisAnomalyDetector`).
 *
 * @throws {RangeError} if an option is unknown or out of range.
 * @example
 * const whis = await whisAnomalyDetector({ contamination: 0.15 }).train(auth, process, admin);
 * await whis.predictAnomalyScore(event, 'auth_events'); // in (0, 1]
 */
export function whisAnomalyDetector(options: WhisAnomalyDetectorOptions = {}): WhisAnomalyDetector {
  checkOptionNames(options, ['contamination', 'seed']);
  const { contamination = 0.15, seed = 0 } = options;
  checkNumber('contamination', contamination, 0, 0.5, '(]');
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  const fitTable = (table: WhisTableName, rows: readonly Row[]) =>
    pipeline({
      columns: WHIS_ML_COLUMNS[table],
      ...{ missing: 'mean', scaler: 'standard' },
      detector: isolationForest({ seed }),
      threshold: { kind: 'contamination', share: contamination },
    })
      .fit(rows)
      .catch((error) => throwOf(table, error));
  return {
    train: async (auth, process, admin) => {
      const pipelines = {
        auth_events: await fitTable('auth_events', auth),
        process_events: await fitTable('process_events', process),
        admin_events: await fitTable('admin_events', admin),
      };
      return fittedWhisDetector(pipelines, await judgeAll(pipelines, [auth, process, admin]));
    },
  };
}

/** Puts a trained or loaded detector's parts together. @internal */
export function fittedWhisDetector(
  pipelines: WhisPipelines,
  results: WhisResults,
): FittedWhisDetector {
  return {
    results,
    evaluate: (...tables) => judgeAll(pipelines, tables),
    predictAnomalyScore: async (event, table) => {
      checkChoice('table', table, WHIS_TABLE_NAMES);
      const scores = await pipelines[table].score([event]).catch((error) => throwOf(table, error));
      return scores[0];
    },
    save: (directory) => saveWhisPipelines(directory, pipelines, results),
  };
}

/** Tables in the order of `WHIS_TABLE_NAMES`. */
async function judgeAll(
  pipelines: WhisPipelines,
  tables: readonly (readonly Row[])[],
): Promise<WhisResults> {
  const judged = WHIS_TABLE_NAMES.map(async (name, i) => {
    const result = await resultOf(pipelines[name], tables[i]).catch((error) =>
      throwOf(name, error),
    );
    return [name, result] as const;
  });
  return Object.fromEntries(await Promise.all(judged)) as Record<WhisTableName, WhisTableResult>;
}

/** A mistake in rows, said of which table. */
function throwOf(table: WhisTableName, error: Error): never {
  if (error instanceof TypeError) throw new TypeError(`${table}, ${error.message}`);
  if (error instanceof RangeError) throw new RangeError(`${table}, ${error.message}`);
  throw error;
}
