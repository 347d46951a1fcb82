import type { TopContribution } from '../../explain/top-contributions';
import { parseJsonBody } from '../json-body';
import type { ModelSet } from '../models/model-set';
import { type ScoredRows, scoreEvents, scoreFeatures } from '../models/score-samples';
import type { ServedModel } from '../models/served-model';
import { flatEvent, type ScoredBatch, type Verdict } from '../scored-feed';
import type { Answer } from './answer';
import { type PredictRequest, readPredictRequest } from './predict-request';
import { explainRows, verdictOf } from './verdict';
import { verdictJson, verdictsJson } from './verdict-json';

/** Reasons of an event where a request does not say how many. */
const REASONS = 3;

/**
 * Answers a request to `/predict`.
 *
 * @param isHeard whether the answer carries the events for those who listen.
 * @throws {Problem} 4xx naming what is wrong with the body.
 */
export async function predict(
  models: ModelSet,
  bytes: Uint8Array | null | undefined,
  isHeard: boolean,
): Promise<Answer> {
  const request = readPredictRequest(parseJsonBody(bytes));
  return models.use(request.model, (model) =>
    request.features
      ? predictFeatures(model, request.features)
      : predictEvents(model, request, isHeard),
  );
}

/** The form of the service that this one follows: `{ features }` to `{ prediction }`. */
async function predictFeatures(model: ServedModel, features: readonly number[]): Promise<Answer> {
  const { prediction, label } = verdictOf(model, await scoreFeatures(model, features));
  const body = JSON.stringify({ prediction });
  return { statusCode: 200, body, model: model.name, nEvents: 1, nAnomalies: label };
}

async function predictEvents(
  model: ServedModel,
  { event, events, reasons, nTop = REASONS }: PredictRequest,
  isHeard: boolean,
): Promise<Answer> {
  const fieldOf = events ? (i: number) => `events[${i}]` : () => 'event';
  const scored = await scoreEvents(model, events ?? [event], fieldOf);
  const reasonsAt = reasons ? await explainScored(model, scored, reasons, nTop) : () => undefined;
  const verdictAt = (i: number) => verdictOf(model, scored.scores[i], reasonsAt(i));
  const head = headJson(model, reasons);
  const body = events
    ? `${head},"results":${verdictsJson(model, scored.scores.length, verdictAt)}}`
    : `${head},${verdictJson(model, verdictAt(0)).slice(1)}`;
  return {
    statusCode: 200,
    body,
    model: model.name,
    nEvents: scored.scores.length,
    nAnomalies: anomaliesOf(model, scored.scores).length,
    ...(isHeard && { scored: batchOf(model, scored.rows, verdictAt) }),
  };
}

/** Lists the reasons of those events for which they are asked. */
async function explainScored(
  model: ServedModel,
  scored: ScoredRows,
  which: true | 'anomalies',
  nTop: number,
): Promise<(index: number) => readonly TopContribution[] | undefined> {
  const options = { nTop, method: 'path' } as const;
  if (which === true) return explainRows(model, scored, options);
  const places = anomaliesOf(model, scored.scores);
  const reasonsAt = await explainRows(model, scored, options, places);
  const numbers = new Map(places.map((place, number) => [place, number]));
  return (index) => {
    const number = numbers.get(index);
    return number === undefined ? undefined : reasonsAt(number);
  };
}

function anomaliesOf({ pipeline }: ServedModel, scores: Float32Array): number[] {
  const places: number[] = [];
  for (let i = 0; i < scores.length; i++) if (scores[i] >= pipeline.threshold) places.push(i);
  return places;
}

/** What is the same for all events, without the closing brace. */
function headJson({ name, pipeline }: ServedModel, reasons: PredictRequest['reasons']): string {
  const head = `{"model":${JSON.stringify(name)},"threshold":${pipeline.threshold}`;
  const method = 'forest' in pipeline.detector ? 'pathAttribution' : 'occlusion';
  return reasons ? `${head},"method":"${method}"` : head;
}

function batchOf(
  { name, pipeline }: ServedModel,
  rows: ScoredRows['rows'],
  verdictAt: (index: number) => Verdict,
): ScoredBatch {
  return {
    model: name,
    threshold: pipeline.threshold,
    time: Date.now(),
    events: rows.map((row, i) => ({ event: flatEvent(row), ...verdictAt(i) })),
  };
}
