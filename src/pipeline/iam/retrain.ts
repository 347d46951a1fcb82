import type { IamLabelledEvent } from '../../data/iam/event';
import { bootstrapInterval } from '../../evaluate/bootstrap/interval';
import type { Interval } from '../../evaluate/interval';
import type { Windows } from '../../features/window';
import type { Matrix } from '../../matrix';
import { averagePrecision } from '../../metrics/precision-recall';
import { rocAuc } from '../../metrics/roc';
import type { FittedPipeline } from '../fitted-pipeline';
import { type Judgement, judge } from '../judge';
import { IAM_DETECTORS, IAM_MODELS, type IamModel, type IamPipelineOptions } from './models';
import { checkBothClasses, type IamRows, iamRows, splitNewest, takeIamRows } from './rows';
import { fitIam, type TrainingControls } from './train';

/** A figure that can decide between an old and a new model. */
export type RetrainMetric = 'averagePrecision' | 'rocAuc';

/** How a model is trained anew. */
export interface RetrainOptions {
  /** Decides whether the new model is better. Default `averagePrecision`. */
  readonly metric?: RetrainMetric;
  /** Saved with the new pipeline, over the old one's metadata. */
  readonly metadata?: NonNullable<IamPipelineOptions['metadata']>;
}

/** An old and a new model, compared on events that neither saw. */
export interface Retraining {
  /** The new model. */
  readonly fitted: FittedPipeline<Matrix | Windows>;
  readonly old: Judgement;
  readonly new: Judgement;
  readonly metric: RetrainMetric;
  /** The new model's metric less the old one's, with a bootstrap interval. */
  readonly difference: Interval;
  /** Whether the new model is not worse. */
  readonly isNotWorse: boolean;
  /** Events that the new model and its threshold learned from. */
  readonly nTrain: number;
  /** Times of the first and the last event that judged, epoch ms. */
  readonly judgedFrom: number;
  readonly judgedUntil: number;
}

/**
 * Trains a model anew, with its own parameters, and compares it with the old one on the newest events.
 *
 * Of the events later than all that the old model saw, the newer half judges; all others train. The
 * metadata of the new pipeline has `judgedUntil`, so that events that chose it cannot judge it again.
 * The interval draws events one by one, as if they were independent: the steps of one attack are
 * not, so it is too narrow. Seed 000 names continuous retraining as a next step.
 *
 * @param events the users' old events, which the old model has seen, and newer ones: what is new to a user, and
 * the events before each one, are taken from them, so that newer ones alone make every user look new.
 * @throws {RangeError} if the pipeline was not made by `trainIam`, or there are too few later events,
 * or no anomaly among those that judge.
 * @throws {DOMException} named `AbortError` if the signal stops it.
 */
export async function retrainIam(
  old: FittedPipeline<Matrix | Windows>,
  events: readonly IamLabelledEvent[],
  { metric = 'averagePrecision', metadata }: RetrainOptions = {},
  controls: TrainingControls = {},
): Promise<Retraining> {
  const { model, seenUntil, options } = iamRecipe(old);
  const { training, judging } = splitForJudging(iamRows(events), seenUntil);
  const judgedUntil = judging.times[judging.times.length - 1];
  const marked = { ...metadata, judgedUntil: new Date(judgedUntil).toISOString() };
  const { fitted } = await fitIam(model, training, { ...options, metadata: marked }, controls);
  const labelled = { ...judging, history: training.rows };
  const [before, after] = [await judge(old, labelled), await judge(fitted, labelled)];
  const difference = differenceOf(metric, judging.labels, before.scores, after.scores);
  return {
    fitted,
    old: before.judgement,
    new: after.judgement,
    metric,
    difference,
    isNotWorse: difference.estimate >= 0,
    nTrain: training.rows.length,
    judgedFrom: judging.times[0],
    judgedUntil,
  };
}

/** What a new pipeline of the same kind is made of. */
export interface IamRecipe {
  readonly model: IamModel;
  /** Time of the last event that the pipeline saw or was chosen by, epoch ms. */
  readonly seenUntil: number;
  readonly options: IamPipelineOptions;
}

/**
 * Reads from a pipeline that `trainIam` or `retrainIam` made how to make it anew.
 *
 * @throws {RangeError} if its metadata are of no such pipeline, or do not fit its detector.
 * @internal
 */
export function iamRecipe({ state, detector }: FittedPipeline<Matrix | Windows>): IamRecipe {
  const { recipe, model, seed, trainedUntil, judgedUntil = trainedUntil } = state.metadata;
  const seenUntil = Date.parse(String(judgedUntil));
  const isWhole = Number.isSafeInteger(seed) && Number.isFinite(seenUntil);
  if (recipe !== 'iam' || !isIamModel(model) || !isWhole) {
    throw new RangeError(
      `pipeline must be one of IAM events with model, seed and trainedUntil, got ${JSON.stringify(state.metadata)}`,
    );
  }
  if (detector.name !== IAM_DETECTORS[model]) {
    throw new RangeError(
      `pipeline must hold the detector ${IAM_DETECTORS[model]} for the model ${model}, got ${detector.name}`,
    );
  }
  const options: IamPipelineOptions = {
    seed: Number(seed),
    threshold: state.rule,
    ...(state.windows && { sequenceLength: state.windows.length }),
    ...(detector.params['epochs'] !== undefined && { epochs: Number(detector.params['epochs']) }),
  };
  return { model, seenUntil, options };
}

function isIamModel(name: unknown): name is IamModel {
  return (IAM_MODELS as readonly unknown[]).includes(name);
}

/** The newer half of the events that the old model did not see, and all events before them. */
function splitForJudging(all: IamRows, seenUntil: number) {
  const later = Int32Array.from(all.times.keys()).filter((i) => all.times[i] > seenUntil);
  if (later.length < 2) {
    const newest = new Date(all.times[all.times.length - 1]).toISOString();
    throw new RangeError(
      `events must be later than ${new Date(seenUntil).toISOString()}, the last that the old model saw or was chosen by, to judge it; got ${later.length} of ${all.times.length}, the newest of ${newest}`,
    );
  }
  const judging = splitNewest(takeIamRows(all, later), 0.5).newest;
  checkBothClasses('the newest events, which judge,', judging);
  const indices = Int32Array.from(all.times.keys());
  const training = takeIamRows(
    all,
    indices.filter((i) => all.times[i] < judging.times[0]),
  );
  return { training, judging };
}

/** The same draws for both models: the interval resamples places of events instead of scores. */
function differenceOf(
  metric: RetrainMetric,
  labels: Int32Array,
  old: Float32Array,
  next: Float32Array,
): Interval {
  const figure = metric === 'rocAuc' ? rocAuc : averagePrecision;
  return bootstrapInterval(labels, Array.from(labels.keys()), (drawn, places) => {
    const at = (scores: Float32Array) => Float32Array.from(places, (place) => scores[place]);
    return figure(drawn, at(next)) - figure(drawn, at(old));
  });
}
