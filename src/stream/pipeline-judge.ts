import type { Row } from '../pipeline/columns';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import { ecsDocument } from '../report/findings/ecs';
import type { EventFieldColumns } from '../report/findings/event-fields';
import { type Finding, toJson } from '../report/findings/finding';
import { ocsfFinding } from '../report/findings/ocsf';
import type { EventParser } from './event-parser';
import { MAX_LINE_BYTES } from './file/line-batch';
import { eventModelOf, judgeEvents } from './judge-events';
import type { Message } from './message-log';
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
  /** A pipeline that takes rows one by one. */
  readonly pipeline: FittedPipeline;
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

/** Judges a stream by a pipeline. */
export function pipelineJudge(options: PipelineJudgeOptions): StreamJudge {
  const { findings, all, fields, bucketMinutes } = options;
  const model = eventModelOf(options.pipeline, options.modelName);
  const document = DOCUMENTS[findings];
  return {
    remembers: options.memory !== undefined,
    start: (state) => {
      const memory = options.memory?.(state);
      return {
        state: () => memory?.state(),
        judge: async (messages, judgeFrom) => {
          const { events, rows, places, refused } = rowsOf(messages, judgeFrom, options, memory);
          const judged = await judgeEvents(model, rows, {
            ...(all && { all }),
            ...(fields && { fields }),
            ...(bucketMinutes && { bucketMinutes }),
            events,
            receivedTime: (i) => messages[places[i]].time ?? Date.now(),
          });
          for (const [i, reason] of judged.refused) refused.push([places[i], reason]);
          refused.sort(([a], [b]) => a - b);
          const found = judged.findings.filter((finding) => finding !== undefined);
          return {
            nEvents: rows.length - judged.refused.size,
            findings: found.map((one) => ({ id: one.uid, text: toJson(document(one)) })),
            refused,
          };
        },
      };
    },
  };
}

/** Events that are to be judged, with the rows that are scored and their places among the messages. */
function rowsOf(
  messages: readonly Message[],
  judgeFrom: number,
  { parser, nameOf }: PipelineJudgeOptions,
  memory: RowMemory | undefined,
) {
  const events: Row[] = [];
  const rows: Row[] = [];
  const places: number[] = [];
  const refused: [index: number, reason: string][] = [];
  for (const [i, { text, offset, time }] of messages.entries()) {
    try {
      if (text === null) throw new RangeError(`must have at most ${MAX_LINE_BYTES} bytes`);
      const event = parser.parse(text);
      if (event === undefined) continue;
      const row = memory ? memory.add(event, time) : event;
      if (offset < judgeFrom) continue;
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
  return { events, rows, places, refused };
}
