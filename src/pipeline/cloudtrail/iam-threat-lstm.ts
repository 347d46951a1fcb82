import {
  checkChoice,
  checkInteger,
  checkNumber,
  checkOptionNames,
  checkShare,
} from '../../check-options';
import { CLOUDTRAIL_CLASSES } from '../../data/cloudtrail/event';
import { LABEL_ORIGINS, type LabelOrigin } from '../../data/cloudtrail/label-origin';
import { lstmClassifier } from '../../detectors/lstm-classifier';
import { falsePositiveRateThreshold } from '../../evaluate/thresholds/false-positive-rate';
import { medianSample } from '../../explain/occlusion';
import { fitScaler, type ScalerState } from '../../features/scale';
import { takeWindows } from '../../features/window';
import { type Matrix, takeRows } from '../../matrix';
import { createRandom } from '../../random';
import type { TrainingControls } from '../iam/train';
import {
  type FittedIamThreatLstm,
  fittedIamThreatLstm,
  type ThreatModelState,
} from './fitted-threat-lstm';
import { principalWindows } from './processor';
import { calibrate, calibrationError, fitTemperature } from './temperature';
import { indexAtTime, sliceThreatColumns, type ThreatColumns } from './threat-rows';
import { BATCH_SIZE, usualEpochs } from './usual-epochs';
import { type ScoringControls, scaledWindows, windowOutputs } from './window-outputs';

/** Hyperparameters of `iamThreatLstm`. */
export interface IamThreatLstmOptions {
  /** Of weights, batches and which normal events train. Default 0. */
  readonly seed?: number;
  /**
   * Passes over the training windows; 0 leaves the network untrained. Default 60, chosen on the seeds 11 to 13, on which no
   * figure is reported: 20 are too few for windows of ten. Of more than 25,600 windows fewer passes make as many
   * steps, some 12,000.
   */
  readonly epochs?: number;
  /** Events of a principal that the network sees, the last one included. Default 10. */
  readonly windowLength?: number;
  /** Share of normal validation events that the threshold flags at most, [0, 1]. Default 0.01. */
  readonly falsePositiveRate?: number;
  /** Normal events that train at most, drawn at random; every event of an attack trains. Default 20,000. */
  readonly maxNormals?: number;
  /** Where the labels are from, which the model's metadata keep. Default `unknown`. */
  readonly labels?: LabelOrigin;
}

/** Which events do what; epoch ms. */
export interface CloudTrailBorders {
  /** Events before train. */
  readonly validationFrom: number;
  /** Events from there up to here choose temperature and threshold; later ones play no part. */
  readonly testFrom: number;
}

/** How a training is watched and stopped; `onScored` hears of the validation events. */
export interface ThreatTrainingControls extends TrainingControls, ScoringControls {}

/** An unfitted model of CloudTrail threats. */
export interface IamThreatLstm {
  /**
   * Learns from the oldest events, and from the next ones how to calibrate and where to flag.
   *
   * @throws {RangeError} if a class has no training event, or validation no normal and attacking one.
   * @throws {DOMException} named `AbortError` if the signal stops it.
   */
  train(
    rows: ThreatColumns,
    borders: CloudTrailBorders,
    controls?: ThreatTrainingControls,
  ): Promise<FittedIamThreatLstm>;
}

const MAX_CALIBRATION_SCORES = 10_000;

/**
 * The seed's model: two LSTM layers with batch normalisation, dropout and dense layers over a principal's last events, five
 * classes, 38,000 parameters. Classes weigh the same in training; their shares, and a temperature, bring probabilities back
 * to how often they come true.
 *
 * For logs of many months with labelled attacks, whose principals have a history. It is blind to what is unlike the attacks that
 * it was shown and to single calls of a technique; on a log of one hour, in which everything is new, counting new calls,
 * errors and writes finds more (`techniquesFound`). Unknown calls, services and principals need no name here: features say
 * that they are new.
 *
 * Source: seed 003, `lstm_model.py` and `train_production_model.py`; it does not say the length of a sequence.
 *
 * @throws {RangeError} if an option is unknown or out of range.
 * @example
 * const fitted = await iamThreatLstm({ seed: 1 }).train(rows, { validationFrom, testFrom });
 * await fitted.predictThreat(sequence, { threshold: 0.88 }); // { threatType: 'Normal', confidence: 0.99, … }
 */
export function iamThreatLstm(options: IamThreatLstmOptions = {}): IamThreatLstm {
  const names = ['seed', 'epochs', 'windowLength', 'falsePositiveRate', 'maxNormals', 'labels'];
  checkOptionNames(options, names);
  const { seed = 0, epochs, windowLength = 10, falsePositiveRate = 0.01 } = options;
  const { maxNormals = 20_000, labels = 'unknown' } = options;
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  if (epochs !== undefined) checkInteger('epochs', epochs, 0);
  checkInteger('windowLength', windowLength, 1);
  checkInteger('maxNormals', maxNormals, 1);
  checkShare('falsePositiveRate', falsePositiveRate);
  checkChoice('labels', labels, LABEL_ORIGINS);
  const settings = { seed, windowLength, falsePositiveRate, maxNormals, labels };
  return {
    train: (rows, borders, controls = {}) => train(rows, borders, settings, epochs, controls),
  };
}

type Settings = Required<Omit<IamThreatLstmOptions, 'epochs'>>;

