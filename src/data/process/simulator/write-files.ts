import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { checkBoolean, checkFunction, checkOptionNames } from '../../../check-options';
import { writeWhole } from '../../whole-file';
import type { ProcessRecording } from '../recording';
import type { HaiSimulator } from './simulator';

/** How files are written. */
export interface HaiFilesOptions {
  /** Whether to gzip, as the published files are. Default true. */
  readonly gzip?: boolean;
  /** Called after each 10,000 rows, with rows done and rows in all. */
  readonly onProgress?: (nRows: number, nTotal: number) => void;
  /** Stops, and leaves nothing behind. */
  readonly signal?: AbortSignal;
}

/** What was written. */
export interface HaiFilesReport {
  readonly nFiles: number;
  readonly nRows: number;
  readonly nAttacks: number;
  /** Rows during an attack. */
  readonly nAttackRows: number;
}

const ROWS_AT_ONCE = 10_000;
const NOTE =
  'Synthetic rows, made by anomaly-lab generate hai. Figures on them say nothing about detection on the real testbed.';

/**
 * Writes the four files of a simulated HAI 20.07 as the real ones are: CSV with `;`, 59 points, `attack` and
 * `attack_P1` to `attack_P3`; `readHai` reads both. Last comes `metadata.json`, which says that they are synthetic. Needs no more memory for more rows.
 *
 * @param directory is made where it is missing; must be empty.
 * @throws {RangeError} if an option is unknown.
 * @throws {TypeError} if `gzip` is neither true nor false, or `onProgress` no function.
 * @throws {Error} if the folder is not empty or cannot be written to; what was written is removed then.
 */
export async function writeHaiFiles(
  directory: string,
  simulator: HaiSimulator,
  options: HaiFilesOptions = {},
): Promise<HaiFilesReport> {
  checkOptionNames(options, ['gzip', 'onProgress', 'signal']);
  const { gzip, onProgress } = options;
  if (gzip !== undefined) checkBoolean('gzip', gzip);
  if (onProgress !== undefined) checkFunction('onProgress', onProgress);
  const isNew = (await mkdir(directory, { recursive: true })) !== undefined;
  const found = await readdir(directory);
  if (found.length > 0) throw new Error(`${directory}: must be empty, got ${found[0]}`);
  try {
    return await writeAll(directory, simulator, options);
  } catch (error) {
    for (const name of await readdir(directory)) await rm(join(directory, name));
    if (isNew) await rmdir(directory);
    throw error;
  }
}

async function writeAll(
  directory: string,
  simulator: HaiSimulator,
  { gzip = true, onProgress, signal }: HaiFilesOptions,
): Promise<HaiFilesReport> {
  const parts = simulator.parts();
  const nTotal = parts.reduce((sum, { nSamples }) => sum + nSamples, 0);
  let [nRows, nAttackRows] = [0, 0];
  for (const { name } of parts) {
    const texts = function* () {
      for (const chunk of simulator.chunks(name, ROWS_AT_ONCE)) {
        yield csvText(chunk, nRows === 0 || chunk.times[0] === startOf(name));
        nRows += chunk.samples.nSamples;
        nAttackRows += chunk.labels?.reduce((sum, label) => sum + label, 0) ?? 0;
        onProgress?.(nRows, nTotal);
      }
    };
    const file = createWriteStream(join(directory, `${name}.csv${gzip ? '.gz' : ''}`));
    const steps = gzip
      ? [Readable.from(texts()), createGzip({ level: 4 }), file]
      : [Readable.from(texts()), file];
    await pipeline(steps, signal ? { signal } : {});
  }
  const report = {
    nFiles: parts.length,
    nRows,
    nAttacks: parts.reduce((sum, { attacks }) => sum + attacks.length, 0),
    nAttackRows,
  };
  const metadata = { synthetic: true, note: NOTE, settings: simulator.settings, ...report };
  await writeWhole(join(directory, 'metadata.json'), `${JSON.stringify(metadata, null, 2)}\n`);
  return report;

  function startOf(name: string): number | undefined {
    return parts.find((part) => part.name === name)?.start;
  }
}

function csvText(
  { times, points, samples, labels, labelsByProcess }: ProcessRecording,
  hasHeader: boolean,
): string {
  const marks = [labels, ...Object.values(labelsByProcess ?? {})];
  const names = [
    'attack',
    ...Object.keys(labelsByProcess ?? {}).map((process) => `attack_${process}`),
  ];
  const lines = hasHeader ? [['time', ...points, ...names].join(';')] : [];
  for (let i = 0; i < samples.nSamples; i++) {
    const time = new Date(times[i]).toISOString().slice(0, 19).replace('T', ' ');
    const row = samples.data.subarray(i * samples.nFeatures, (i + 1) * samples.nFeatures);
    lines.push(`${time};${row.join(';')};${marks.map((mark) => mark?.[i] ?? 0).join(';')}`);
  }
  return `${lines.join('\n')}\n`;
}
