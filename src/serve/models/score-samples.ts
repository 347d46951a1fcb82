import type { Windows } from '../../features/window';
import type { Matrix } from '../../matrix';
import type { Row } from '../../pipeline/columns';
import { scaleWith } from '../../pipeline/fitted-pipeline';
import { problem } from '../problem';
import { checkEvents } from './check-events';
import type { ServedModel } from './served-model';

/** Events that fit a model, and their scores. */
export interface ScoredRows {
  readonly rows: readonly Row[];
  /** The rows as the detector sees them. */
  readonly samples: Matrix | Windows;
  /** Shape `[rows.length]`. */
  readonly scores: Float32Array;
}

/**
 * Scores events with a model.
 *
 * @param fieldOf where the event with a number stands in the body.
 * @throws {Problem} 400 with the field that does not fit, or has no finite score.
 */
export async function scoreEvents(
  model: ServedModel,
  events: readonly unknown[],
  fieldOf: (index: number) => string,
): Promise<ScoredRows> {
  checkEvents(model.columns, events, fieldOf);
  const samples = orProblem(() => model.pipeline.transform(events));
  return { rows: events, samples, scores: await scoreSamples(model, samples, fieldOf) };
}

/**
 * Scores one sample: numbers in the order of the model's feature names, before its scaler.
 *
 * @throws {Problem} 400 if their number is another, or the model does not take samples one by one.
 */
export async function scoreFeatures(
  model: ServedModel,
  features: readonly number[],
): Promise<number> {
  const { featureNames, state } = model.pipeline;
  if (state.windows) {
    throw problem(400, 'must not be given to a model of windows, got numbers', 'features');
  }
  if (features.length !== featureNames.length) {
    const message = `must be ${featureNames.length} numbers, got ${features.length}`;
    throw problem(400, message, 'features');
  }
  const data = Float64Array.from(features);
  const samples = scaleWith(state.scaler, { data, nSamples: 1, nFeatures: data.length });
  const [score] = await scoreSamples(model, samples, () => 'features');
  return score;
}

async function scoreSamples(
  { pipeline }: ServedModel,
  samples: Matrix | Windows,
  fieldOf: (index: number) => string,
): Promise<Float32Array> {
  const { data, nFeatures } = 'samples' in samples ? samples.samples : samples;
  for (let k = 0; k < data.length; k++) {
    if (Number.isFinite(data[k])) continue;
    const field = `${fieldOf(Math.floor(k / nFeatures))}.${pipeline.featureNames[k % nFeatures]}`;
    throw problem(400, 'must be nearer to what the model knows, got one beyond numbers', field);
  }
  const scores = await pipeline.detector.score(samples);
  const wrong = scores.findIndex((score) => !Number.isFinite(score));
  if (wrong < 0) return scores;
  throw problem(400, 'must be nearer to what the model knows, got no finite score', fieldOf(wrong));
}

/** What the library refuses for what it is, such as time that runs back, is the caller's mistake. */
function orProblem<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const isRefused = error instanceof RangeError || error instanceof TypeError;
    if (isRefused && / must /.test(error.message)) throw problem(400, error.message);
    throw error;
  }
}
