import { checkOptionNames } from '../detectors/check';
import type { FitOptions, FittedDetector } from '../detectors/detector';
import {
  checkThresholdRule,
  chooseThreshold,
  type ThresholdRule,
} from '../evaluate/threshold-rule';
import { fitScaler, type ScalerKind } from '../features/scale';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import { applyColumns, fitColumns, type MissingValues, type Row } from './columns';
import type { ColumnKind } from './encoder';
import { type AnyDetector, fitDetector } from './fit-detector';
import {
  type FittedPipeline,
  fittedPipeline,
  layOut,
  samplesOf,
  scaleWith,
} from './fitted-pipeline';
import type { Sequences } from './sequences';
import { typicalRow } from './typical-row';

const OPTION_NAMES = [
  'columns',
  'detector',
  'windows',
  'missing',
  'scaler',
  'threshold',
  'metadata',
];
const CHOICES = {
  missing: ['none', 'mean', 'median', 'constant'],
  scaler: ['none', 'standard', 'minmax', 'robust'],
} as const;

/** What a pipeline is made of, whatever its detector takes. */
export interface PipelineParts {
  /** The columns that it reads and what becomes of each; others in a row are ignored. */
  readonly columns: Readonly<Record<string, ColumnKind>>;
  /** What stands in for missing numbers. Default `none`: they are refused. */
  readonly missing?: MissingValues;
  /** Scaler fitted on the training rows. Default `none`. */
  readonly scaler?: ScalerKind | 'none';
  /** How the threshold is chosen from validation scores. Default the 0.95 quantile. */
  readonly threshold?: ThresholdRule;
  /** Plain JSON that is saved with the pipeline: what it is for, what it was trained on. */
  readonly metadata?: Readonly<Record<string, string | number | boolean>>;
}

/** Parts of a pipeline that takes rows one by one. */
export interface PipelineOptions<Fitted extends FittedDetector = FittedDetector>
  extends PipelineParts {
  readonly detector: AnyDetector<Matrix, Fitted>;
  /** Not for a detector that takes rows one by one. */
  readonly windows?: never;
}

/** Parts of a pipeline that takes each row with those before it. */
export interface SequencePipelineOptions<
  Fitted extends FittedDetector<Windows> = FittedDetector<Windows>,
> extends PipelineParts {
  readonly detector: AnyDetector<Windows, Fitted>;
  /** Which rows follow each other, and how many make a window. */
  readonly windows: Sequences;
}

/** What a pipeline learns from. */
export interface PipelineFitOptions extends Omit<FitOptions, 'validation'> {
  /** Labels of the training rows, for a detector that learns from them, shape `[train.length]`. */
  readonly labels?: Int32Array;
  /**
   * Rows that choose the threshold, and when training stops, later in time than the training rows.
   * Their windows reach back into the training rows of the same entity. Default for the threshold:
   * the training rows themselves, whose scores are lower than those of new rows.
   */
  readonly validation?: readonly Row[];
  /** Labels of the validation rows, for detectors and threshold rules that use them, shape `[validation.length]`. */
  readonly validationLabels?: Int32Array;
}

/** Rows to scores: columns, imputer, encoders, scaler, windows, detector and threshold as one thing. */
export interface Pipeline<
  Samples = Matrix,
  Fitted extends FittedDetector<Samples> = FittedDetector<Samples>,
> {
  /**
   * Fits each part on the training rows, which are in order of time within each entity where there are
   * windows.
   *
   * @throws {RangeError | TypeError} naming row and column, if the rows do not fit the columns.
   * @throws {TypeError} if the detector learns from labels, or the threshold rule needs them, and there
   * are none.
   */
  fit(
    train: readonly Row[],
    options?: PipelineFitOptions,
  ): Promise<FittedPipeline<Samples, Fitted>>;
}

