import { parseJsonBody } from '../json-body';
import type { ModelSet } from '../models/model-set';
import { type ScoredRows, scoreEvents, scoreFeatures } from '../models/score-samples';
import type { ServedModel } from '../models/served-model';
import { flatEvent, type ScoredBatch, type Verdict } from '../scored-feed';
import type { Answer } from './answer';
import { type PredictRequest, readPredictRequest } from './predict-request';
import { explainRows, verdictOf } from './verdict';

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
  const plain = Array.from(scored.scores, (score) => verdictOf(model, score));
  const verdicts = reasons ? await withReasons(model, scored, plain, reasons, nTop) : plain;
  const head = headJson(model, reasons);
  const body = events
    ? `${head},"results":[${verdicts.map((verdict) => verdictJson(model, verdict)).join(',')}]}`
    : `${head},${verdictJson(model, verdicts[0]).slice(1)}`;
  const nAnomalies = verdicts.reduce((sum, { label }) => sum + label, 0);
  const heard = isHeard ? { scored: batchOf(model, scored.rows, verdicts) } : {};
  const nEvents = verdicts.length;
  return { statusCode: 200, body, model: model.name, nEvents, nAnomalies, ...heard };
}

/** The verdicts, with reasons where they are asked for. */
async function withReasons(
  model: ServedModel,
  scored: ScoredRows,
  verdicts: readonly Verdict[],
  which: true | 'anomalies',
  nTop: number,
): Promise<readonly Verdict[]> {
  const options = { nTop, method: 'path' } as const;
  if (which === true) {
    const reasons = await explainRows(model, scored, options);
    return verdicts.map((verdict, i) => ({ ...verdict, reasons: reasons[i] }));
  }
  const places = [...verdicts.keys()].filter((i) => verdicts[i].label === 1);
  const reasons = await explainRows(model, scored, options, places);
  const explained = [...verdicts];
  places.forEach((i, k) => {
    explained[i] = { ...verdicts[i], reasons: reasons[k] };
  });
  return explained;
}

/** What is the same for all events, without the closing brace. */
function headJson({ name, pipeline }: ServedModel, reasons: PredictRequest['reasons']): string {
  const head = `{"model":${JSON.stringify(name)},"threshold":${pipeline.threshold}`;
  const method = 'forest' in pipeline.detector ? 'pathAttribution' : 'occlusion';
  return reasons ? `${head},"method":"${method}"` : head;
}

/** As JSON.stringify has it, several times faster. */
function verdictJson(
  { writeReasons }: ServedModel,
  { score, pValue, label, prediction, reasons }: Verdict,
): string {
  const start = `{"score":${score},"pValue":${pValue},"label":${label},"prediction":"${prediction}"`;
  return reasons ? `${start},"reasons":${writeReasons(reasons)}}` : `${start}}`;
}

function batchOf(
  { name, pipeline }: ServedModel,
  rows: ScoredRows['rows'],
  verdicts: readonly Verdict[],
): ScoredBatch {
  return {
    model: name,
    threshold: pipeline.threshold,
    time: Date.now(),
    events: rows.map((row, i) => ({ event: flatEvent(row), ...verdicts[i] })),
  };
}
