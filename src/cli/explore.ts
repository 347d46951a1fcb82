import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { profileTable } from '../data/profile/profile-table';
import { writeWhole } from '../data/whole-file';
import { profilePage } from '../report/profile/profile-page';
import { profileText } from '../report/profile/profile-text';
import { readingPrinter } from './detect-progress';
import { integer } from './options';
import { checkWritableFile } from './output';
import { print } from './training-output';

interface ExploreOptions {
  readonly html?: string;
  readonly json?: boolean;
  readonly maxColumns?: number;
  readonly missing?: readonly string[];
}

/** Adds `anomaly-lab explore`: what is in a file of rows. */
export function addExploreCommand(program: Command, signal: AbortSignal): void {
  program
    .command('explore')
    .description('say what is in a file of rows: types, missing values, spread, what is odd')
    .argument(
      '<file>',
      '.csv, .parquet, .json, .jsonl or .ndjson (all but parquet also .gz), or .npz with X and y',
    )
    .option('--html <file>', 'write a page with small figures, which needs no other file')
    .option('--json', 'print JSON in place of text')
    .option('--missing <text...>', 'texts that stand for nothing, such as NA')
    .option('--max-columns <n>', 'columns looked at, the first (default: 1000)', integer(1))
    .action((file: string, options: ExploreOptions) => explore(file, options, signal));
}

async function explore(
  file: string,
  { html, json = false, ...options }: ExploreOptions,
  signal: AbortSignal,
): Promise<void> {
  if (html !== undefined) await checkWritableFile(html);
  const { onReading, end } = readingPrinter(file, process.stderr);
  const profile = await profileTable(file, { ...options, onReading, signal });
  end();
  signal.throwIfAborted();
  if (html !== undefined) {
    await mkdir(dirname(html), { recursive: true });
    await writeWhole(html, profilePage(profile));
  }
  print(json ? JSON.stringify(profile, null, 2) : profileText(profile));
}
