import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkOptionNames } from '../check-options';
import { findDataSource } from './sources';

/** Where to look for a data set that may be on this machine. */
export interface FindDataOptions {
  /** Folder that holds the sets. Default `data`. */
  readonly directory?: string;
  /** Folder that holds them as a mirror does. Default ANOMALY_LAB_MIRROR; a URL is not looked at. */
  readonly mirror?: string | undefined;
}

/**
 * Path of a data set's file on this machine, downloaded or in the mirror folder; fetches nothing.
 *
 * @returns undefined where the file is missing: `npm run data -- NAME` gets it.
 * @throws {RangeError} if there is no such set, it has no such file, or an option is unknown.
 */
export function findDataFile(
  name: string,
  file: string,
  options: FindDataOptions = {},
): string | undefined {
  checkOptionNames(options, ['directory', 'mirror']);
  const { directory = 'data', mirror = process.env['ANOMALY_LAB_MIRROR'] } = options;
  const source = findDataSource(name);
  const found = source.files.find(({ path }) => basename(path) === file);
  if (!found) throw new RangeError(`${name} must have the file asked for, got ${file}`);
  const published = mirror && join(mirror, source.repository, source.commit, found.path);
  const prepared = mirror && found.prepared && join(mirror, found.prepared.path);
  return (
    [join(directory, name, file), published, prepared].find((path) => path && existsSync(path)) ||
    undefined
  );
}