async function train(
  rows: ThreatColumns,
  borders: CloudTrailBorders,
  settings: Settings,
  wantedEpochs: number | undefined,
  controls: ThreatTrainingControls,
): Promise<FittedIamThreatLstm> {
  const { nTrain, seen } = partsOf(rows, borders);
  const scaler = fitScaler(sliceThreatColumns(rows, 0, nTrain).features, 'minmax');
  const windows = principalWindows(seen.features, seen.principals, settings.windowLength);
  const chosen = trainingIndices(seen.labels.subarray(0, nTrain), settings);
  const epochs = wantedEpochs ?? usualEpochs(chosen.length);
  const detector = await lstmClassifier({
    units: [64, 32],
    batchNormalisation: true,
    denseUnits: [64, 16],
    dropout: 0.2,
    batchSize: BATCH_SIZE,
    learningRate: 0.002,
    schedule: 'cosine',
    classWeights: 'balanced',
    epochs,
    seed: settings.seed,
  }).fit(
    scaledWindows(scaler, takeWindows(windows, chosen)),
    chosen.map((i) => seen.labels[i]),
    controls,
  );
  try {
    controls.signal?.throwIfAborted(); // The network is trained in part only.
    const later = { ...windows, ends: windows.ends.subarray(nTrain) };
    const raw = await windowOutputs(detector, scaler, later, CLOUDTRAIL_CLASSES.length, controls);
    return fittedIamThreatLstm(
      detector,
      stateOf(seen, chosen, raw, scaler, { ...settings, epochs }),
    );
  } catch (error) {
    detector.dispose();
    throw error;
  }
}

/**
 * Everything but the network.
 *
 * @param seen training events and behind them those that validate.
 * @param raw the network's probabilities of those that validate.
 */
function stateOf(
  seen: ThreatColumns,
  chosen: Int32Array,
  raw: Matrix,
  scaler: ScalerState,
  { windowLength, seed, epochs, falsePositiveRate, labels: origin }: Required<IamThreatLstmOptions>,
): ThreatModelState {
  const nTrain = seen.labels.length - raw.nSamples;
  const labels = seen.labels.slice(nTrain);
  const calibration = fitTemperature(raw, labels, weightsOf(seen.labels.subarray(0, nTrain)));
  const calibrated = calibrate(raw, calibration);
  const isAttack = labels.map((label) => (label > 0 ? 1 : 0));
  const scores = Float64Array.from(labels, (_, i) => 1 - calibrated.data[i * calibrated.nFeatures]);
  return {
    classes: CLOUDTRAIL_CLASSES,
    windowLength,
    scaler,
    typical: typicalOf(seen, chosen),
    calibration,
    threshold: falsePositiveRateThreshold(isAttack, scores, falsePositiveRate),
    calibrationScores: thinned(scores.filter((_, i) => isAttack[i] === 0)),
    metadata: {
      ...{ seed, epochs, falsePositiveRate, labels: origin },
      trainedUntil: timeOf(seen, nTrain - 1),
      validatedUntil: timeOf(seen, seen.labels.length - 1),
      nTrain,
      nTrainWindows: chosen.length,
      nValidation: labels.length,
      calibrationErrorBefore: calibrationError(raw, labels),
      calibrationError: calibrationError(calibrated, labels),
    },
  };
}

/** Training and validation part, with all that must be in them. */
function partsOf(rows: ThreatColumns, { validationFrom, testFrom }: CloudTrailBorders) {
  checkNumber('validationFrom', validationFrom, -Infinity, testFrom, '()');
  const nTrain = indexAtTime(rows, validationFrom);
  const seen = sliceThreatColumns(rows, 0, indexAtTime(rows, testFrom));
  CLOUDTRAIL_CLASSES.forEach((name, c) => {
    if (!seen.labels.subarray(0, nTrain).includes(c)) {
      throw new RangeError(
        `training events must be of every class, got none of ${name} among the ${nTrain} before ${isoOf(validationFrom)}`,
      );
    }
  });
  const validation = seen.labels.subarray(nTrain);
  const nAttacks = validation.filter((label) => label > 0).length;
  if (nAttacks === 0 || nAttacks === validation.length) {
    throw new RangeError(
      `validation events must be normal ones and attacks, got ${nAttacks} attacking of ${validation.length}`,
    );
  }
  return { nTrain, seen };
}

/** Every attacking event, and as many normal ones as may train; in order of time. */
function trainingIndices(labels: Int32Array, { maxNormals, seed }: Settings): Int32Array {
  const all = Int32Array.from(labels.keys());
  const normals = all.filter((i) => labels[i] === 0);
  if (normals.length <= maxNormals) return all;
  const drawn = createRandom(seed).sample(normals.length, maxNormals);
  const attacks = all.filter((i) => labels[i] > 0);
  return Int32Array.from([...attacks, ...drawn.map((place) => normals[place])]).sort();
}

/** Medians of the normal events that train. */
function typicalOf({ features, labels }: ThreatColumns, chosen: Int32Array): number[] {
  const normals = chosen.filter((i) => labels[i] === 0);
  return Array.from(medianSample(takeRows(features, normals)));
}

/** Balanced classes were seen as often as each other; in the log each has its share. */
function weightsOf(labels: Int32Array): number[] {
  return CLOUDTRAIL_CLASSES.map(
    (_, c) => labels.length / labels.filter((label) => label === c).length,
  );
}

/** Evenly along their order, so that ranks among them stay what they were. */
function thinned(scores: Float64Array): Float64Array {
  const sorted = scores.slice().sort();
  const n = Math.min(sorted.length, MAX_CALIBRATION_SCORES);
  return Float64Array.from(
    { length: n },
    (_, i) => sorted[Math.floor(((i + 0.5) * sorted.length) / n)],
  );
}

function timeOf({ times }: ThreatColumns, index: number): string {
  return isoOf(times[index]);
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
