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
import { eventModelOf, findingsOf } from './event-findings';
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

/** Judges a stream by a pipeline. */
export function pipelineJudge(options: PipelineJudgeOptions): StreamJudge {
  const { pipeline, findings, all, fields, bucketMinutes } = options;
  const model = eventModelOf(pipeline, options.modelName);
  const document = DOCUMENTS[findings];
  return {
    remembers: options.memory !== undefined || pipeline.state.windows !== null,
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
          const found = await findingsOf(model, rows, scored, {
            ...(all && { all }),
            ...(fields && { fields }),
            ...(bucketMinutes && { bucketMinutes }),
            events,
            receivedTime: (i) => messages[places[i]].time ?? Date.now(),
          });
          for (const [i, reason] of scored.refused) refused.push([places[i], reason]);
          refused.sort(([a], [b]) => a - b);
          return {
            nEvents: rows.length - scored.refused.size,
            findings: found
              .filter((finding) => finding !== undefined)
              .map((finding) => ({ id: finding.uid, text: toJson(document(finding)) })),
            refused,
          };
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
