import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AdbenchSet, readAdbench } from '../../src/data/adbench';
import {
  randomSplit,
  type SampleSplit,
  type Splitter,
} from '../../src/evaluate/comparison/sample-split';
import { type Matrix, rowOf, takeRows } from '../../src/matrix';
import { createRandom } from '../../src/random';
import { pyodGolden, readPyodSplits } from '../../test/detectors/pyod-splits';

/** A set by its file, with its number: read when it is split, since all 57 take gigabytes. */
export interface AdbenchFile {
  readonly name: string;
  /** That holds `adbench/`. */
  readonly directory: string;
}

/** Those of the splits that PyOD was run on. */
export const SEEDS: readonly number[] = pyodGolden.seeds;

/** ADBench's limits: smaller sets are drawn with replacement up to the first, larger ones cut to the second. */
const FEWEST = 1000;
const MOST = 10_000;

/** The sets of a folder by number. */
export async function listAdbench(directory: string): Promise<AdbenchFile[]> {
  const files = await readdir(join(directory, 'adbench')).catch(() => []);
  const names = files.flatMap((file) => /^(\d+_.+?)\.(npz|csv\.gz|csv)$/.exec(file)?.[1] ?? []);
  const numbered = [...new Set(names)].sort(
    (a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10),
  );
  return numbered.map((name) => ({ name, directory }));
}

/** The set's key in `pyodGolden.sets`; undefined where PyOD's very splits do not fit the file. */
export function pyodFileOf({ name, directory }: AdbenchFile): string | undefined {
  const file = `${name}.csv.gz`;
  const isGolden = Object.hasOwn(pyodGolden.sets, file);
  return isGolden && existsSync(join(directory, 'adbench', file)) ? file : undefined;
}

/** ADBench's protocol: PyOD's very splits where they were exported, else the same with draws of our own. */
export function adbenchProtocol(): Splitter<AdbenchFile> {
  const read = createReader();
  return async (set, seed) => {
    const file = pyodFileOf(set);
    if (file === undefined) return draw(await read(set), seed, { resample: true });
    const splits = await readPyodSplits(join(set.directory, 'adbench', file), file);
    return splits[SEEDS.indexOf(seed)];
  };
}

/** The same without resampling: each sample of the set is on one side, once. */
export function cleanProtocol(): Splitter<AdbenchFile> {
  const read = createReader();
  return async (set, seed) => draw(await read(set), seed, { resample: false });
}

/** The share of test samples that have an equal one in training. */
export function shareOfCopies({ train, test }: SampleSplit): number {
  const known = new Set(Array.from({ length: train.nSamples }, (_, i) => keyOf(train, i)));
  let nCopies = 0;
  for (let i = 0; i < test.nSamples; i++) if (known.has(keyOf(test, i))) nCopies++;
  return nCopies / test.nSamples;
}

function draw(
  { name, samples, labels }: AdbenchSet,
  seed: number,
  { resample }: { readonly resample: boolean },
): SampleSplit | Promise<SampleSplit> {
  const random = createRandom(seed);
  const n = labels.length;
  let rows: Int32Array = Int32Array.from(labels, (_, i) => i);
  if (n > MOST) rows = random.sample(n, MOST);
  if (n < FEWEST && resample) rows = Int32Array.from({ length: FEWEST }, () => random.integer(n));
  const drawn = { name, samples: takeRows(samples, rows), labels: rows.map((row) => labels[row]) };
  return randomSplit({ test: 0.3, scaler: 'minmax' })(drawn, seed);
}

/** Keeps the set that was read last. */
function createReader(): (set: AdbenchFile) => Promise<AdbenchSet> {
  let latest: { name: string; set: Promise<AdbenchSet> } | undefined;
  return ({ name, directory }) => {
    if (latest?.name !== name) latest = { name, set: readAdbench(name, { directory }) };
    return latest.set;
  };
}

function keyOf(samples: Matrix, i: number): string {
  const { buffer, byteOffset, byteLength } = rowOf(samples, i);
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}
