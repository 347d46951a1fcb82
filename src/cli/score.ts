import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { scoreFolder } from '../pipeline/batch/score-folder';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import { loadPipeline } from '../pipeline/load';
import { scoreFile } from '../pipeline/scoring/score-file';
import { EVENT_FIELDS } from '../report/findings/event-fields';
import { addEngineOptions, ENGINE_FLAGS, type EngineOptions, flagOf, withEngine } from './engine';
import { type FollowCommandOptions, fieldColumn, followCommand } from './follow';
import { integer } from './options';
import { checkWritableFile } from './output';
import { checkScorePaths, scoreDataOnSpark } from './score-on-spark';
import { scoreProgressPrinter } from './score-progress';
import { countOf, print, say, stopIfAsked } from './training-output';

interface ScoreCommandOptions extends FollowCommandOptions, EngineOptions {
  readonly model: string;
  readonly data?: string;
  readonly follow?: string;
  readonly output?: string;
  readonly id?: readonly string[];
  readonly workers?: number;
  readonly batch?: number;
  readonly day?: string;
  readonly overwrite?: boolean;
  readonly workerFile?: string;
}

/** Options that go with one of the two only. */
const ONLY_WITH = {
  data: ['id', 'workers', 'batch', 'day', 'overwrite', 'workerFile', ...ENGINE_FLAGS],
  follow: ['format', 'findings', 'all', 'field', 'alertMinutes'],
} as const;

/** Options of `--data` that go with one engine only. */
const ONLY_OF = {
  duckdb: ['workers', 'batch'],
  spark: ['day', 'workerFile', ...ENGINE_FLAGS],
} as const;

/** Adds `anomaly-lab score`: a score for each row of a file, or findings of events as they come in. */
export function addScoreCommand(program: Command, signal: AbortSignal): void {
  const command = program
    .command('score')
    .description(
      "score a file's rows with a saved pipeline, in batches, or follow events as they are written",
    )
    .requiredOption('--model <folder>', 'pipeline that was saved; one that takes rows one by one')
    .option(
      '--data <file|folder>',
      '.csv, .parquet, .json, .jsonl or .ndjson (all but parquet also .gz); or a folder of parquet files, as "features" writes it',
    )
    .option(
      '--output <file|folder>',
      'with --data .parquet, .csv or .csv.gz, an older one is replaced, and of a folder a folder; with --follow findings are appended (default: standard output)',
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
    .option(
      '--day <column>',
      'on Spark: date, time or epoch ms whose day becomes a folder of the output (default: day, where there is one)',
    )
    .option('--overwrite', 'replace an older folder of scores')
    .option(
      '--worker-file <file>',
      "on Spark: dist/transform-worker.js on its machines (default: this installation's)",
    );
  addEngineOptions(command).action((options: ScoreCommandOptions) => score(options, signal));
}

async function score(options: ScoreCommandOptions, signal: AbortSignal): Promise<void> {
  const { model, data, follow, output, engine } = options;
  checkTogether(options);
  if (engine === 'spark') return scoreBySpark(options, signal);
  const pipeline = await loadPipeline(model);
  if (follow !== undefined) await followCommand({ ...options, follow, pipeline, signal });
  else
    await scoreData(
      { ...options, data: data as string, output: output as string },
      pipeline as FittedPipeline, // refused where it is one of windows
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
  if (wrong !== undefined) throw new RangeError(`${flagOf(wrong)} goes with --${other} only`);
  checkEngine(options, mode);
  if (mode === 'data' && output === undefined) {
    throw new RangeError('--output must be given with --data');
  }
}

function checkEngine(options: ScoreCommandOptions, mode: 'data' | 'follow'): void {
  const { engine } = options;
  if (mode === 'follow' && engine === 'spark') {
    throw new RangeError('--engine spark goes with --data only');
  }
  const other = engine === 'spark' ? 'duckdb' : 'spark';
  const wrong = ONLY_OF[other].find((name) => options[name] !== undefined);
  if (wrong !== undefined)
    throw new RangeError(`${flagOf(wrong)} goes with --engine ${other} only`);
}

async function scoreBySpark(options: ScoreCommandOptions, signal: AbortSignal): Promise<void> {
  const { data, output } = options as { readonly data: string; readonly output: string }; // both are checked
  await withEngine(options, async (spark) => {
    if (spark) await scoreDataOnSpark(spark, { ...options, data, output }, signal);
  });
}

async function scoreData(
  options: ScoreCommandOptions & { readonly data: string; readonly output: string },
  pipeline: FittedPipeline,
  signal: AbortSignal,
): Promise<void> {
  const { data, output, id, workers = 0, batch, overwrite } = options;
  const isFolder = (await stat(data).catch(() => undefined))?.isDirectory() ?? false;
  if (isFolder) await checkScorePaths(options);
  else {
    await checkWritableFile(output);
    await mkdir(dirname(output), { recursive: true });
  }
  await stopIfAsked(signal);
  say(`scoring ${data}`);
  const progress = scoreProgressPrinter(process.stderr);
  const work = {
    pipeline,
    input: data,
    output,
    workers,
    ...(id !== undefined && { idColumns: id }),
    ...(batch !== undefined && { batchRows: batch }),
    onProgress: progress.onProgress,
    signal,
  };
  const { nRows, nFlagged } = await (isFolder
    ? scoreFolder({ ...work, ...(overwrite && { overwrite }) })
    : scoreFile(work));
  progress.end();
  print(
    `${output}: ${countOf(nRows, 'rows')} scored, ${countOf(nFlagged, 'of them flagged')} (threshold ${pipeline.threshold.toFixed(4)})`,
  );
}
