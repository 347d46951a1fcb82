import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { checkOptionNames } from '../check-options';
import type { Row } from '../pipeline/columns';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import { ecsDocument } from '../report/findings/ecs';
import type { EventFieldColumns } from '../report/findings/event-fields';
import { type Finding, toJson } from '../report/findings/finding';
import { findingModelOf } from '../report/findings/finding-model';
import { ocsfFinding } from '../report/findings/ocsf';
import { type EventFormat, type EventParser, eventParser } from './event-parser';
import { type LineBatch, MAX_LINE_BYTES } from './file/line-batch';
import { openSink } from './file/sink';
import { streamLines } from './file/stream-lines';
import { tailFile } from './file/tail-file';
import { judgeEvents } from './judge-events';

/** Which documents are written of findings. */
export type FindingsFormat = 'plain' | 'ocsf' | 'ecs';

/** What is followed, and what becomes of it. */
export interface FollowOptions {
  /** A pipeline that takes rows one by one. */
  readonly pipeline: FittedPipeline;
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
  readonly onProgress?: (progress: FollowProgress) => void;
  /** Told what happens to the input, and of refused lines where the output is no file. */
  readonly onNotice?: (text: string) => void;
}

/** Counts since the start of this run. */
export interface FollowProgress {
  readonly nEvents: number;
  /** Documents written. */
  readonly nFindings: number;
  /** Lines that hold no event that can be scored. */
  readonly nRejected: number;
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

const DOCUMENTS: Readonly<Record<FindingsFormat, (finding: Finding) => object>> = {
  plain: (finding) => finding,
  ocsf: ocsfFinding,
  ecs: ecsDocument,
};

/**
 * Scores events as they are written to a file, or come in a stream, and writes findings, one a line.
 *
 * From file to file no event is lost or written twice, whenever the process is killed: beside the
 * output lies `OUTPUT.checkpoint.json`, and a start cuts the output to what it says and goes on behind
 * it. With a stream as input there is nothing to go back to: what was read and not yet written is lost.
 * With a function as output there is no checkpoint, and a start begins at the start of the file.
 * Lines that hold no event, or one that the pipeline refuses, go to `OUTPUT.rejected` with file, line
 * and reason.
 *
 * @returns when the signal is aborted, or the stream ends.
 * @throws {RangeError} if an option is unknown or out of range, or the pipeline takes windows.
 * @throws {Error} naming the file, if the input is missing, the output cannot be written, or the
 * checkpoint is of another input or format.
 */
export async function followEvents(options: FollowOptions): Promise<FollowProgress> {
  checkOptions(options);
  const { pipeline, input, format, findings = 'plain', signal, onNotice } = options;
  const place = typeof input === 'string' ? resolve(input) : null;
  const sink = await openSink({ output: options.output, input: place, findings, onNotice });
  const { from } = sink;
  const parser = eventParser(format, pipeline, from?.header);
  const model = findingModelOf(pipeline, options.modelName);
  const counts = { nEvents: 0, nFindings: 0, nRejected: 0 };
  const tail = {
    ...(from && { from: from.position }),
    ...(signal && { signal }),
    ...(onNotice && { onNotice }),
  };
  const batches = typeof input === 'string' ? tailFile(input, tail) : streamLines(input, signal);
  try {
    for await (const batch of batches) {
      const { events, lines, rejected } = parseBatch(parser, batch, place ?? 'input');
      const { all, fields, bucketMinutes } = options;
      const judged = await judgeEvents(pipeline, model, events, {
        ...(all && { all }),
        ...(fields && { fields }),
        ...(bucketMinutes && { bucketMinutes }),
        receivedTime: Date.now(),
      });
      const found = judged.findings.filter((finding) => finding !== undefined);
      for (const [i, reason] of judged.refused) rejected.push({ line: lines[i], reason });
      rejected.sort((a, b) => a.line - b.line);
      await sink.write({
        documents: found.map((finding) => toJson(DOCUMENTS[findings](finding))),
        rejected: rejected.map((one) => ({ file: place ?? '-', ...one })),
        position: batch.position,
        header: parser.header,
      });
      counts.nEvents += events.length - judged.refused.size;
      counts.nFindings += found.length;
      counts.nRejected += rejected.length;
      options.onProgress?.({ ...counts });
      if (signal?.aborted) break;
    }
  } finally {
    await sink.close();
  }
  return counts;
}

/** Events of a batch with their lines, and the lines that hold none. */
function parseBatch(parser: EventParser, { lines, firstLine }: LineBatch, place: string) {
  const events: Row[] = [];
  const numbers: number[] = [];
  const rejected: { line: number; reason: string }[] = [];
  if (firstLine === 1) parser.startFile();
  for (const [i, text] of lines.entries()) {
    const line = firstLine + i;
    try {
      if (text === null) throw new RangeError(`must have at most ${MAX_LINE_BYTES} bytes`);
      const event = parser.parse(text);
      if (event === undefined) continue;
      events.push(event);
      numbers.push(line);
    } catch (error) {
      const { message } = error as Error;
      const isOfLine = error instanceof TypeError || error instanceof RangeError;
      if (!isOfLine) throw new Error(`${place} line ${line}: ${message}`);
      rejected.push({ line, reason: message });
    }
  }
  return { events, lines: numbers, rejected };
}

function checkOptions(options: FollowOptions): void {
  checkOptionNames(options, OPTION_NAMES);
  const { pipeline, findings = 'plain', bucketMinutes = 60 } = options;
  if (pipeline.state.windows !== null) {
    throw new RangeError('pipeline must take rows one by one, got one of windows');
  }
  if (!Object.hasOwn(DOCUMENTS, findings)) {
    throw new RangeError(`findings must be plain, ocsf or ecs, got ${findings}`);
  }
  if (!(bucketMinutes > 0)) {
    throw new RangeError(`bucketMinutes must be above 0, got ${bucketMinutes}`);
  }
}