/**
 * Puts columns, imputer, encoders, scaler, windows, detector and threshold together.
 *
 * @throws {RangeError} if an option is unknown, or `missing` or `scaler` is none that there is.
 * @throws {TypeError} if a value of the metadata could not be loaded again; its name is given.
 * @example
 * const fitted = await pipeline({ columns: { bytes: 'numeric' }, detector: isolationForest() })
 *   .fit([{ bytes: 1 }, { bytes: 2 }, { bytes: 3 }]);
 * await fitted.score([{ bytes: 900 }]); // one score, higher is more anomalous
 */
export function pipeline<Fitted extends FittedDetector>(
  options: PipelineOptions<Fitted>,
): Pipeline<Matrix, Fitted>;
/**
 * The same with windows: the detector sees each row with those before it of the same entity.
 *
 * @throws {RangeError} if an option is unknown, or `missing` or `scaler` is none that there is.
 * @throws {TypeError} if a value of the metadata could not be loaded again; its name is given.
 */
export function pipeline<Fitted extends FittedDetector<Windows>>(
  options: SequencePipelineOptions<Fitted>,
): Pipeline<Windows, Fitted>;
export function pipeline(
  options: PipelineOptions | SequencePipelineOptions,
): Pipeline<Matrix | Windows> {
  const { metadata = {}, threshold: rule = { kind: 'quantile', q: 0.95 } } = options;
  const unfitted: AnyDetector<Matrix | Windows> = options.detector;
  checkOptionNames(options, OPTION_NAMES);
  checkChoice('missing', options.missing);
  checkChoice('scaler', options.scaler);
  checkMetadata(metadata);
  return {
    fit: async (train, { labels, validation, validationLabels, ...fitOptions } = {}) => {
      const heldOutLabels = validation ? validationLabels : (validationLabels ?? labels);
      checkLabelCount('labels', labels, train);
      checkLabelCount('validationLabels', heldOutLabels, validation ?? train);
      checkThresholdRule(rule, heldOutLabels !== undefined);
      const { preparation, samples } = prepare(options, train);
      const typical = typicalRow(normalRows(train, labels), options.columns);
      const heldOut = validation ? samplesOf(preparation, validation, train) : samples;
      const detector = await fitDetector(unfitted, samples, labels, {
        ...fitOptions,
        ...(validation && { validation: withLabels(heldOut, validationLabels) }),
      });
      try {
        const scores = await detector.score(heldOut);
        const threshold = chooseThreshold(rule, scores, heldOutLabels);
        return fittedPipeline(
          { ...preparation, typical, threshold, rule, metadata },
          detector,
          scores.sort(),
        );
      } catch (error) {
        detector.dispose();
        throw error;
      }
    },
  };
}

/** Fits what makes samples of rows; the training rows are encoded once. */
function prepare(options: PipelineOptions | SequencePipelineOptions, train: readonly Row[]) {
  const { missing = 'none', scaler: kind = 'none', windows = null } = options;
  const columns = fitColumns(train, options.columns, missing);
  const unscaled = applyColumns(columns, train);
  const scaler = kind === 'none' ? null : fitScaler(unscaled, kind);
  const samples = layOut(windows, train, scaleWith(scaler, unscaled));
  return { preparation: { columns, scaler, windows }, samples };
}

/** All rows where there are no labels, or no normal row. */
function normalRows(rows: readonly Row[], labels: Int32Array | undefined): readonly Row[] {
  const normal = labels ? rows.filter((_, i) => labels[i] === 0) : rows;
  return normal.length > 0 ? normal : rows;
}

function withLabels<Samples>(samples: Samples, labels: Int32Array | undefined) {
  return labels ? { samples, labels } : { samples };
}

function checkLabelCount(name: string, labels: Int32Array | undefined, rows: readonly Row[]): void {
  if (labels && labels.length !== rows.length) {
    throw new RangeError(`${name} must be one a row, ${rows.length}, got ${labels.length}`);
  }
}

function checkChoice(name: keyof typeof CHOICES, value: string | undefined): void {
  const known: readonly string[] = CHOICES[name];
  if (value === undefined || known.includes(value)) return;
  throw new RangeError(`${name} must be one of ${known.join(', ')}, got ${value}`);
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
