import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import { loadPipeline } from '../pipeline/load';
import { scoreFile } from '../pipeline/scoring/score-file';
import { EVENT_FIELDS } from '../report/findings/event-fields';
import { type FollowCommandOptions, fieldColumn, followCommand } from './follow';
import { integer } from './options';
import { checkWritableFile } from './output';
import { scoreProgressPrinter } from './score-progress';
import { countOf, print, say, stopIfAsked } from './training-output';

interface ScoreCommandOptions extends FollowCommandOptions {
  readonly model: string;
  readonly data?: string;
  readonly follow?: string;
  readonly output?: string;
  readonly id?: readonly string[];
  readonly workers?: number;
  readonly batch?: number;
}

/** Options that go with one of the two only. */
const ONLY_WITH = {
  data: ['id', 'workers', 'batch'],
  follow: ['format', 'findings', 'all', 'field', 'alertMinutes'],
} as const;

/** Adds `anomaly-lab score`: a score for each row of a file, or findings of events as they come in. */
export function addScoreCommand(program: Command, signal: AbortSignal): void {
  program
    .command('score')
    .description(
      "score a file's rows with a saved pipeline, in batches, or follow events as they are written",
    )
    .requiredOption('--model <folder>', 'pipeline that was saved; one that takes rows one by one')
    .option('--data <file>', '.csv, .parquet, .json, .jsonl or .ndjson (all but parquet also .gz)')
    .option(
      '--output <file>',
      'with --data .parquet, .csv or .csv.gz, an older one is replaced; with --follow findings are appended (default: standard output)',
    )
    .option('--id <column...>', 'columns of the data that are written before score and flag')
    .option(
      '--workers <n>',
      'worker threads that score; 0 is the main one (default: 0)',
      integer(0),
    )
    .option('--batch <n>', 'rows scored at a time (default: 32768)', integer(1))
    .option(
      '--follow <file>',
      'in place of --data: events a line, scored as they are written, as tail -F; - is standard input',
    )
    .addOption(
      new Option('--format <name>', 'of the events followed (default: by the file name)').choices([
        'json',
        'csv',
      ]),
    )
    .addOption(
      new Option('--findings <name>', 'what is written of an anomaly (default: plain)').choices([
        'plain',
        'ocsf',
        'ecs',
      ]),
    )
    .option('--all', 'write a finding of every event, not of anomalies alone')
    .option(
      '--field <name=column>',
      `column of the ${EVENT_FIELDS.join(', ')} of an event, where it has no usual name; may be repeated`,
      fieldColumn,
    )
    .option('--alert-minutes <n>', 'minutes that one alert spans (default: 60)', integer(1))
    .action((options: ScoreCommandOptions) => score(options, signal));
}

async function score(options: ScoreCommandOptions, signal: AbortSignal): Promise<void> {
  const { model, data, follow, output } = options;
  checkTogether(options);
  const pipeline = (await loadPipeline(model)) as FittedPipeline; // refused below where it is one of windows
  if (follow !== undefined) await followCommand({ ...options, follow, pipeline, signal });
  else
    await scoreData(
      { ...options, data: data as string, output: output as string },
      pipeline,
      signal,
    );
  pipeline.dispose();
}

function checkTogether(options: ScoreCommandOptions): void {
  const { data, follow, output } = options;
  if ((data === undefined) === (follow === undefined)) {
    const got = data === undefined ? 'neither' : 'both';
    throw new RangeError(`one of --data and --follow must be given, got ${got}`);
  }
  const mode = data === undefined ? 'follow' : 'data';
  const other = mode === 'data' ? 'follow' : 'data';
  const wrong = ONLY_WITH[other].find((name) => options[name] !== undefined);
  if (wrong !== undefined) {
    const flag = wrong.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new RangeError(`--${flag} goes with --${other} only`);
  }
  if (mode === 'data' && output === undefined) {
    throw new RangeError('--output must be given with --data');
  }
}

async function scoreData(
  options: ScoreCommandOptions & { readonly data: string; readonly output: string },
  pipeline: FittedPipeline,
  signal: AbortSignal,
): Promise<void> {
  const { data, output, id, workers = 0, batch } = options;
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
  print(
    `${output}: ${countOf(nRows, 'rows')} scored, ${countOf(nFlagged, 'of them flagged')} (threshold ${pipeline.threshold.toFixed(4)})`,
  );
}
