import { readdir, stat } from 'node:fs/promises';
import { basename, join, normalize } from 'node:path';

/** What a log or an export of it is called. */
export const LOG_NAME: RegExp = /\.(?:json|jsonl|ndjson|csv)(?:\.gz)?$/i;

/** What lies beside logs: the signatures that AWS delivers, labels, and what downloads and generators say of theirs. */
export const NO_LOGS: RegExp =
  /^(?:CloudTrail-Digest|(?:.*[._-])?labels\.csv(?:\.gz)?|(?:download|metadata)\.json|\..*)$/;

/**
 * The files of a CloudTrail log: those given, and in folders all that are called like one (`.json`, `.jsonl`, `.ndjson`
 * or `.csv`, plain or with `.gz`), however deep; `CloudTrail-Digest`, `labels.csv`,
 * `download.json`, `metadata.json` and hidden ones are passed over.
 *
 * @returns paths, each once, those of a folder in the order of their names, by code point.
 * @throws {Error} if a path is missing or no file is found.
 */
export async function findLogFiles(paths: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const { isFolder } = await statOf(path);
    const files = isFolder ? await filesBelow(path) : [normalize(path)];
    for (const file of files) found.add(file);
  }
  if (found.size === 0) {
    const places = paths.join(', ') || 'paths';
    throw new Error(`${places}: must hold .json, .jsonl, .ndjson or .csv files, got none of them`);
  }
  return [...found];
}

async function statOf(path: string): Promise<{ readonly isFolder: boolean }> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new Error(`${path}: no such file or folder`);
  return { isFolder: found.isDirectory() };
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(
    ({ code }: NodeJS.ErrnoException) => {
      throw new Error(`${folder}: cannot be read (${code})`);
    },
  );
  entries.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (NO_LOGS.test(entry.name)) continue;
    if (entry.isDirectory()) files.push(...(await filesBelow(path)));
    else if (LOG_NAME.test(entry.name)) files.push(path);
  }
  return files;
}

/** Whether a file is an export with a header line and a record a row. */
export function isCsv(path: string): boolean {
  return /\.csv(?:\.gz)?$/i.test(basename(path));
}
