import { editDistance } from './edit-distance';
import sources from './sources.json';

/** A file by its content: the SHA-1 that git gives it is the checksum of a download. */
export interface SourceFile {
  /** Path in the repository, or in the mirror's own layout for a prepared file. */
  readonly path: string;
  /** Size; unknown where left out. */
  readonly bytes?: number;
  /** SHA-1 in hex of `blob <bytes>\0` and the content. */
  readonly gitBlob: string;
}

/** A public data set: where it comes from, and each of its files. */
export interface DataSource {
  /** What `anomaly-lab data NAME` calls it. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** SPDX identifier of the data's licence. */
  readonly licence: string;
  /** GitHub repository, `owner/name`. */
  readonly repository: string;
  readonly commit: string;
  /** The files; `prepared` is the same data as a mirror may hold it, converted or under another name. */
  readonly files: readonly (SourceFile & { readonly prepared?: SourceFile })[];
}

/** A public data set that is published as one tar archive, without a checksum. */
export interface ArchiveSource
  extends Pick<DataSource, 'name' | 'title' | 'description' | 'licence'> {
  readonly url: string;
  /** Names of its files. */
  readonly wanted: RegExp;
  /** Size of the archive, about. */
  readonly bytes: number;
}

/** Data sets that come as archives. */
export const ARCHIVE_SOURCES: readonly ArchiveSource[] = [
  {
    name: 'flaws-cloudtrail',
    title: 'AWS CloudTrail of a public hacking challenge',
    description:
      'flaws.cloud, February 2017 to October 2020: 1.9 million events of many attackers, no labels',
    licence: 'not stated',
    url: 'https://summitroute.com/downloads/flaws_cloudtrail_logs.tar',
    wanted: /^flaws_cloudtrail\d+\.json(?:\.gz)?$/,
    bytes: 240e6,
  },
];

/** Every public data set of single files that can be downloaded. */
export const DATA_SOURCES: readonly DataSource[] = sources;

/**
 * The data set of that name, of single files.
 *
 * @throws {RangeError} if there is none, with the nearest name and all of them.
 */
export function findDataSource(name: string): DataSource {
  const source = findSource(name);
  if ('url' in source) throw new RangeError(`data set must have files of its own, got ${name}`);
  return source;
}

/**
 * The data set of that name.
 *
 * @throws {RangeError} if there is none, with the nearest name and all of them.
 */
export function findSource(name: string): DataSource | ArchiveSource {
  const sources = [...DATA_SOURCES, ...ARCHIVE_SOURCES];
  const source = sources.find((candidate) => candidate.name === name);
  if (source === undefined) {
    const names = sources.map((candidate) => candidate.name);
    const nearest = nearestName(name, names);
    const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
    throw new RangeError(`data set must be one of ${names.join(', ')}, got ${name}${hint}`);
  }
  return source;
}

/**
 * Sum of the known sizes, and how many files have none.
 *
 * @returns `bytes` as downloaded from the public home.
 */
export function sizeOfSource(source: DataSource): { bytes: number; nUnknown: number } {
  const bytes = source.files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  return { bytes, nUnknown: source.files.filter((file) => file.bytes === undefined).length };
}

/** The name that shares a beginning or is few edits away; undefined where none is near. */
function nearestName(name: string, names: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const distances = names.map((candidate) => {
    const related = wanted !== '' && (candidate.includes(wanted) || wanted.includes(candidate));
    return { candidate, distance: related ? 1 : editDistance(wanted, candidate) };
  });
  distances.sort((a, b) => a.distance - b.distance);
  return distances[0].distance <= 3 ? distances[0].candidate : undefined;
}
