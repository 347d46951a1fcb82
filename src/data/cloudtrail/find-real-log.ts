import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FindDataOptions } from '../find-data-file';

const PREPARED = 'cloudtrail/invictus-aws-2023-07.jsonl.gz';

/**
 * Where the real CloudTrail events of `invictus-cloudtrail` are on this machine, for `readCloudTrail`: the folder that was
 * downloaded, or the mirror's file; fetches nothing. Their labels are `data/invictus-cloudtrail.labels.csv.gz` of the project.
 *
 * @returns undefined where they are missing: `npm run data -- invictus-cloudtrail` gets them.
 */
export function findRealCloudTrail(options: FindDataOptions = {}): string | undefined {
  const { directory = 'data', mirror = process.env['ANOMALY_LAB_MIRROR'] } = options;
  const places = [join(directory, 'invictus-cloudtrail'), mirror && join(mirror, PREPARED)];
  return places.find((place): place is string => Boolean(place) && existsSync(place!));
}
