import { checkChoice, checkOptionNames } from '../../check-options';
import { WHIS_TABLE_NAMES, type WhisTableName } from '../../data/whis/event';
import { type FeatureTable, featureRows } from '../../features/read-features';
import { applyScaler, fitScaler, type ScalerState } from '../../features/scale';
import { type Matrix, takeRows } from '../../matrix';
import { applyColumns, featureNamesOf, fitColumns } from '../columns';
import type { ColumnKind } from '../encoder';
import { WHIS_ML_COLUMNS } from './columns';

/** How a table is prepared. */
export interface MlDataOptions {
  /** Which features, and what becomes of each. Default `WHIS_ML_COLUMNS` of the table. */
  readonly columns?: Readonly<Record<string, ColumnKind>>;
  /** Samples that means, categories and scales are learned from, by index. Default all of them, as the seed has it. */
  readonly train?: ArrayLike<number>;
}

/** A table as detectors take it. */
export interface MlData {
  /** Names of the features, in order. */
  readonly features: readonly string[];
  /** Missing values are the training mean, shape `[nSamples, features.length]`. */
  readonly samples: Matrix;
  /** Means and standard deviations of the training samples. */
  readonly scaler: ScalerState;
  /** The samples less the means, over the deviations, of the same shape. */
  readonly scaled: Matrix;
}

/**
 * Prepares a table of the feature store: mean imputation, numbers for categories, standard scaling, each learned
 * from the training samples alone.
 *
 * Source: seed notebook 002, `prepare_ml_data`, which learns from all samples.
 *
 * @throws {RangeError} if the table or an option is unknown, an index is none of the samples, or a column has no value in training.
 * @throws {TypeError} if a column is not among the features; row and column are named.
 * @example
 * const { features, scaled } = prepareMlData('auth_events', await store.features('auth_events'));
 */
export function prepareMlData(
  table: WhisTableName,
  featureTable: FeatureTable,
  options: MlDataOptions = {},
): MlData {
  checkChoice('table', table, WHIS_TABLE_NAMES);
  checkOptionNames(options, ['columns', 'train']);
  const { columns = WHIS_ML_COLUMNS[table], train } = options;
  const rows = featureRows(featureTable);
  checkIndices(train ?? [], rows.length);
  const state = fitColumns(train ? Array.from(train, (i) => rows[i]) : rows, columns, 'mean');
  const samples = applyColumns(state, rows);
  const scaler = fitScaler(train ? takeRows(samples, train) : samples, 'standard');
  return {
    features: featureNamesOf(state),
    samples,
    scaler,
    scaled: applyScaler(scaler, samples),
  };
}

function checkIndices(indices: ArrayLike<number>, nSamples: number): void {
  const wrong = Array.from(indices).find((i) => !(Number.isInteger(i) && i >= 0 && i < nSamples));
  if (wrong === undefined) return;
  throw new RangeError(`train must be indices of ${nSamples} samples, got ${wrong}`);
}
