import { checkChoice, checkInteger, checkOptionNames } from '../../../check-options';
import { isUri, sparkPath } from '../../../data/spark/paths';
import { checkTablesFolder, writeWholeFolder } from '../whole-folder';
import type { CloudTrailFeatureDays, CloudTrailFeatureDaysOptions } from './feature-days-options';
import { writeHere } from './write-here';
import { writeOnSpark } from './write-on-spark';

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
  if (spark) sparkPath(output);
  if (spark && isUri(output)) return writeOnSpark(spark, options, output);
  const folder = { output, overwrite, signal };
  await checkTablesFolder(folder);
  return writeWholeFolder(folder, (part) =>
    spark ? writeOnSpark(spark, options, part) : writeHere(options, part),
  );
}
