import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkChoice, checkOptionNames } from '../../check-options';
import type { FindDataOptions } from '../find-data-file';
import { findDataSource } from '../sources';

/** Where the files of SKAB are on this machine. */
export interface SkabFiles {
  /** An hour and more without anomalies. */
  readonly anomalyFree: string;
  /** Experiments in which a valve is closed, a leak is made and so on, by number. */
  readonly experiments: readonly string[];
}

/** Kinds of experiments: the valve before the pump, the one behind it, and all others. */
export type SkabKind = 'valve1' | 'valve2' | 'other';

/**
 * Where SKAB's anomaly-free recording and the experiments of a kind are, for `readSkab`: downloaded or in the mirror
 * folder; fetches nothing.
 *
 * @param kind default `valve1`.
 * @returns undefined where a file is missing: `npm run data -- skab` gets them.
 * @throws {RangeError} if there is no such kind, or an option is unknown.
 */
export function findSkab(
  kind: SkabKind = 'valve1',
  options: FindDataOptions = {},
): SkabFiles | undefined {
  checkChoice('kind', kind, ['valve1', 'valve2', 'other']);
  checkOptionNames(options, ['directory', 'mirror']);
  const { directory = 'data', mirror = process.env['ANOMALY_LAB_MIRROR'] } = options;
  const { files, repository, commit } = findDataSource('skab');
  const find = (path: string): string | undefined => {
    const short = path.replace(/^data\//, ''); // as a download leaves it
    const prepared = short.replace('anomaly-free/', '');
    const published = mirror && join(mirror, repository, commit, path);
    const places = [
      join(directory, 'skab', short),
      published,
      mirror && join(mirror, 'skab', prepared),
    ];
    return places.find((place): place is string => Boolean(place) && existsSync(place!));
  };
  const paths = files.map(({ path }) => path);
  const wanted = paths.filter((path) => path.startsWith(`data/${kind}/`)).sort(byNumber);
  const anomalyFree = find('data/anomaly-free/anomaly-free.csv');
  const experiments = wanted.flatMap((path) => find(path) ?? []);
  if (anomalyFree === undefined || experiments.length < wanted.length) return undefined;
  return { anomalyFree, experiments };
}

function byNumber(a: string, b: string): number {
  return Number.parseInt(basename(a), 10) - Number.parseInt(basename(b), 10);
}
