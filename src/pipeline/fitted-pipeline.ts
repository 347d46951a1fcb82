import type { FittedDetector } from '../detectors/detector';
import { flag } from '../evaluate/thresholds/flag';
import { applyScaler, type ScalerState } from '../features/scale';
import { takeWindows, type Windows } from '../features/window';
import type { Matrix } from '../matrix';
import { applyColumns, featureNamesOf, type Row } from './columns';
import { type Sequences, windowsOfRows } from './sequences';
import { type PipelineState, savePipeline } from './state';

/**
 * A pipeline that has learned.
 *
 * A detector of sequences sees each row with those before it of the same entity, `windows.length` in
 * all. They come from the rows passed, in order of time within each entity, and from `history`: earlier
 * rows that are not scored themselves. Where there are too few, the first one is repeated in front.
 */
export interface FittedPipeline<
  Samples = Matrix,
  Fitted extends FittedDetector<Samples> = FittedDetector<Samples>,
> {
  readonly state: PipelineState;
  readonly detector: Fitted;
  /** Names of the features behind the columns, in the order of `transform`. */
  readonly featureNames: readonly string[];
  /** A score at or above it is flagged. */
  readonly threshold: number;
  /** Scores that the threshold was chosen from, ascending. */
  readonly calibrationScores: Float32Array;
  /**
   * Rows as the detector sees them: shape `[rows.length, featureNames.length]`, or that many windows.
   *
   * @throws {RangeError | TypeError} naming row (counted from the first of the history) and column, if
   * the rows do not fit.
   */
  transform(rows: readonly Row[], history?: readonly Row[]): Samples;
  /** One score a row, shape `[rows.length]`; higher is more anomalous. Throws as `transform` does. */
  score(rows: readonly Row[], history?: readonly Row[]): Promise<Float32Array>;
  /** 1 for rows that score at or above the threshold, else 0, shape `[rows.length]`. */
  predict(rows: readonly Row[], history?: readonly Row[]): Promise<Int32Array>;
  /**
   * Writes the pipeline into a folder, for `loadPipeline`; one that is there is replaced as a whole.
   *
   * @throws {Error} if the folder holds anything but a saved pipeline.
   */
  save(directory: string): Promise<void>;
  /** Frees the detector's tensors. */
  dispose(): void;
}

/** Puts a fitted or loaded pipeline's parts together. @internal */
export function fittedPipeline<Samples, Fitted extends FittedDetector<Samples>>(
  state: PipelineState,
  detector: Fitted,
  calibrationScores: Float32Array,
): FittedPipeline<Samples, Fitted> {
  const transform = (rows: readonly Row[], history?: readonly Row[]) =>
    samplesOf(state, rows, history) as Samples; // windows where, and only where, the state has them
  const score = async (rows: readonly Row[], history?: readonly Row[]) =>
    detector.score(transform(rows, history));
  const { threshold } = state;
  return {
    state,
    detector,
    featureNames: featureNamesOf(state.columns),
    threshold,
    calibrationScores,
    transform,
    score,
    predict: async (rows, history) => flag(await score(rows, history), threshold),
    save: (directory) => savePipeline(directory, state, detector, calibrationScores),
    dispose: () => detector.dispose(),
  };
}

/** The part of a pipeline's state that makes samples of rows. */
type Preparation = Pick<PipelineState, 'columns' | 'scaler' | 'windows'>;

/** Samples of the rows; the history only reaches into their windows. @internal */
export function samplesOf(
  { columns, scaler, windows }: Preparation,
  rows: readonly Row[],
  history: readonly Row[] = [],
): Matrix | Windows {
  if (windows === null || history.length === 0) {
    return layOut(windows, rows, scaleWith(scaler, applyColumns(columns, rows)));
  }
  const all = [...history, ...rows];
  const laid = windowsOfRows(windows, all, scaleWith(scaler, applyColumns(columns, all)));
  return takeWindows(
    laid,
    Array.from(rows, (_, i) => history.length + i),
  );
}

/** Windows of the rows, or the samples as they are where there is no sequence. @internal */
export function layOut(
  sequences: Sequences | null,
  rows: readonly Row[],
  samples: Matrix,
): Matrix | Windows {
  return sequences ? windowsOfRows(sequences, rows, samples) : samples;
}

/** Scaled samples, or the samples as they are where there is no scaler. @internal */
export function scaleWith(scaler: ScalerState | null, samples: Matrix): Matrix {
  return scaler ? applyScaler(scaler, samples) : samples;
}
