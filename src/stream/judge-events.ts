import { pValueAmong } from '../evaluate/thresholds/conformal';
import type { Row } from '../pipeline/columns';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import { reasonsOf } from '../pipeline/reasons';
import { type Finding, type FindingOptions, findingOf } from '../report/findings/finding';
import { type FindingModel, findingModelOf } from '../report/findings/finding-model';

/** A pipeline and what findings need of it. */
export interface EventModel {
  readonly pipeline: FittedPipeline;
  readonly model: FindingModel;
  /** Its calibration scores, ascending. */
  readonly calibration: Float64Array;
}

/** What is found of events. */
export interface JudgedEvents {
  /** One an event that a finding is made of; undefined for the others. */
  readonly findings: readonly (Finding | undefined)[];
  /** Why an event cannot be scored, by its index. */
  readonly refused: ReadonlyMap<number, string>;
}

/** Which findings are made. */
export interface JudgeOptions extends Omit<FindingOptions, 'receivedTime' | 'original'> {
  /** Of every event, not of anomalies alone. Default false. */
  readonly all?: boolean;
  /** The events before features were added; findings are told apart by them. Default: the rows. */
  readonly events?: readonly Row[];
  /** Epoch ms that stands for the time of an event without any, by its index. Default 0. */
  readonly receivedTime?: (index: number) => number;
}

const MOST_REASONS = 5;

/** What is worked out of a pipeline once. */
export function eventModelOf(pipeline: FittedPipeline, name: string): EventModel {
  const calibration = Float64Array.from(pipeline.calibrationScores).sort();
  return { pipeline, model: findingModelOf(pipeline, name), calibration };
}

/**
 * Scores events and makes findings of those that are anomalies; one that does not fit stops no other.
 *
 * Reasons of an isolation forest go by paths: Shapley values would take a third of a stream's time.
 */
export async function judgeEvents(
  { pipeline, model, calibration }: EventModel,
  rows: readonly Row[],
  { all = false, events = rows, receivedTime, ...options }: JudgeOptions = {},
): Promise<JudgedEvents> {
  const { scores, refused } = await scoresOf(pipeline, rows);
  const chosen = [...rows.keys()].filter(
    (i) => !refused.has(i) && (all || scores[i] >= pipeline.threshold),
  );
  const findings: (Finding | undefined)[] = rows.map(() => undefined);
  if (chosen.length === 0) return { findings, refused };
  const reasons = pipeline.state.typical
    ? await reasonsOf(
        pipeline,
        chosen.map((i) => rows[i]),
        { nTop: MOST_REASONS, method: 'path' },
      )
    : [];
  for (const [k, i] of chosen.entries()) {
    const pValue = pValueAmong(calibration, scores[i]);
    const scored = { score: scores[i], pValue, reasons: reasons[k] ?? [] };
    const time = receivedTime ? { receivedTime: receivedTime(i) } : {};
    findings[i] = findingOf(rows[i], scored, model, { ...options, ...time, original: events[i] });
  }
  return { findings, refused };
}

/** All at once, or, where one does not fit, one by one. */
async function scoresOf(fitted: FittedPipeline, events: readonly Row[]) {
  const refused = new Map<number, string>();
  if (events.length === 0) return { scores: new Float32Array(), refused };
  try {
    return { scores: await fitted.score(events), refused };
  } catch (error) {
    reasonOf(error);
  }
  const scores = new Float32Array(events.length);
  for (const [i, event] of events.entries()) {
    try {
      [scores[i]] = await fitted.score([event]);
    } catch (error) {
      refused.set(i, reasonOf(error));
    }
  }
  return { scores, refused };
}

/**
 * Why an event does not fit.
 *
 * @throws what is no fault of an event.
 */
function reasonOf(error: unknown): string {
  if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
  return error.message.replace(/^(row|sample) 0(: |, )?/, '');
}
