import type { Readable } from 'node:stream';
import { checkOptionNames } from '../check-options';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import type { EventFieldColumns } from '../report/findings/event-fields';
import { memoryFor } from './auth-memory';
import { type EventFormat, eventParser } from './event-parser';
import { openFileLog } from './file/file-log';
import { DOCUMENTS, type FindingsFormat, pipelineJudge } from './pipeline-judge';
import { runStream, type StreamProgress } from './stream-worker';

/** What is followed, and what becomes of it. */
export interface FollowOptions {
  readonly pipeline: FittedPipeline<Matrix | Windows>;
  /** What findings call it. */
  readonly modelName: string;
  /** File that is followed, or a stream that is read to its end. */
  readonly input: string | Readable;
  /** How events stand in its lines. */
  readonly format: EventFormat;
  /** File that findings are appended to, or a function that writes them. */
  readonly output: string | ((text: string) => Promise<void>);
  /** Default `plain`: a `Finding` a line. */
  readonly findings?: FindingsFormat;
  /** Writes a document of every event, not of anomalies alone. Default false. */
  readonly all?: boolean;
  /** Columns of the events' fields that have no usual names. */
  readonly fields?: EventFieldColumns;
  /** Minutes that one alert spans. Default 60. */
  readonly bucketMinutes?: number;
  /** Ends it behind the events that are being scored. */
  readonly signal?: AbortSignal;
  /** Called after each batch. */
  readonly onProgress?: (progress: StreamProgress) => void;
  /** Told what happens to the input, and of refused lines where the output is no file. */
  readonly onNotice?: (text: string) => void;
}

const OPTION_NAMES = [
  'pipeline',
  'modelName',
  'input',
  'format',
  'output',
  'findings',
  'all',
  'fields',
  'bucketMinutes',
  'signal',
  'onProgress',
  'onNotice',
];

/**
 * Scores events as they are written to a file, or come in a stream, and writes findings, one a line.
 *
 * From file to file no event is lost or written twice, whenever the process is killed: beside the
 * output lies `OUTPUT.checkpoint.json`, and a start cuts the output to what it says and goes on behind
 * it. With a stream as input there is nothing to go back to: what was read and not yet written is lost.
 * What a pipeline has to know of earlier events (windows; in JSON the columns of `AUTH_HISTORY_COLUMNS`) a start finds out by
 * reading the file again from its start: rotated ones before it are not read.
 * With a function as output there is no checkpoint, and a start begins at the start of the file.
 * Lines that hold no event, or one that the pipeline refuses, go to `OUTPUT.rejected` with file, line
 * and reason.
 *
 * @returns when the signal is aborted, or the stream ends.
 * @throws {RangeError} if an option is unknown or out of range.
 * @throws {Error} naming the file, if the input is missing, the output cannot be written, or the
 * checkpoint is of another input or format.
 */
export async function followEvents(options: FollowOptions): Promise<StreamProgress> {
  checkOptions(options);
  const { pipeline, modelName, input, output, signal, onNotice, onProgress } = options;
  const { all, fields, bucketMinutes, findings = 'plain' } = options;
  const memory = options.format === 'json' ? memoryFor(pipeline) : undefined;
  const rereads = memory !== undefined || pipeline.state.windows !== null;
  const log = await openFileLog({ input, output, findings, rereads, signal, onNotice });
  const parser = eventParser(options.format, pipeline, log.header);
  log.keepHeader(parser);
  const nameOf = (line: number) => log.nameOf(0, line);
  const judge = pipelineJudge({
    ...{ pipeline, modelName, parser, nameOf },
    ...{ findings, all, fields, bucketMinutes, memory },
  });
  return runStream({ log, judge, signal, onProgress });
}

function checkOptions(options: FollowOptions): void {
  checkOptionNames(options, OPTION_NAMES);
  const { findings = 'plain', bucketMinutes = 60 } = options;
  if (!Object.hasOwn(DOCUMENTS, findings)) {
    throw new RangeError(`findings must be plain, ocsf or ecs, got ${findings}`);
  }
  if (!(bucketMinutes > 0)) {
    throw new RangeError(`bucketMinutes must be above 0, got ${bucketMinutes}`);
  }
}
