import { z } from 'zod';
import { parseWith } from '../data/whole-file';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import type { Row } from '../pipeline/columns';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import { ecsDocument } from '../report/findings/ecs';
import type { EventFieldColumns } from '../report/findings/event-fields';
import { type Finding, toJson } from '../report/findings/finding';
import { ocsfFinding } from '../report/findings/ocsf';
import { eventModelOf, writeFindings } from './event-findings';
import type { EventParser } from './event-parser';
import { MAX_LINE_BYTES } from './file/line-batch';
import type { Message } from './message-log';
import { rowScorer } from './row-scorer';
import type { StreamJudge } from './stream-judge';

/** Which documents are written of findings. */
export type FindingsFormat = 'plain' | 'ocsf' | 'ecs';

/** Features that need what came before, of one partition. */
export interface RowMemory {
  /**
   * Adds to an event what is known from those before it, and remembers it.
   *
   * @param time when its log got it, epoch ms.
   * @throws {TypeError | RangeError} if it does not fit; it is not remembered then.
   */
  add(event: Row, time: number | undefined): Row;
  /** All that is remembered, as JSON. */
  state(): unknown;
}

/** How a pipeline judges a stream. */
export interface PipelineJudgeOptions {
  readonly pipeline: FittedPipeline<Matrix | Windows>;
  /** What findings call it. */
  readonly modelName: string;
  readonly parser: Pick<EventParser, 'parse'>;
  /** What a message is called in errors. */
  readonly nameOf: (offset: number) => string;
  readonly findings: FindingsFormat;
  /** Writes a document of every event, not of anomalies alone. Default false. */
  readonly all?: boolean | undefined;
  /** Columns of the events' fields that have no usual names. */
  readonly fields?: EventFieldColumns | undefined;
  /** Minutes that one alert spans. Default 60. */
  readonly bucketMinutes?: number | undefined;
  /** Whether equal events at two offsets have two ids. Default false: offsets of a file begin anew when it is rotated. */
  readonly idsByOffset?: boolean | undefined;
  /** Bytes that a finding may have; an event with a longer one is refused. Default: any number. */
  readonly maxFindingBytes?: number | undefined;
  /** Adds features; undefined where events have all that the pipeline reads. */
  readonly memory?: ((state?: unknown) => RowMemory) | undefined;
}

/** Makers of documents by their format. */
export const DOCUMENTS: Readonly<Record<FindingsFormat, (finding: Finding) => object>> = {
  plain: (finding) => finding,
  ocsf: ocsfFinding,
  ecs: ecsDocument,
};

/** What is remembered of a partition. */
const stateSchema = z.object({ rows: z.unknown().optional(), windows: z.unknown().optional() });

/** What of messages is remembered, as a text; what was remembered by another one is of no use. */
function remembersOf({ pipeline, memory }: PipelineJudgeOptions): string | undefined {
  const { windows, columns } = pipeline.state;
  if (memory === undefined && windows === null) return undefined;
  const names = windows && [...columns.numeric, ...Object.keys(columns.encoders)];
  return JSON.stringify({ history: memory !== undefined, windows, names });
}

/** Judges a stream by a pipeline. */
export function pipelineJudge(options: PipelineJudgeOptions): StreamJudge {
  const { pipeline, findings, all, fields, bucketMinutes, maxFindingBytes = Infinity } = options;
  const model = eventModelOf(pipeline, options.modelName);
  const document = DOCUMENTS[findings];
  const write = (finding: Finding): string => {
    const text = toJson(document(finding));
    const nBytes = 3 * text.length > maxFindingBytes ? Buffer.byteLength(text) : 0;
    if (nBytes <= maxFindingBytes) return text;
    throw new RangeError(`must have a finding of at most ${maxFindingBytes} bytes, got ${nBytes}`);
  };
  return {
    remembers: remembersOf(options),
    start: (state) => {
      const saved = state === undefined ? undefined : parseWith(stateSchema, state, 'snapshot');
      const memory = options.memory?.(saved?.rows);
      const scorer = rowScorer(pipeline, saved?.windows);
      return {
        state: () => ({ rows: memory?.state(), windows: scorer.state() }),
        judge: async (messages, judgeFrom) => {
          const read = rowsOf(messages, judgeFrom, options, memory);
          const { events, rows, places, refused } = read;
          await scorer.remember(read.silent);
          const scored = await scorer.score(rows);
          const choice = {
            ...(all && { all }),
            ...(fields && { fields }),
            ...(bucketMinutes && { bucketMinutes }),
            original: (i: number) =>
              options.idsByOffset ? [events[i], messages[places[i]].offset] : events[i],
            receivedTime: (i: number) => messages[places[i]].time ?? Date.now(),
          };
          const written = await writeFindings(model, rows, scored, choice, write);
          for (const [i, reason] of written.refused) refused.push([places[i], reason]);
          refused.sort(([a], [b]) => a - b);
          const nEvents = rows.length - written.refused.size;
          return { nEvents, findings: written.documents, refused };
        },
      };
    },
  };
}

/** Events that are to be judged, with the rows that are scored, their places among the messages, and the rows before them. */
function rowsOf(
  messages: readonly Message[],
  judgeFrom: number,
  { parser, nameOf }: PipelineJudgeOptions,
  memory: RowMemory | undefined,
) {
  const events: Row[] = [];
  const rows: Row[] = [];
  const silent: Row[] = [];
  const places: number[] = [];
  const refused: [index: number, reason: string][] = [];
  for (const [i, { text, offset, time }] of messages.entries()) {
    try {
      if (text === null) throw new RangeError(`must have at most ${MAX_LINE_BYTES} bytes`);
      const event = parser.parse(text);
      if (event === undefined) continue;
      const row = memory ? memory.add(event, time) : event;
      if (offset < judgeFrom) {
        silent.push(row);
        continue;
      }
      events.push(event);
      rows.push(row);
      places.push(i);
    } catch (error) {
      const { message } = error as Error;
      const isOfMessage = error instanceof TypeError || error instanceof RangeError;
      if (!isOfMessage) throw new Error(`${nameOf(offset)}: ${message}`);
      if (offset >= judgeFrom) refused.push([i, message]);
    }
  }
  return { events, rows, silent, places, refused };
}
