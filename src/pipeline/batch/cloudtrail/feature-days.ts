import { checkChoice, checkInteger, checkOptionNames } from '../../../check-options';
import { type CloudTrailReport, checkSomeRead } from '../../../data/cloudtrail/report';
import { isUri } from '../../../data/spark/paths';
import type { SparkSession } from '../../../data/spark/session';
import type { FeatureDays } from '../feature-days';
import { checkTablesFolder, writeWholeFolder } from '../whole-folder';
import { writeHere } from './write-here';
import { writeOnSpark } from './write-on-spark';

/** Whose features are written, by whom, and where. */
export interface CloudTrailFeatureDaysOptions {
  /** Files and folders of a log, as `readCloudTrail` takes them; for Spark as its workers see them. */
  readonly paths: readonly string[];
  /** Folder that is made, with a folder a day. */
  readonly output: string;
  /** Who computes. Default: this process. */
  readonly spark?: SparkSession;
  /** Of this process: how files are put in order, as `readCloudTrail` does. Spark sorts. Default `merge`. */
  readonly order?: 'merge' | 'sort';
  /** Of this process: principals that are remembered, as `createCloudTrailFeatures` does. Spark remembers all. Default 100,000. */
  readonly maxPrincipals?: number;
  /** Path of `transform-worker.js` on Spark's machines, which need Node 20.19 or newer. Default: where it is here. */
  readonly workerFile?: string;
  /** Replaces an older folder of tables. Default false: it is an error. */
  readonly overwrite?: boolean;
  /** Called now and then with how far it is. */
  readonly onProgress?: (progress: CloudTrailFeatureProgress) => void;
  /** Stops the work, on Spark too; nothing is written then. */
  readonly signal?: AbortSignal;
}

/** How far the features are: this process tells events, Spark the share of the work, [0, 1], as far as it knows. */
export interface CloudTrailFeatureProgress {
  readonly nEvents?: number;
  readonly share?: number;
}

/** What was written, and what was read for it. */
export interface CloudTrailFeatureDays extends FeatureDays {
  readonly report: CloudTrailReport;
}

const OPTION_NAMES = [
  ...['paths', 'output', 'spark', 'order', 'maxPrincipals', 'workerFile', 'overwrite'],
  ...['onProgress', 'signal'],
];

/**
 * Writes the features of a CloudTrail log as parquet, a folder a day of UTC (`day=2024-01-31`), by this process or by Spark: the same rows,
 * equal to the bit where both have the same version of Node.
 *
 * Rows have `event_id`, `time` (epoch ms), `principal` and the 20 features of `CLOUDTRAIL_FEATURES`. Spark counts over all principals by SQL,
 * and has the program of `scoreOnSpark` read files and remember each principal. Folders appear as `writeFeatureDays` says.
 *
 * @throws {RangeError | TypeError | Error} as `readCloudTrail`, if the output is there, if Spark finds other files than this process, or wrote
 * fewer rows than there are events, or no record is an event.
 * @example
 * const { nRows, report } = await writeCloudTrailFeatureDays({ paths: ['logs'], output: 'features/cloudtrail' });
 */
export async function writeCloudTrailFeatureDays(
  options: CloudTrailFeatureDaysOptions,
): Promise<CloudTrailFeatureDays> {
  checkOptionNames(options, OPTION_NAMES);
  const { output, spark, overwrite = false, signal } = options;
  checkChoice('order', options.order ?? 'merge', ['merge', 'sort']);
  checkInteger('maxPrincipals', options.maxPrincipals ?? 1, 1);
  if (spark && isUri(output)) return writeOnSpark(spark, options, output);
  const folder = { output, overwrite, signal };
  await checkTablesFolder(folder);
  return writeWholeFolder(folder, async (part) => {
    const days = await (spark ? writeOnSpark(spark, options, part) : writeHere(options, part));
    checkSomeRead(days.report, options.paths);
    return days;
  });
}
