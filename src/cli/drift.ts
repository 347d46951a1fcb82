import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import { writeWhole } from '../data/whole-file';
import { fileDrift } from '../pipeline/drift/file-drift';
import { driftPage } from '../report/drift/drift-page';
import { driftText } from '../report/drift/drift-text';
import { driftProgressPrinter } from './detect-progress';
import { integer } from './options';
import { checkWritableFile } from './output';
import { print } from './training-output';

interface DriftCommandOptions {
  readonly columns?: readonly string[];
  readonly exclude?: readonly string[];
  readonly time?: string;
  readonly html?: string;
  readonly json?: boolean;
  readonly seed: number;
  readonly maxRows?: number;
  readonly missing?: readonly string[];
}

/** Adds `anomaly-lab drift`: whether columns of rows have changed. */
export function addDriftCommand(program: Command, signal: AbortSignal): void {
  program
    .command('drift')
    .description('say which columns have changed between two files, or from week to week of one')
    .argument('<reference>', 'file as of detect: .csv, .parquet, .json, .jsonl, .ndjson or .npz')
    .argument('[current]', 'file to compare (default: later weeks of the reference)')
    .option('--columns <name...>', 'columns to compare (default: those that detect would use)')
    .option('--exclude <name...>', 'columns to leave out')
    .option('--missing <text...>', 'texts that stand for nothing, such as NA')
    .option('--time <name>', 'column of times (default: the first without gaps)')
    .option('--html <file>', 'write a page with a figure, which needs no other file')
    .option('--json', 'print JSON in place of text')
    .option('--seed <n>', 'seed of all chance', integer(0), 42)
    .option(
      '--max-rows <n>',
      'of more rows in a file so many are taken at random (default: 20000)',
      integer(20),
    )
    .action((reference: string, current: string | undefined, options: DriftCommandOptions) =>
      drift(reference, current, options, signal),
    );
}

async function drift(
  reference: string,
  current: string | undefined,
  { html, json = false, ...options }: DriftCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  if (html !== undefined) await checkWritableFile(html);
  const { rows, notes } = await fileDrift({
    ...{ reference, ...options, ...driftProgressPrinter(process.stderr), signal },
    ...(current !== undefined && { current }),
  });
  signal.throwIfAborted();
  if (html !== undefined) {
    await mkdir(dirname(html), { recursive: true });
    const title = `Drift of ${basename(current ?? reference)}`;
    await writeWhole(html, await driftPage(rows, { title, notes }));
  }
  print(json ? JSON.stringify({ rows, notes }, null, 2) : driftText(rows, notes));
}
