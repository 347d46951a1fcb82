import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { checkOptionNames } from '../../check-options';
import { isUri, parquetSource, sparkPath } from '../../data/spark/paths';
import type { SparkSession } from '../../data/spark/session';
import type { FittedPipeline } from '../fitted-pipeline';
import { loadPipeline } from '../load';
import { columnsToRead } from '../scoring/batch-transform';
import { allRows, checkAllWritten, countRows } from './count-rows';
import { columnTypes, keptColumns } from './spark-columns';
import { transformSql } from './transform-sql';
import { checkTablesFolder, writeWholeFolder } from './whole-folder';
import { workerCommand } from './worker-command';

/** What Spark scores, by what, and where the scores go. */
export interface SparkScoreOptions {
  /** Folder of a saved pipeline that takes rows one by one, at the same path here and on Spark's machines. */
  readonly model: string;
  /** Parquet file, or folder of such, as Spark's workers see it. */
  readonly input: string;
  /** Folder that is made. */
  readonly output: string;
  /** Columns of the input that are written before the score. Default: none. */
  readonly idColumns?: readonly string[];
  /**
   * Column whose day, UTC, becomes a folder: a date, a time, or epoch ms as whole numbers. Default: `day`, where the input has a date of that
   * name, as `writeFeatureDays` writes it; else there is one folder.
   */
  readonly dayColumn?: string;
  /** Replaces an older folder of tables. Default false: it is an error. */
  readonly overwrite?: boolean;
  /** Path of `transform-worker.js` on Spark's machines, which need Node 20.19 or newer. Default: where it is here. */
  readonly workerFile?: string;
  /** Called now and then with the share of the work that is done, in [0, 1], as far as Spark knows. */
  readonly onProgress?: (share: number) => void;
  /** Stops the work, on Spark too; nothing is written then. */
  readonly signal?: AbortSignal;
}

/** What was scored. */
export interface SparkScores {
  /** Rows of the input; each is in the output. */
  readonly nRows: number;
  /** Rows with a score at or above the pipeline's threshold. */
  readonly nFlagged: number;
  /** Rows that the pipeline refuses. */
  readonly nRefused: number;
  /** Most frequent reasons, at most five. */
  readonly reasons: readonly { readonly reason: string; readonly nRows: number }[];
}

const OPTION_NAMES = [
  ...['model', 'input', 'output', 'idColumns', 'dayColumn', 'overwrite', 'workerFile'],
  ...['onProgress', 'signal'],
];
const MOST_REASONS = 5;
const NO_SCORES: SparkScores = { nRows: 0, nFlagged: 0, nRefused: 0, reasons: [] };

/**
 * Scores the rows of parquet files inside Spark by a saved pipeline: each of Spark's tasks starts the bundled worker, the same TypeScript that
 * scores here, by `SELECT TRANSFORM`.
 *
 * Written are the id columns with their types, `score`, `flag` (1 at or above the threshold, else 0) and `refused`: why a row has no score,
 * null where it has one. So a row that the pipeline refuses stops no other and is not lost. Folders appear as `writeFeatureDays` says.
 *
 * @throws {RangeError | TypeError | Error} if an option is unknown, the model is missing or one of windows, the input lacks a column or has one of
 * another type, the output is there, or Spark wrote fewer rows than there are; else with what Spark says.
 * @example
 * await scoreOnSpark(spark, { model: 'models/auth', input: 'features/auth', output: 'scores/auth', idColumns: ['event_id'] });
 */
export async function scoreOnSpark(
  spark: SparkSession,
  options: SparkScoreOptions,
): Promise<SparkScores> {
  checkOptionNames(options, OPTION_NAMES);
  const { model, output, overwrite = false, signal } = options;
  sparkPath(output);
  const pipeline = (await loadPipeline(model)) as FittedPipeline;
  try {
    if (pipeline.state.windows !== null) {
      throw new RangeError('pipeline must take rows one by one, got one of windows');
    }
    if (isUri(output)) return await scoreInto(spark, pipeline, options, output);
    const folder = { output, overwrite, signal };
    await checkTablesFolder(folder);
    return await writeWholeFolder(folder, (part) => scoreInto(spark, pipeline, options, part));
  } finally {
    pipeline.dispose();
  }
}

async function scoreInto(
  spark: SparkSession,
  pipeline: FittedPipeline,
  options: SparkScoreOptions,
  output: string,
): Promise<SparkScores> {
  const { model, input, overwrite = false, onProgress, signal } = options;
  const controls = { ...(signal && { signal }) };
  const source = parquetSource(await existing(input));
  const types = await columnTypes(spark, input, source, controls);
  const columns = columnsToRead(pipeline);
  const { kept, hasDays } = keptColumns(input, types, columns, options);
  const command = workerCommand(options.workerFile, 'score', resolve(model), String(kept.length));
  const sql = transformSql({ source, kept, columns, command });
  const days = `SELECT /*+ REBALANCE(day) */ * FROM (${sql})`;
  const target = { path: sparkPath(output), overwrite, ...(hasDays && { partitionBy: ['day'] }) };
  await spark.write(hasDays ? days : sql, target, {
    ...controls,
    ...(onProgress && { onProgress }),
  });
  const nRows = await countRows(spark, source, controls);
  await checkAllWritten(spark, output, nRows, controls);
  return nRows === 0 ? NO_SCORES : readCounts(spark, parquetSource(output), controls);
}

/** A file of this machine is missed before Spark is asked. */
async function existing(input: string): Promise<string> {
  if (isUri(input)) return input;
  const found = await stat(input).catch(() => undefined);
  if (!found) throw new Error(`${input}: no such file or folder`);
  return input;
}

async function readCounts(
  spark: SparkSession,
  source: string,
  controls: { signal?: AbortSignal },
): Promise<SparkScores> {
  const [all] = await allRows(
    spark,
    `SELECT count(*) AS n, count_if(flag = 1) AS flagged, count(refused) AS refused FROM ${source}`,
    controls,
  );
  const nRefused = Number(all['refused']);
  const found =
    nRefused === 0
      ? []
      : await allRows(
          spark,
          `SELECT refused, count(*) AS n FROM ${source} WHERE refused IS NOT NULL
           GROUP BY refused ORDER BY n DESC, refused LIMIT ${MOST_REASONS}`,
          controls,
        );
  const reasons = found.map(({ refused, n }) => ({ reason: String(refused), nRows: Number(n) }));
  return { nRows: Number(all['n']), nFlagged: Number(all['flagged']), nRefused, reasons };
}
