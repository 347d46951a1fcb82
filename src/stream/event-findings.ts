import { pValueAmong } from '../evaluate/thresholds/conformal';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import type { Row } from '../pipeline/columns';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import { reasonsOf } from '../pipeline/reasons';
import type { ScoredRows } from '../pipeline/scoring/score-each';
import { type Finding, type FindingOptions, findingOf } from '../report/findings/finding';
import { type FindingModel, findingModelOf } from '../report/findings/finding-model';
import type { FindingDocument } from './message-log';

/** A pipeline and what findings need of it. */
export interface EventModel {
  readonly pipeline: FittedPipeline<Matrix | Windows>;
  readonly model: FindingModel;
  /** Its calibration scores, ascending. */
  readonly calibration: Float64Array;
}

/** Which findings are made. */
export interface FindingChoice extends Omit<FindingOptions, 'receivedTime' | 'original'> {
  /** Of every event, not of anomalies alone. Default false. */
  readonly all?: boolean;
  /** What tells a finding from others, by the index of its event. */
  readonly original: (index: number) => unknown;
  /** Epoch ms that stands for the time of an event without any, by its index. */
  readonly receivedTime: (index: number) => number;
}

/** Findings as they are written, and of which events none can be. */
export interface WrittenFindings {
  readonly documents: readonly FindingDocument[];
  /** Why, by the index of the event. */
  readonly refused: ReadonlyMap<number, string>;
}

const MOST_REASONS = 5;
const TOO_DEEP = 'must not be nested so deeply that no finding can be written';

/** What is worked out of a pipeline once. */
export function eventModelOf(pipeline: FittedPipeline<Matrix | Windows>, name: string): EventModel {
  const calibration = Float64Array.from(pipeline.calibrationScores).sort();
  return { pipeline, model: findingModelOf(pipeline, name), calibration };
}

/**
 * Writes findings of the events that are anomalies; an event that none can be written of stops no other.
 *
 * Reasons of an isolation forest go by paths: Shapley values would take a third of a stream's time. Pipelines of windows give none.
 *
 * @param write makes a document of a finding; throws a RangeError where it cannot.
 */
export async function writeFindings(
  { pipeline, model, calibration }: EventModel,
  rows: readonly Row[],
  { scores, refused: unscored }: ScoredRows,
  { all = false, original, receivedTime, ...options }: FindingChoice,
  write: (finding: Finding) => string,
): Promise<WrittenFindings> {
  const chosen = [...rows.keys()].filter(
    (i) => !unscored.has(i) && (all || scores[i] >= pipeline.threshold),
  );
  const chosenRows = chosen.map((i) => rows[i]);
  const reasons = await reasonsOfRows(pipeline, chosenRows);
  const documents: FindingDocument[] = [];
  const refused = new Map(unscored);
  for (const [k, i] of chosen.entries()) {
    const pValue = pValueAmong(calibration, scores[i]);
    const scored = { score: scores[i], pValue, reasons: reasons[k] ?? [] };
    const of = { ...options, receivedTime: receivedTime(i), original: original(i) };
    try {
      const finding = findingOf(rows[i], scored, model, of);
      documents.push({ id: finding.uid, text: write(finding) });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refused.set(i, error.message.includes('call stack') ? TOO_DEEP : error.message);
    }
  }
  return { documents, refused };
}

/** None where the pipeline cannot give any. */
async function reasonsOfRows(pipeline: EventModel['pipeline'], rows: readonly Row[]) {
  const { typical, windows } = pipeline.state;
  if (typical === null || windows !== null) return [];
  return reasonsOf(pipeline as FittedPipeline, rows, { nTop: MOST_REASONS, method: 'path' });
}
