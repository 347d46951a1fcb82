import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { findLogFiles } from '../../../data/cloudtrail/log-files';
import {
  type CloudTrailReport,
  checkSomeRead,
  MAX_KEPT,
  type MalformedRecord,
} from '../../../data/cloudtrail/report';
import { isUri, parquetSource, sparkPath } from '../../../data/spark/paths';
import type { SparkControls, SparkSession } from '../../../data/spark/session';
import { allRows, checkAllWritten, countRows } from '../count-rows';
import { unescapeText } from '../transform-text';
import { workerCommand } from '../worker-command';
import type { CloudTrailFeatureDays, CloudTrailFeatureDaysOptions } from './feature-days-options';
import { eventsSql, type LogPlace, logFilesSql, placeViewSql } from './spark-events';
import { featuresSql, onceSql } from './spark-features';

/** So much counts a file beside its bytes where tasks are cut: little, as each task starts a program. */
const OPEN_COST = 'spark.sql.files.openCostInBytes';
const OPEN_COST_BYTES = 1 << 17;

/** Has Spark read a log, once, and write its features into a folder. */
export async function writeOnSpark(
  spark: SparkSession,
  { paths, overwrite = false, workerFile, onProgress, signal }: CloudTrailFeatureDaysOptions,
  output: string,
): Promise<CloudTrailFeatureDays> {
  const controls: SparkControls = { ...(signal && { signal }) };
  const half = (done: number): SparkControls => ({
    ...controls,
    ...(onProgress && { onProgress: (share) => onProgress({ share: done + share / 2 }) }),
  });
  const name = randomUUID().replaceAll('-', '').slice(0, 12);
  const places = paths.map((path, i): LogPlace => ({ path, view: `log_${name}_${i}` }));
  const events = `events_${name}`;
  checkApart(paths);
  const here = new Map<string, readonly string[]>(); // found before Spark is asked, so that what is missing is told of at once
  for (const path of paths) if (!isUri(path)) here.set(path, await findLogFiles([path]));
  let isReached = false;
  try {
    for (const place of places) {
      await spark.run(placeViewSql(place), controls);
      isReached = true;
    }
    const nFiles = await countFiles(spark, places, here, controls);
    await spark.run(`SET ${OPEN_COST} = ${OPEN_COST_BYTES}`, controls);
    const reading = eventsSql(places, workerCommand(workerFile, 'cloudtrail-events'));
    // Kept on the disks of Spark's machines, for several queries; what a lost machine had is read again.
    await spark.run(
      `CACHE TABLE ${events} OPTIONS ('storageLevel' 'DISK_ONLY') AS ${reading}`,
      half(0),
    );
    const nRows = await countRows(spark, `(${onceSql(events)})`, controls);
    const report = { nFiles, ...(await reportOf(spark, events, nRows, controls)) };
    checkSomeRead(report, paths);
    const features = featuresSql(events, workerCommand(workerFile, 'cloudtrail-features'));
    const target = { path: sparkPath(output), overwrite, partitionBy: ['day'] };
    await spark.write(features, target, half(0.5));
    await checkAllWritten(spark, output, nRows, controls);
    const days = `(SELECT DISTINCT day FROM ${parquetSource(output)})`;
    const nDays = nRows === 0 ? 0 : await countRows(spark, days, controls);
    return { nRows, nDays, report };
  } finally {
    const made = [`UNCACHE TABLE IF EXISTS ${events}`, `DROP VIEW IF EXISTS ${events}`];
    const views = places.map(({ view }) => `DROP VIEW IF EXISTS ${view}`);
    const all = isReached ? [...made, ...views, `RESET ${OPEN_COST}`] : [];
    for (const sql of all) await spark.run(sql).catch(() => undefined); // the error before says more
  }
}

/**
 * Refuses paths of which one is, or lies in, another: their files would be read twice.
 *
 * @throws {RangeError} naming both.
 */
function checkApart(paths: readonly string[]): void {
  const folders = paths.map((path) => `${sparkPath(path).replace(/\/+$/, '')}/`);
  folders.forEach((folder, i) => {
    const other = folders.findIndex((one, j) => j !== i && one.startsWith(folder));
    if (other < 0) return;
    throw new RangeError(
      `paths must not lie in each other on Spark, got ${paths[i]} and ${paths[other]}`,
    );
  });
}

/**
 * Number of files of the log.
 *
 * @param here the files of each path that this machine sees.
 * @throws {Error} if there is none, or Spark finds others than this machine.
 */
async function countFiles(
  spark: SparkSession,
  places: readonly LogPlace[],
  here: ReadonlyMap<string, readonly string[]>,
  controls: SparkControls,
): Promise<number> {
  let nFiles = 0;
  for (const place of places) {
    const nFound = await countRows(spark, logFilesSql(place), controls);
    const files = here.get(place.path);
    if (files) await checkSameNumber(place.path, files, nFound);
    nFiles += nFound;
  }
  if (nFiles > 0) return nFiles;
  const paths = places.map(({ path }) => path);
  throw new Error(
    `${paths.join(', ')}: must hold .json, .jsonl, .ndjson or .csv files, got none of them`,
  );
}

/** Spark passes over empty files. */
async function checkSameNumber(
  path: string,
  files: readonly string[],
  nFound: number,
): Promise<void> {
  let nHere = 0;
  for (const file of files) if ((await stat(file)).size > 0) nHere++;
  if (nFound === nHere) return;
  throw new Error(
    `${path}: Spark must find the ${nHere} files that are here, got ${nFound}; its machines do not share that disk, or names begin with _, which it passes over`,
  );
}

async function reportOf(
  spark: SparkSession,
  events: string,
  nEvents: number,
  controls: SparkControls,
): Promise<Omit<CloudTrailReport, 'nFiles'>> {
  const [counts] = await allRows(
    spark,
    `SELECT count(*) AS n, count(malformed) AS malformed, min(time) AS first, max(time) AS last FROM ${events}`,
    controls,
  );
  const nMalformed = Number(counts['malformed']);
  const kept = `SELECT malformed FROM ${events} WHERE malformed IS NOT NULL ORDER BY file, position LIMIT ${MAX_KEPT}`;
  const malformed = nMalformed === 0 ? [] : await allRows(spark, kept, controls);
  return {
    nEvents,
    nRepeated: Number(counts['n']) - nMalformed - nEvents,
    nMalformed,
    malformed: malformed.map(
      (row) => JSON.parse(unescapeText(String(row['malformed']))) as MalformedRecord,
    ),
    firstTime: nEvents === 0 ? null : Number(counts['first']),
    lastTime: nEvents === 0 ? null : Number(counts['last']),
  };
}
