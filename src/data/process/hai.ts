import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { checkChoice, checkList, checkOptionNames } from '../../check-options';
import type { Matrix } from '../../matrix';
import { type HaiColumn, type HaiHeader, readHaiHeader } from './hai-header';
import { readHaiLabels } from './hai-labels';
import type { HaiVersion } from './hai-points';
import type { HaiRepair, HaiRepairs } from './hai-repair';
import { BLOCK_ROWS, type HaiRows, readHaiRows } from './hai-rows';
import { type ProcessPauses, pausesOf } from './pauses';
import type { ProcessRecording } from './recording';

/** A file of HAI, an industrial control system sampled at 1 Hz. */
export interface HaiRecording extends ProcessRecording, ProcessPauses {
  readonly version: HaiVersion;
  readonly repairs: HaiRepairs;
}

/** How files are read. */
export interface HaiOptions {
  /**
   * What to do where a value is missing, or a time is repeated or runs back: `error`, the default, refuses the file; `carry` takes
   * the value of the sample before, leaves such samples out, and counts both in `repairs`. A value that is no number, a line that is too short and a
   * broken gzip are refused in any case.
   */
  readonly repair?: HaiRepair;
}

/**
 * Reads files of HAI 20.07, 21.03, 22.04 and 23.05: CSV, plain or gzipped, `;` or `,`.
 *
 * The edition is told by the points. Times have no zone in the files and are taken as UTC. Seconds that are missing are counted in
 * `nPauses` and not filled in. Labels of 23.05 are read from `label-test1.csv` beside `hai-test1.csv`, where that is.
 * 21.03 to 23.05 were written after the manual and not tried on the published files.
 *
 * Source: Shin, Lee, Yun and Kim 2020, HAI 1.0; HAI dataset technical details 4.0.
 *
 * @returns a recording a file, in their order; of a single path its recording.
 * @throws {RangeError} if a point is missing, there is a further column, a value is missing or not finite, a label is not 0 or 1, or times
 * are not in order; line and column are named. Or if an option is unknown.
 * @throws {TypeError} at the first value that is no number or time, with line and column; or if `paths` is neither a path nor a list.
 * @throws {Error} if a file is missing, empty, a broken gzip, or ragged.
 * @example
 * const { samples, labels } = await readHai('data/hai-20.07/test1.csv.gz');
 * samples.nFeatures; // 59
 */
export function readHai(path: string, options?: HaiOptions): Promise<HaiRecording>;
export function readHai(paths: readonly string[], options?: HaiOptions): Promise<HaiRecording[]>;
export async function readHai(
  paths: string | readonly string[],
  options: HaiOptions = {},
): Promise<HaiRecording | HaiRecording[]> {
  checkOptionNames(options, ['repair']);
  const { repair = 'error' } = options;
  checkChoice('repair', repair, ['error', 'carry']);
  if (typeof paths === 'string') return readFile(paths, repair);
  checkList('paths', paths);
  const recordings: HaiRecording[] = [];
  for (const path of paths) recordings.push(await readFile(path, repair)); // one after the other, for memory
  return recordings;
}

async function readFile(path: string, repair: HaiRepair): Promise<HaiRecording> {
  const header = await readHaiHeader(path);
  const rows = await readHaiRows(path, header, repair);
  const { times, repairs } = rows;
  const { version, points, label, processLabels } = header;
  const byProcess = processLabels.map((column) => [
    column.name.replace(/^.*_/, ''),
    labelsOf(rows, column, header),
  ]);
  return {
    name: basename(path).replace(/\.csv(\.gz)?$/, ''),
    times,
    points: points.map(({ name }) => name),
    samples: samplesOf(rows, header),
    labels: label ? labelsOf(rows, label, header) : await labelsBeside(path, times),
    ...(byProcess.length > 0 && { labelsByProcess: Object.fromEntries(byProcess) }),
    version,
    repairs,
    ...pausesOf(times),
  };
}

function samplesOf({ times, blocks }: HaiRows, { points, names }: HaiHeader): Matrix {
  const [nSamples, nFeatures, width] = [times.length, points.length, names.length - 1];
  const data = new Float64Array(nSamples * nFeatures);
  const columns = points.map(({ index }) => index - 1);
  for (let i = 0; i < nSamples; i++) {
    const block = blocks[Math.floor(i / BLOCK_ROWS)];
    const start = (i % BLOCK_ROWS) * width;
    for (let j = 0; j < nFeatures; j++) data[i * nFeatures + j] = block[start + columns[j]];
  }
  return { data, nSamples, nFeatures };
}

function labelsOf({ times, blocks }: HaiRows, { index }: HaiColumn, header: HaiHeader): Int32Array {
  const width = header.names.length - 1;
  return Int32Array.from(
    times,
    (_, i) => blocks[Math.floor(i / BLOCK_ROWS)][(i % BLOCK_ROWS) * width + index - 1],
  );
}

async function labelsBeside(path: string, times: Float64Array): Promise<Int32Array | null> {
  const name = basename(path);
  if (!/^hai-test\d/.test(name)) return null;
  const beside = [name, `${name}.gz`, name.replace(/\.gz$/, '')]
    .map((file) => join(dirname(path), file.replace(/^hai-/, 'label-')))
    .find((file) => existsSync(file));
  return beside === undefined ? null : readHaiLabels(beside, times);
}
