import type { Detector, FitOptions, FittedDetector } from '../detectors/detector';
import { flag } from '../evaluate/threshold';
import { chooseThreshold, type ThresholdRule } from '../evaluate/threshold-rule';
import { applyScaler, fitScaler, type ScalerKind, type ScalerState } from '../features/scale';
import type { Matrix } from '../matrix';
import {
  applyColumns,
  type ColumnKind,
  type ColumnsState,
  featureNamesOf,
  fitColumns,
  type MissingValues,
  type Row,
} from './columns';
import { type PipelineState, savePipeline } from './state';

/** What a pipeline is made of. */
export interface PipelineOptions {
  /** The columns that it reads and what becomes of each; others in a row are ignored. */
  readonly columns: Readonly<Record<string, ColumnKind>>;
  readonly detector: Detector;
  /** What stands in for missing numbers. Default `none`: they are refused. */
  readonly missing?: MissingValues;
  /** Scaler fitted on the training rows. Default `none`. */
  readonly scaler?: ScalerKind | 'none';
  /** How the threshold is chosen from validation scores. Default the 0.95 quantile. */
  readonly threshold?: ThresholdRule;
  /** Plain JSON that is saved with the pipeline: what it is for, what it was trained on. */
  readonly metadata?: Readonly<Record<string, string | number | boolean>>;
}

/** What a pipeline learns from. */
export interface PipelineFitOptions extends Omit<FitOptions, 'validation'> {
  /**
   * Rows that choose the threshold, later in time than the training rows. Default the training
   * rows themselves, whose scores are lower than those of new rows.
   */
  readonly validation?: readonly Row[];
  /** Labels of the validation rows, for a threshold rule that needs them, shape `[validation.length]`. */
  readonly validationLabels?: Int32Array;
}

/** Rows to scores: columns, imputer, encoders, scaler, detector and threshold as one thing. */
export interface Pipeline {
  /**
   * Fits each part on the training rows.
   *
   * @throws {RangeError | TypeError} naming row and column, if the rows do not fit the columns.
   */
  fit(train: readonly Row[], options?: PipelineFitOptions): Promise<FittedPipeline>;
}

/** A pipeline that has learned. */
export interface FittedPipeline {
  readonly state: PipelineState;
  readonly detector: FittedDetector;
  /** Names of the features behind the columns, in the order of `transform`. */
  readonly featureNames: readonly string[];
  /** A score at or above it is flagged. */
  readonly threshold: number;
  /** Scores that the threshold was chosen from, ascending. */
  readonly calibrationScores: Float32Array;
  /** Rows as the detector sees them, shape `[rows.length, featureNames.length]`. */
  transform(rows: readonly Row[]): Matrix;
  /** One score a row, shape `[rows.length]`; higher is more anomalous. */
  score(rows: readonly Row[]): Promise<Float32Array>;
  /** 1 for rows that score at or above the threshold, else 0, shape `[rows.length]`. */
  predict(rows: readonly Row[]): Promise<Int32Array>;
  /** Writes the pipeline into a folder, for `loadPipeline`. */
  save(directory: string): Promise<void>;
  /** Frees the detector's tensors. */
  dispose(): void;
}

/**
 * Puts columns, imputer, encoders, scaler, detector and threshold together.
 *
 * @throws {TypeError} if a value of the metadata could not be loaded again; its name is given.
 * @example
 * const fitted = await pipeline({ columns: { bytes: 'numeric' }, detector: isolationForest() })
 *   .fit([{ bytes: 1 }, { bytes: 2 }, { bytes: 3 }]);
 * await fitted.score([{ bytes: 900 }]); // one score, higher is more anomalous
 */
export function pipeline(options: PipelineOptions): Pipeline {
  const { missing = 'none', scaler = 'none', metadata = {} } = options;
  checkMetadata(metadata);
  const rule = options.threshold ?? { kind: 'quantile', q: 0.95 };
  return {
    fit: async (train, { validation = train, validationLabels, ...fitOptions } = {}) => {
      const columns = fitColumns(train, options.columns, missing);
      const unscaled = applyColumns(columns, train);
      const scalerState = scaler === 'none' ? null : fitScaler(unscaled, scaler);
      const samples = scaleWith(scalerState, unscaled);
      const validationSamples =
        validation === train ? samples : transformRows(columns, scalerState, validation);
      const detector = await options.detector.fit(samples, {
        ...fitOptions,
        ...(validation === train ? {} : { validation: { samples: validationSamples } }),
      });
      const scores = await detector.score(validationSamples);
      const threshold = chooseThreshold(rule, scores, validationLabels);
      const state = { columns, scaler: scalerState, threshold, rule, metadata };
      return fittedPipeline(state, detector, scores.sort());
    },
  };
}

function checkMetadata(metadata: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(metadata)) {
    if (!['string', 'boolean'].includes(typeof value) && !Number.isFinite(value)) {
      throw new TypeError(
        `metadata ${name} must be a string, boolean or finite number, got ${String(value)}`,
      );
    }
  }
}

/** Puts a fitted or loaded pipeline's parts together. @internal */
export function fittedPipeline(
  state: PipelineState,
  detector: FittedDetector,
  calibrationScores: Float32Array,
): FittedPipeline {
  const transform = (rows: readonly Row[]) => transformRows(state.columns, state.scaler, rows);
  const score = async (rows: readonly Row[]) => detector.score(transform(rows));
  const { threshold } = state;
  return {
    state,
    detector,
    featureNames: featureNamesOf(state.columns),
    threshold,
    calibrationScores,
    transform,
    score,
    predict: async (rows) => flag(await score(rows), threshold),
    save: (directory) => savePipeline(directory, state, detector, calibrationScores),
    dispose: () => detector.dispose(),
  };
}

function transformRows(columns: ColumnsState, scaler: ScalerState | null, rows: readonly Row[]) {
  return scaleWith(scaler, applyColumns(columns, rows));
}

function scaleWith(scaler: ScalerState | null, samples: Matrix): Matrix {
  return scaler ? applyScaler(scaler, samples) : samples;
}
