import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePercent, type SourceNotebook } from './percent';

const NAME = /^\d\d-[\w-]+\.ts$/;

/**
 * The notebooks `NN-name.ts` of a folder, in order; those asked for, by number or by name.
 *
 * @throws {RangeError} if one that is asked for is not there.
 */
export function findNotebooks(folder: string, wanted: readonly string[] = []): string[] {
  const files = readdirSync(folder)
    .filter((file) => NAME.test(file))
    .sort();
  const missing = wanted.find((name) => !files.some((file) => matches(file, name)));
  if (missing !== undefined) {
    const known = files.map((file) => file.slice(0, -3)).join(', ') || 'none';
    throw new RangeError(`notebook must be one of those in ${folder} (${known}), got ${missing}`);
  }
  const isWanted = (file: string): boolean =>
    wanted.length === 0 || wanted.some((name) => matches(file, name));
  return files.filter(isWanted).map((file) => join(folder, file));
}

/** Reads the source of a notebook. */
export function readSource(file: string): SourceNotebook {
  return parsePercent(readFileSync(file, 'utf8'), file);
}

function matches(file: string, wanted: string): boolean {
  const name = wanted.replace(/^.*\//, '').replace(/\.(ts|ipynb)$/, '');
  return file === `${name}.ts` || file.startsWith(`${name.padStart(2, '0')}-`);
}
