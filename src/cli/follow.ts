import { basename, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import {
  EVENT_FIELDS,
  type EventField,
  type EventFieldColumns,
} from '../report/findings/event-fields';
import type { EventFormat } from '../stream/event-parser';
import { followEvents } from '../stream/follow-events';
import type { FindingsFormat } from '../stream/pipeline-judge';
import { followProgressPrinter } from './follow-progress';
import { checkWritableFile } from './output';
import { countOf, say } from './training-output';

/** Options of `anomaly-lab score` that only go with `--follow`. */
export interface FollowCommandOptions {
  readonly format?: EventFormat;
  readonly findings?: FindingsFormat;
  readonly all?: boolean;
  readonly field?: EventFieldColumns;
  readonly alertMinutes?: number;
}

/** What is followed with what, and where findings go. */
export interface FollowTask extends FollowCommandOptions {
  readonly pipeline: FittedPipeline<Matrix | Windows>;
  /** Folder of the pipeline. */
  readonly model: string;
  /** A file, or `-` for standard input. */
  readonly follow: string;
  /** A file; default standard output. */
  readonly output?: string;
  readonly signal: AbortSignal;
}

/** Reads `FIELD=COLUMN` from the command line, after those read before. */
export function fieldColumn(text: string, before: EventFieldColumns = {}): EventFieldColumns {
  const [, field = '', column] = /^(\w+)=(.+)$/.exec(text) ?? [];
  if (!EVENT_FIELDS.includes(field as EventField)) {
    throw new InvalidArgumentError(`It must be one of ${EVENT_FIELDS.join(', ')}, with =COLUMN.`);
  }
  return { ...before, [field]: column };
}

/**
 * Follows a file or standard input until Ctrl-C, a SIGTERM, or the input's end.
 *
 * @throws {RangeError | Error} as `followEvents` does, or if the format cannot be told from the name.
 */
export async function followCommand(task: FollowTask): Promise<void> {
  const { follow, model, output, pipeline, field, alertMinutes, findings, all } = task;
  const format = task.format ?? formatOf(follow);
  if (output !== undefined) await checkWritableFile(output);
  const stop = new AbortController();
  task.signal.addEventListener('abort', () => stop.abort());
  if (task.signal.aborted) stop.abort();
  process.once('SIGTERM', () => stop.abort());
  const from = follow === '-' ? 'standard input' : follow;
  say(`following ${from}`);
  if (pipeline.state.windows !== null) say('the pipeline takes windows: findings have no reasons');
  else if (pipeline.state.typical === null) {
    say('the pipeline was saved without a typical row: findings have no reasons');
  }
  const printer = followProgressPrinter(process.stderr);
  const counts = await followEvents({
    pipeline,
    modelName: basename(resolve(model)),
    input: follow === '-' ? process.stdin : follow,
    format,
    output: output ?? writeOut,
    ...(findings && { findings }),
    ...(all && { all }),
    ...(field && { fields: field }),
    ...(alertMinutes !== undefined && { bucketMinutes: alertMinutes }),
    signal: stop.signal,
    onProgress: printer.onProgress,
    onNotice: printer.onNotice,
  }).finally(() => printer.end());
  const goesOn = follow !== '-' && output !== undefined && stop.signal.aborted;
  say(
    `${from}: ${countOf(counts.nEvents, 'events')}, ${countOf(counts.nFindings, 'findings')}, ` +
      `${countOf(counts.nRejected, 'lines')} rejected${goesOn ? '; the same command goes on from here' : ''}`,
  );
}

function formatOf(path: string): EventFormat {
  if (/\.csv$/i.test(path)) return 'csv';
  if (/\.(json|jsonl|ndjson)$/i.test(path)) return 'json';
  if (path === '-') throw new RangeError('standard input: --format must say csv or json');
  throw new RangeError(
    `${path}: must end in .csv, .json, .jsonl or .ndjson, or --format must say csv or json`,
  );
}

/** Waits for a slow reader; one that went away ends the process. */
function writeOut(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, (error) => {
      if (!error) resolve();
    });
  });
}
