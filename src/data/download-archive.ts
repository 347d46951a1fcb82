import { readFile, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { z } from 'zod';
import type { Download, DownloadOptions } from './download';
import { explainDownload } from './download-troubles';
import { fetchFile, gitBlobOf } from './fetch-file';
import { checkGzip } from './lines';
import type { ArchiveSource } from './sources';
import { unpackTar } from './unpack-tar';
import { parseJson, parseWith, writeWhole } from './whole-file';

/** What was downloaded first: who downloads again gets the same, or an error. */
const RECORD = z.object({
  url: z.string(),
  gitBlob: z.string(),
  files: z.array(z.object({ path: z.string(), gitBlob: z.string() })).min(1),
});
type Record = z.infer<typeof RECORD>;

const RECORD_FILE = 'download.json';

/**
 * Gets a data set that is published as an archive without a checksum, and unpacks it.
 *
 * Its checksum and those of its files are recorded at the first download, in `download.json` beside them; an archive that
 * is another later is refused. Files that are there and right are not fetched again.
 *
 * @throws {Error} in one line: no network, nothing at the mirror, another archive than recorded, no archive, disk full.
 */
export async function downloadArchive(
  source: ArchiveSource,
  directory: string,
  mirror: string | undefined,
  options: DownloadOptions,
): Promise<Download> {
  try {
    const record = await readRecord(join(directory, RECORD_FILE));
    if (record !== undefined && (await areThere(directory, record))) {
      return downloadOf(directory, record, 'present');
    }
    return downloadOf(
      directory,
      await getArchive(source, directory, mirror, options, record),
      'downloaded',
    );
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error instanceof ArchiveError ? error : explainDownload(error, source.name, directory);
  }
}

async function getArchive(
  source: ArchiveSource,
  directory: string,
  mirror: string | undefined,
  options: DownloadOptions,
  before: Record | undefined,
): Promise<Record> {
  const name = posix.basename(source.url);
  const archive = join(directory, name);
  const from = addressOf(source.url, mirror, options.home);
  let nBytes = 0;
  const report = (status: 'running' | 'downloaded', totalBytes: number | undefined) =>
    options.onProgress?.({
      ...{ file: name, status, bytes: nBytes, totalBytes, nFiles: 1 },
      nDone: status === 'downloaded' ? 1 : 0,
    });
  const onBytes = (bytes: number, totalBytes: number | undefined) => {
    nBytes = bytes;
    report('running', totalBytes);
  };
  await fetchFile(from, archive, { gitBlob: before?.gitBlob }, { ...options, onBytes });
  const gitBlob = (await gitBlobOf(archive))!;
  const files = await unpack(archive, directory, source.wanted);
  const record = { url: source.url, gitBlob, files };
  await writeWhole(join(directory, RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
  report('downloaded', nBytes);
  return record;
}

/** The archive came, and is none. */
class ArchiveError extends Error {}

/** Unpacks and checks the files; the archive is gone then. */
async function unpack(
  archive: string,
  directory: string,
  wanted: RegExp,
): Promise<Record['files']> {
  try {
    const names = await unpackTar(archive, directory, (name) => wanted.test(name));
    if (names.length === 0) throw new Error(`${archive}: must hold ${wanted}, got none`);
    const files = [];
    for (const path of names.sort()) {
      if (path.endsWith('.gz')) await checkGzip(join(directory, path));
      files.push({ path, gitBlob: (await gitBlobOf(join(directory, path)))! });
    }
    return files;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === undefined ? new ArchiveError(message) : error;
  } finally {
    await rm(archive);
  }
}

/** In a mirror the archive lies under its last name. */
function addressOf(url: string, mirror: string | undefined, home: string | undefined): string {
  const name = posix.basename(url);
  if (mirror)
    return /^https?:/.test(mirror) ? `${mirror.replace(/\/+$/, '')}/${name}` : join(mirror, name);
  return home === undefined ? url : `${home.replace(/\/+$/, '')}/${name}`;
}

async function readRecord(file: string): Promise<Record | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  return bytes && parseWith(RECORD, parseJson(bytes, file), file);
}

async function areThere(directory: string, { files }: Record): Promise<boolean> {
  for (const { path, gitBlob } of files) {
    if ((await gitBlobOf(join(directory, path))) !== gitBlob) return false;
  }
  return true;
}

function downloadOf(
  directory: string,
  { files }: Record,
  status: 'downloaded' | 'present',
): Download {
  return { directory, files: files.map(({ path }) => ({ path, status })), missing: [] };
}
