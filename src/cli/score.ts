import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import { loadPipeline } from '../pipeline/load';
import { scoreFile } from '../pipeline/scoring/score-file';
import { integer } from './options';
import { checkWritableFile } from './output';
import { scoreProgressPrinter } from './score-progress';
import { countOf, print, say, stopIfAsked } from './training-output';

interface ScoreCommandOptions {
  readonly model: string;
  readonly data: string;
  readonly output: string;
  readonly id?: readonly string[];
  readonly workers: number;
  readonly batch?: number;
}

/** Adds `anomaly-lab score`: a score for each row of a file, whatever its size. */
export function addScoreCommand(program: Command, signal: AbortSignal): void {
  program
    .command('score')
    .description("score a file's rows with a saved pipeline, in batches")
    .requiredOption('--model <folder>', 'pipeline that was saved; one that takes rows one by one')
    .requiredOption(
      '--data <file>',
      '.csv, .parquet, .json, .jsonl or .ndjson (all but parquet also .gz)',
    )
    .requiredOption('--output <file>', '.parquet, .csv or .csv.gz; an older one is replaced')
    .option('--id <column...>', 'columns of the data that are written before score and flag')
    .option('--workers <n>', 'worker threads that score; 0 is the main one', integer(0), 0)
    .option('--batch <n>', 'rows scored at a time (default: 32768)', integer(1))
    .action((options: ScoreCommandOptions) => score(options, signal));
}

async function score(options: ScoreCommandOptions, signal: AbortSignal): Promise<void> {
  const { model, data, output, id, workers, batch } = options;
  const pipeline = (await loadPipeline(model)) as FittedPipeline; // scoreFile refuses one of windows
  await checkWritableFile(output);
  await mkdir(dirname(output), { recursive: true });
  await stopIfAsked(signal);
  say(`scoring ${data}`);
  const progress = scoreProgressPrinter(process.stderr);
  const { nRows, nFlagged } = await scoreFile({
    pipeline,
    input: data,
    output,
    workers,
    ...(id !== undefined && { idColumns: id }),
    ...(batch !== undefined && { batchRows: batch }),
    onProgress: progress.onProgress,
    signal,
  });
  progress.end();
  pipeline.dispose();
  print(
    `${output}: ${countOf(nRows, 'rows scored')}, ${countOf(nFlagged, 'of them flagged')} (threshold ${pipeline.threshold.toFixed(4)})`,
  );
}
