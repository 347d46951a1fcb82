import { stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { downloadArchive } from './download-archive';
import { explainDownload } from './download-troubles';
import { type FetchOptions, fetchFile, gitBlobOf } from './fetch-file';
import { NotFoundError } from './http';
import { type DataSource, findSource, type SourceFile } from './sources';

/** How far a download is. */
export interface DownloadProgress {
  /** The file that moved on, below the data set's folder. */
  readonly file: string;
  readonly status: 'running' | 'downloaded' | 'present' | 'missing';
  /** Bytes of all files so far, also of those that were there before. */
  readonly bytes: number;
  /** Bytes of all files; undefined where one is not known yet. */
  readonly totalBytes: number | undefined;
  /** Files that are done. */
  readonly nDone: number;
  readonly nFiles: number;
}

/** Where a data set comes from and goes to. */
export interface DownloadOptions
  extends Pick<FetchOptions, 'signal' | 'timeoutSeconds' | 'pauseSeconds'> {
  /** The set goes to a folder of its name in this one. Default `data`. */
  readonly directory?: string;
  /**
   * Folder or URL to read instead of the public home. It holds files either as the home does
   * (`owner/name/commit/path`) or prepared (`auth/sshd-auth.log`). Default: ANOMALY_LAB_MIRROR.
   */
  readonly mirror?: string | undefined;
  /** The public home. Default `https://raw.githubusercontent.com`; of an archive the folder of its URL. */
  readonly home?: string;
  /** Called as bytes and files come in. */
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/** What a download left on the disk. */
export interface Download {
  /** Folder of the data set. */
  readonly directory: string;
  /** Files below it, as they are now. */
  readonly files: readonly { readonly path: string; readonly status: 'downloaded' | 'present' }[];
  /** Paths in the public home of files that the mirror does not have. */
  readonly missing: readonly string[];
}

const HOME = 'https://raw.githubusercontent.com';
const N_PARALLEL = 4;

/**
 * Gets a public data set: every file checked against its git blob id, none fetched that is there and right. A set without
 * published checksums is checked against its first download.
 *
 * A download that was stopped goes on where it ended. A mirror may hold only some of the files.
 *
 * @throws {RangeError} if there is no such data set.
 * @throws {Error} in one line: no network, nothing at the mirror, wrong checksum, disk full, not a folder.
 * @example
 * const { directory, files } = await downloadDataset('sshd');
 * join(directory, files[0].path); // data/sshd/auth.log
 */
export async function downloadDataset(
  name: string,
  options: DownloadOptions = {},
): Promise<Download> {
  const source = findSource(name);
  const mirror = options.mirror ?? process.env['ANOMALY_LAB_MIRROR'];
  const directory = join(options.directory ?? 'data', name);
  const isUrl = mirror !== undefined && /^https?:/.test(mirror);
  if (mirror && !isUrl && !(await stat(mirror).catch(() => undefined))?.isDirectory()) {
    throw new Error(`mirror must be a folder or a URL, got ${mirror}`);
  }
  if ('url' in source) return downloadArchive(source, directory, mirror || undefined, options);
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])]);
  const progress = followProgress(source, options.onProgress);
  const one = async (file: DataFile) => {
    const places = placesOf(source, file, options.home ?? HOME, mirror || undefined);
    const onBytes = (bytes: number, total: number | undefined) =>
      progress.move(file, places[0].to, bytes, total);
    const place = await getOne(places, directory, { ...options, signal, onBytes }, !!mirror);
    progress.finish(file, place.to, place.status);
    return place;
  };
  try {
    const results = await inParallel(source.files, one);
    const files = results.flatMap(({ to, status }) =>
      status === 'missing' ? [] : [{ path: to, status }],
    );
    const missing = source.files.filter((_, i) => results[i].status === 'missing');
    if (files.length === 0) {
      throw new NotFoundError(`${mirror || HOME}: has no file of ${name}`);
    }
    return { directory, files, missing: missing.map(({ path }) => path) };
  } catch (error) {
    stop.abort();
    options.signal?.throwIfAborted();
    throw explainDownload(error, name, directory);
  }
}

