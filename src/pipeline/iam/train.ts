import type { IamLabelledEvent } from '../../data/iam/event';
import type { FitOptions } from '../../detectors/detector';
import type { Windows } from '../../features/window';
import type { Matrix } from '../../matrix';
import type { FittedPipeline } from '../fitted-pipeline';
import { type Judgement, judge } from '../judge';
import { type IamModel, type IamPipelineOptions, iamPipeline } from './models';
import { checkBothClasses, type IamRows, iamRows, splitNewest } from './rows';

/** How a training is watched and stopped. */
export type TrainingControls = Pick<FitOptions, 'onEpoch' | 'onEnd' | 'signal'>;

/** A model of IAM events with how it does on the parts that it did not learn from. */
export interface IamTraining {
  readonly fitted: FittedPipeline<Matrix | Windows>;
  readonly nTrain: number;
  /** Of the events that chose the threshold, and when to stop. */
  readonly validation: Judgement;
  /** Of the newest events, which chose nothing. */
  readonly test: Judgement;
}

/** A fifth tests, a fifth of the rest validates. Source: seed 000, sections 3 and 5. */
const NEWEST_SHARE = 0.2;

/**
 * Trains a model on the older four fifths of the events and tests it on the newest.
 *
 * @throws {RangeError} if a part of the events has no anomaly, or nothing else, or an option is out of range.
 * @throws {DOMException} named `AbortError` if the signal stops it.
 */
export async function trainIam(
  model: IamModel,
  events: readonly IamLabelledEvent[],
  options: IamPipelineOptions = {},
  controls: TrainingControls = {},
): Promise<IamTraining> {
  const { earlier, newest } = splitNewest(iamRows(events), NEWEST_SHARE);
  checkBothClasses('the test part', newest);
  const { fitted, train, validation } = await fitIam(model, earlier, options, controls);
  const onValidation = await judge(fitted, { ...validation, history: train.rows });
  const onTest = await judge(fitted, { ...newest, history: earlier.rows });
  return {
    fitted,
    nTrain: train.rows.length,
    validation: onValidation.judgement,
    test: onTest.judgement,
  };
}

/**
 * Fits a model on rows, the newest fifth of which chooses the threshold, and when to stop.
 *
 * The pipeline's metadata has `trainedUntil`, the time of the last of these rows.
 *
 * @throws {RangeError} if a part has one class only, or an option is out of range.
 * @throws {DOMException} named `AbortError` if the signal stops it.
 */
export async function fitIam(
  model: IamModel,
  all: IamRows,
  options: IamPipelineOptions,
  controls: TrainingControls,
): Promise<{ fitted: FittedPipeline<Matrix | Windows>; train: IamRows; validation: IamRows }> {
  const { earlier: train, newest: validation } = splitNewest(all, NEWEST_SHARE);
  checkBothClasses('the training part', train);
  checkBothClasses('the validation part', validation);
  const trainedUntil = new Date(all.times[all.times.length - 1]).toISOString();
  const metadata = { ...options.metadata, trainedUntil };
  const fitted = await iamPipeline(model, { ...options, metadata }).fit(train.rows, {
    labels: train.labels,
    validation: validation.rows,
    validationLabels: validation.labels,
    ...controls,
  });
  if (controls.signal?.aborted) {
    fitted.dispose(); // trained in part only
    controls.signal.throwIfAborted();
  }
  return { fitted, train, validation };
}
