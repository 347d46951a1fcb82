import { type Command, InvalidArgumentError, Option } from 'commander';
import { createCloudTrailGenerator } from '../data/cloudtrail/generator/generator';
import type { CloudTrailSettings } from '../data/cloudtrail/generator/settings';
import {
  type CloudTrailFilesProgress,
  type CloudTrailFormat,
  writeCloudTrailFiles,
} from '../data/cloudtrail/generator/write-files';
import type { IamDifficulty } from '../data/iam/difficulty';
import { formatSeconds, type ProgressStream } from '../data/progress';
import { integer } from './options';
import { type ProgressLine, progressLine } from './progress-line';
import { countOf, print, say } from './training-output';

/** Reads the size of a company from the command line. */
export function scaleOf(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0.25 && value <= 100)) {
    throw new InvalidArgumentError('It must be a number from 0.25 to 100.');
  }
  return value;
}

/** Shorter work needs no bar. */
const QUIET_MS = 2000;

/** What the command line says of them. */
export interface CloudTrailFlags {
  readonly output: string;
  readonly seed: number;
  readonly difficulty: IamDifficulty;
  readonly start?: number;
  readonly scale?: number;
  readonly days?: number;
  readonly attacksPerYear?: number;
  readonly format?: CloudTrailFormat;
}

/** Options that other kinds of events do not have. */
export const CLOUDTRAIL_FLAGS: readonly string[] = ['scale', 'days', 'attacksPerYear', 'format'];

/** Adds those options to `generate`. */
export function addCloudTrailOptions(command: Command): void {
  command
    .option(
      '--scale <n>',
      'cloudtrail: size of the company, 0.25 to 100 (default: 1, some 88,000 events)',
      scaleOf,
    )
    .option('--days <n>', 'cloudtrail: days, up to 1095 (default)', integer(1))
    .option(
      '--attacks-per-year <n>',
      'cloudtrail: attacks of a year (default: 52 times the scale, at least 26)',
      integer(0),
    )
    .addOption(
      new Option(
        '--format <form>',
        'cloudtrail: as AWS lays it down (default), or lines, a file a month',
      ).choices(['folders', 'lines']),
    );
}

/** Makes CloudTrail records and writes them to a folder. */
export async function generateCloudTrail(
  { output, format = 'folders', seed, difficulty, start, scale, ...flags }: CloudTrailFlags,
  signal: AbortSignal,
): Promise<void> {
  const { days, attacksPerYear } = flags;
  const given = { seed, difficulty, start, scale, days, attacksPerYear };
  const settings = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  const generator = createCloudTrailGenerator(settings);
  const { settings: made } = generator;
  say(`making about ${countOf(aboutEvents(made), 'events')} of ${countOf(made.days, 'days')}`);
  const { onProgress, end } = generateProgressPrinter(process.stderr);
  const report = await writeCloudTrailFiles(output, generator, { format, onProgress, signal });
  end();
  const { nEvents, nFiles, nAttacks, nAttackEvents } = report;
  print(
    `${output}: ${countOf(nEvents, 'synthetic events')} in ${countOf(nFiles, 'files')}, ${countOf(nAttackEvents, 'of them')} of ${countOf(nAttacks, 'attacks')} (${difficulty}, seed ${seed})`,
  );
}

const DAYS = 1095;

/** Measured on five scales: the smallest company has a pipeline and machines, too. @internal */
export function aboutEvents({ scale, days }: Pick<CloudTrailSettings, 'scale' | 'days'>): number {
  const events = (Math.max(55_000, 88_000 * scale) * days) / DAYS;
  return Number(events.toPrecision(2));
}

/**
 * Shows days, events a second and the time left, once it has taken two seconds.
 *
 * @param now gives epoch ms; for tests.
 */
export function generateProgressPrinter(
  stream: ProgressStream,
  now: () => number = Date.now,
): { onProgress(progress: CloudTrailFilesProgress): void; end(): void } {
  const start = now();
  let line: ProgressLine | undefined;
  let text = '';
  return {
    onProgress: ({ nDays, nDaysTotal, nEvents }) => {
      const seconds = (now() - start) / 1000;
      if (1000 * seconds < QUIET_MS) return;
      line ??= progressLine(stream, now);
      const left = formatSeconds((seconds / nDays) * (nDaysTotal - nDays));
      const rate = countOf(Math.round(nEvents / seconds), 'events/s');
      text = `${nDays} of ${countOf(nDaysTotal, 'days')}, ${countOf(nEvents, 'events')}, ${rate}, ${left} left`;
      line.show(text);
    },
    end: () => line?.end(text),
  };
}
