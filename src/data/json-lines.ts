import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const NAME = /\.(jsonl|ndjson)(\.gz)?$/i;

/** Whether a file's name says that it holds a JSON object a line. */
export function isJsonLines(path: string): boolean {
  return NAME.test(path);
}

/** Writes an object a line, gzipped where the name ends in `.gz`. */
export async function writeJsonLines(path: string, rows: readonly object[]): Promise<void> {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await writeFile(path, /\.gz$/i.test(path) ? gzipSync(text) : text);
}
