import { checkNumber, checkOptionNames } from '../../check-options';
import type { CloudTrailClass } from '../../data/cloudtrail/event';
import type { LabelOrigin } from '../../data/cloudtrail/label-origin';
import type { FittedClassifier } from '../../detectors/detector';
import type { ScalerState } from '../../features/scale';
import type { Windows } from '../../features/window';
import type { Matrix } from '../../matrix';
import type { TrainingHistory } from '../../networks/training-history';
import { type Principals, principalWindows } from './processor';
import { calibrate, type ThreatCalibration } from './temperature';
import { type Threat, threatOf } from './threat';
import { saveThreatLstm } from './threat-files';
import { type ScoringControls, windowOutputs } from './window-outputs';

/** All of a model but its network: plain JSON and the calibration scores. */
export interface ThreatModelState {
  /** The encoder: names of the classes, in the order of the network's outputs. */
  readonly classes: readonly CloudTrailClass[];
  readonly windowLength: number;
  readonly scaler: ScalerState;
  /** Median of each feature over the normal events that trained, unscaled, shape `[20]`: what reasons hold an event against. */
  readonly typical: readonly number[];
  readonly calibration: ThreatCalibration;
  /** Risk scores at or above it are threats. */
  readonly threshold: number;
  /** Risk scores of normal validation events, ascending, at most 10,000, evenly along their order. */
  readonly calibrationScores: Float64Array;
  readonly metadata: ThreatModelMetadata;
}

/** How a model came to be. */
export interface ThreatModelMetadata {
  readonly seed: number;
  readonly epochs: number;
  readonly falsePositiveRate: number;
  /** Where the labels are from. */
  readonly labels: LabelOrigin;
  /** Times of the last events that trained and validated. */
  readonly trainedUntil: string;
  readonly validatedUntil: string;
  readonly nTrain: number;
  /** Those of them that were not left out as one normal event of many. */
  readonly nTrainWindows: number;
  readonly nValidation: number;
  /** Of the validation events, by the network's own probabilities and by the calibrated ones. */
  readonly calibrationErrorBefore: number;
  readonly calibrationError: number;
}

/** What else threats are predicted with. */
export interface PredictThreatOptions {
  /** Risk scores at or above it are threats, [0, 1]. Default: that of the validation events. */
  readonly threshold?: number;
}

/** A model of CloudTrail threats that has learned. */
export interface FittedIamThreatLstm {
  readonly state: ThreatModelState;
  /** Losses and accuracies of the training, pass by pass. */
  readonly history: TrainingHistory;
  /**
   * Calibrated probabilities of the classes, for each event from its principal's events up to it.
   *
   * @param features of events by time, unscaled, shape `[nEvents, 20]`.
   * @param principals names or numbers, shape `[nEvents]`.
   * @param first leaves out the results of events before this one, which are only looked back to. Default 0.
   * @returns shape `[nEvents - first, 5]`.
   */
  probabilities(
    features: Matrix,
    principals: Principals,
    first?: number,
    controls?: ScoringControls,
  ): Promise<Matrix>;
  /** The same of windows over unscaled features, one result a window, shape `[nWindows, 5]`. */
  windowProbabilities(windows: Windows, controls?: ScoringControls): Promise<Matrix>;
  /**
   * What the last event of a sequence is taken for.
   *
   * @param sequence features of a principal's events by time, shape `[n, 20]`; of more than a window has the last ones count.
   * @throws {RangeError} if it is empty or of another width, or the threshold is not in [0, 1].
   */
  predictThreat(sequence: Matrix, options?: PredictThreatOptions): Promise<Threat>;
  /** The same of many events at once, each with its principal's before it; parameters as of `probabilities`. */
  predictThreats(
    features: Matrix,
    principals: Principals,
    options?: PredictThreatOptions,
  ): Promise<Threat[]>;
  /**
   * Writes network, encoder, threshold and metadata into a folder, for `loadIamThreatLstm`; one that is there is replaced.
   *
   * @throws {Error} if the folder holds anything but such a model.
   */
  save(directory: string): Promise<void>;
  /** Frees the network. */
  dispose(): void;
}

/** Puts a trained or loaded model's parts together. @internal */
export function fittedIamThreatLstm(
  detector: FittedClassifier<Windows>,
  state: ThreatModelState,
): FittedIamThreatLstm {
  const { scaler, calibration, windowLength } = state;
  const windowProbabilities = async (windows: Windows, controls: ScoringControls = {}) => {
    const raw = await windowOutputs(detector, scaler, windows, state.classes.length, controls);
    return calibrate(raw, calibration);
  };
  const probabilities: FittedIamThreatLstm['probabilities'] = (
    features,
    principals,
    first = 0,
    controls = {},
  ) => {
    const windows = principalWindows(features, principals, windowLength);
    return windowProbabilities({ ...windows, ends: windows.ends.subarray(first) }, controls);
  };
  const predictThreats: FittedIamThreatLstm['predictThreats'] = async (
    features,
    principals,
    options = {},
  ) => {
    const threshold = thresholdOf(options, state);
    const { data, nSamples, nFeatures } = await probabilities(features, principals);
    return Array.from({ length: nSamples }, (_, i) =>
      threatOf(data.subarray(i * nFeatures, (i + 1) * nFeatures), threshold),
    );
  };
  return {
    state,
    history: detector.history,
    probabilities,
    windowProbabilities,
    predictThreats,
    predictThreat: async (sequence, options = {}) => {
      const threshold = thresholdOf(options, state);
      const last = Math.max(sequence.nSamples - 1, 0);
      const principals = new Array<string>(sequence.nSamples).fill('');
      const { data } = await probabilities(sequence, principals, last);
      return threatOf(data, threshold);
    },
    save: (directory) => saveThreatLstm(directory, detector, state),
    dispose: detector.dispose,
  };
}

function thresholdOf(options: PredictThreatOptions, state: ThreatModelState): number {
  checkOptionNames(options, ['threshold']);
  return checkedThreshold(options, state);
}

/** The threshold that was asked for, or else the model's, which may be above every score. @internal */
export function checkedThreshold(
  { threshold }: PredictThreatOptions,
  state: ThreatModelState,
): number {
  if (threshold === undefined || threshold === state.threshold) return state.threshold;
  checkNumber('threshold', threshold, 0, 1, '[]');
  return threshold;
}
