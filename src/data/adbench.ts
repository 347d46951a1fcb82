import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Matrix } from '../matrix';
import { readCsvMatrix } from './csv-matrix';
import type { NpyArray } from './npy';
import { readNpz } from './npz';

/** A labelled benchmark set of outlier detection. */
export interface AdbenchSet {
  /** Without the number that its file starts with: `breastw`. */
  readonly name: string;
  readonly samples: Matrix;
  /** Shape `[nSamples]`, 1 is an outlier. */
  readonly labels: Int32Array;
}

/** `4_breastw.npz` as published, or `4_breastw.csv.gz` as a mirror may hold it. */
const FILE_NAME = /^(\d+)_(.+)\.(npz|csv\.gz|csv)$/;

/**
 * Reads one of the ADBench Classical sets that `npm run data -- adbench` gets.
 *
 * Source: Han et al. 2022, ADBench: Anomaly Detection Benchmark.
 *
 * @param name as in the paper, with or without its number: `breastw`, `4_breastw`.
 * @param options.directory folder that holds `adbench/`. Default `data`.
 * @throws {Error} if the folder is missing (says the command that gets it) or a file is broken.
 * @throws {RangeError} if there is no such set; says which there are.
 */
export async function readAdbench(
  name: string,
  options: { readonly directory?: string } = {},
): Promise<AdbenchSet> {
  const folder = join(options.directory ?? 'data', 'adbench');
  const sets = await listSets(folder);
  const wanted = name.replace(/^\d+_/, '').toLowerCase();
  const found = sets.find((set) => set.name.toLowerCase() === wanted);
  if (found === undefined) {
    const names = sets.map((set) => set.name).join(', ');
    throw new RangeError(`${folder}: set must be one of ${names}, got ${name}`);
  }
  const path = join(folder, found.file);
  const { samples, labels } = found.file.endsWith('.npz')
    ? await readArrays(path)
    : await readCsvMatrix(path, { label: 'label' });
  return { name: found.name, samples, labels };
}

async function listSets(folder: string): Promise<{ name: string; file: string }[]> {
  const files = await readdir(folder).catch(() => []);
  const sets = files
    .map((file) => ({ file, match: FILE_NAME.exec(file) }))
    .filter(({ match }) => match !== null)
    .map(({ file, match }) => ({ file, number: Number(match![1]), name: match![2] }))
    .sort((a, b) => a.number - b.number || b.file.localeCompare(a.file));
  if (sets.length === 0) {
    throw new Error(`${folder}: must hold ADBench sets, got none; run npm run data -- adbench`);
  }
  return sets;
}

async function readArrays(path: string): Promise<{ samples: Matrix; labels: Int32Array }> {
  const { X, y } = await readNpz(path, ['X', 'y']);
  if (X.shape.length !== 2 || y.data.length !== X.shape[0]) {
    throw new RangeError(
      `${path}: must have X of shape [n, m] and y of n, got [${X.shape}] and [${y.shape}]`,
    );
  }
  const [nSamples, nFeatures] = X.shape;
  const data = Float64Array.from(numbers(path, 'X', X));
  const labels = Int32Array.from(numbers(path, 'y', y));
  return { samples: { data, nSamples, nFeatures }, labels };
}

function numbers(path: string, name: string, array: NpyArray): ArrayLike<number> {
  if (Array.isArray(array.data)) {
    throw new TypeError(`${path} array ${name}: must hold numbers, got text`);
  }
  return array.data;
}
