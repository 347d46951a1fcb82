import { pValueAmong } from '../evaluate/thresholds/conformal';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import type { Row } from '../pipeline/columns';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import { reasonsOf } from '../pipeline/reasons';
import type { ScoredRows } from '../pipeline/scoring/score-each';
import { type Finding, type FindingOptions, findingOf } from '../report/findings/finding';
import { type FindingModel, findingModelOf } from '../report/findings/finding-model';

/** A pipeline and what findings need of it. */
export interface EventModel {
  readonly pipeline: FittedPipeline<Matrix | Windows>;
  readonly model: FindingModel;
  /** Its calibration scores, ascending. */
  readonly calibration: Float64Array;
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
export function eventModelOf(pipeline: FittedPipeline<Matrix | Windows>, name: string): EventModel {
  const calibration = Float64Array.from(pipeline.calibrationScores).sort();
  return { pipeline, model: findingModelOf(pipeline, name), calibration };
}

/**
 * Makes findings of the events that are anomalies.
 *
 * Reasons of an isolation forest go by paths: Shapley values would take a third of a stream's time. Pipelines of windows give none.
 *
 * @returns one an event that a finding is made of; undefined for the others.
 */
export async function findingsOf(
  { pipeline, model, calibration }: EventModel,
  rows: readonly Row[],
  { scores, refused }: ScoredRows,
  { all = false, events = rows, receivedTime, ...options }: JudgeOptions = {},
): Promise<readonly (Finding | undefined)[]> {
  const chosen = [...rows.keys()].filter(
    (i) => !refused.has(i) && (all || scores[i] >= pipeline.threshold),
  );
  const chosenRows = chosen.map((i) => rows[i]);
  const reasons = await reasonsOfRows(pipeline, chosenRows);
  const findings: (Finding | undefined)[] = rows.map(() => undefined);
  for (const [k, i] of chosen.entries()) {
    const pValue = pValueAmong(calibration, scores[i]);
    const scored = { score: scores[i], pValue, reasons: reasons[k] ?? [] };
    const time = receivedTime ? { receivedTime: receivedTime(i) } : {};
    findings[i] = findingOf(rows[i], scored, model, { ...options, ...time, original: events[i] });
  }
  return findings;
}

/** None where the pipeline cannot give any. */
async function reasonsOfRows(pipeline: EventModel['pipeline'], rows: readonly Row[]) {
  const { typical, windows } = pipeline.state;
  if (typical === null || windows !== null) return [];
  return reasonsOf(pipeline as FittedPipeline, rows, { nTop: MOST_REASONS, method: 'path' });
}