type DataFile = DataSource['files'][number];

/** Where a file may be, what it is there, and what it is called here. */
interface Place {
  readonly from: string;
  readonly to: string;
  readonly file: SourceFile;
  /** Only looked for on the disk: another way to have the file. */
  readonly localOnly?: boolean;
}

function placesOf(
  source: DataSource,
  file: DataFile,
  home: string,
  mirror: string | undefined,
): Place[] {
  const { repository, commit } = source;
  const to = localPath(source, file.path);
  const published = at(mirror ?? home, `${repository}/${commit}/${file.path}`);
  const { prepared } = file;
  if (prepared === undefined) {
    return [{ from: published, to, file }];
  }
  const preparedTo =
    prepared.gitBlob === file.gitBlob
      ? to
      : posix.join(posix.dirname(to), posix.basename(prepared.path));
  return [
    { from: published, to, file },
    {
      from: mirror === undefined ? '' : at(mirror, prepared.path),
      to: preparedTo,
      file: prepared,
      localOnly: mirror === undefined,
    },
  ];
}

function at(root: string, path: string): string {
  return /^https?:/.test(root)
    ? `${root.replace(/\/+$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`
    : join(root, path);
}

/** The path below the folder that all files of the set are in. */
function localPath(source: DataSource, path: string): string {
  const folders = source.files.map((file) => file.path.split('/').slice(0, -1));
  const first = folders[0];
  const common = first.findIndex((part, i) => folders.some((folder) => folder[i] !== part));
  return path
    .split('/')
    .slice(common < 0 ? first.length : common)
    .join('/');
}

async function getOne(
  places: readonly Place[],
  directory: string,
  options: FetchOptions,
  mayLack: boolean,
): Promise<{ to: string; status: 'downloaded' | 'present' | 'missing' }> {
  for (const { to, file } of places) {
    if ((await gitBlobOf(join(directory, to))) === file.gitBlob) {
      return { to, status: 'present' };
    }
  }
  for (const { from, to, file } of places.filter(({ localOnly }) => !localOnly)) {
    try {
      await fetchFile(from, join(directory, to), file, options);
      return { to, status: 'downloaded' };
    } catch (error) {
      if (!(error instanceof NotFoundError) || !mayLack) {
        throw error;
      }
    }
  }
  return { to: places[0].to, status: 'missing' };
}

async function inParallel<T, R>(
  values: readonly T[],
  work: (value: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < values.length) {
      const i = next++;
      results[i] = await work(values[i]);
    }
  };
  await Promise.all(Array.from({ length: N_PARALLEL }, worker));
  return results;
}

/** Sums the files' bytes, and says how far all of them are. */
function followProgress(source: DataSource, onProgress: DownloadOptions['onProgress']) {
  const bytesOf = new Map<DataFile, number>();
  const totalOf = new Map(source.files.map((file) => [file, file.bytes]));
  let nDone = 0;
  const report = (file: string, status: DownloadProgress['status']) => {
    const totals = [...totalOf.values()];
    onProgress?.({
      file,
      status,
      bytes: [...bytesOf.values()].reduce((sum, bytes) => sum + bytes, 0),
      totalBytes: totals.includes(undefined)
        ? undefined
        : totals.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0),
      nDone,
      nFiles: source.files.length,
    });
  };
  return {
    move(file: DataFile, path: string, bytes: number, total: number | undefined): void {
      bytesOf.set(file, bytes);
      totalOf.set(file, total);
      report(path, 'running');
    },
    finish(file: DataFile, path: string, status: 'downloaded' | 'present' | 'missing'): void {
      nDone++;
      const bytes = status === 'present' ? (file.bytes ?? 0) : (bytesOf.get(file) ?? 0);
      bytesOf.set(file, bytes);
      totalOf.set(file, bytes);
      report(path, status);
    },
  };
}
