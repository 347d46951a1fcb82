import type { Matrix } from '../matrix';
import { columnOf } from './column';
import { meanOf } from './mean';
import { quantileOfSorted } from './quantile';

/** What stands in for a missing value. */
export type ImputerStrategy = 'mean' | 'median' | 'constant';

/** A fitted imputer: plain JSON, one value a feature. */
export interface ImputerState {
  readonly strategy: ImputerStrategy;
  /** What a missing value becomes, shape `[nFeatures]`. */
  readonly fill: readonly number[];
}

/** What the strategy and its errors need. */
export interface ImputerOptions {
  /** The value of `constant`. Default 0. */
  readonly constant?: number;
  /** Names of the columns, for errors. Default: their positions. */
  readonly columns?: readonly string[];
}

/**
 * Learns what stands in for missing values (NaN), from training samples only.
 *
 * A value that is missing for a reason says something; keep that in a column of its own.
 *
 * @throws {RangeError} if the strategy is unknown, there are no samples, a value is infinite, or
 * under `mean` and `median` a column has no value at all; the column is named.
 */
export function fitImputer(
  train: Matrix,
  strategy: ImputerStrategy,
  options: ImputerOptions = {},
): ImputerState {
  const { constant = 0, columns } = options;
  if (!['mean', 'median', 'constant'].includes(strategy)) {
    throw new RangeError(`imputer strategy must be mean, median or constant, got ${strategy}`);
  }
  if (!Number.isFinite(constant)) throw new RangeError(`constant must be finite, got ${constant}`);
  if (train.nSamples === 0 || train.nFeatures === 0) {
    throw new RangeError(
      `samples must not be empty, got shape [${train.nSamples}, ${train.nFeatures}]`,
    );
  }
  checkFiniteOrMissing(train, columns);
  const fill = Array.from({ length: train.nFeatures }, (_, j) => {
    if (strategy === 'constant') return constant;
    const present = columnOf(train, j).filter((value) => !Number.isNaN(value));
    if (present.length === 0) {
      throw new RangeError(`column ${columns?.[j] ?? j} must have a value, got all missing`);
    }
    return strategy === 'mean' ? meanOf(present) : quantileOfSorted(present.sort(), 0.5);
  });
  return { strategy, fill };
}

/**
 * Fills the missing values (NaN) of samples.
 *
 * @returns a new matrix without NaN, shape `[nSamples, nFeatures]`.
 * @throws {RangeError} if the width is not the imputer's, or a value is infinite.
 */
export function applyImputer(state: ImputerState, samples: Matrix): Matrix {
  const { nSamples, nFeatures } = samples;
  if (nFeatures !== state.fill.length) {
    throw new RangeError(`samples must have ${state.fill.length} features, got ${nFeatures}`);
  }
  checkFiniteOrMissing(samples);
  const data = samples.data.slice();
  for (let i = 0; i < data.length; i++) {
    if (Number.isNaN(data[i])) data[i] = state.fill[i % nFeatures];
  }
  return { data, nSamples, nFeatures };
}

function checkFiniteOrMissing(samples: Matrix, columns?: readonly string[]): void {
  const { data, nFeatures } = samples;
  for (let i = 0; i < data.length; i++) {
    if (data[i] === Infinity || data[i] === -Infinity) {
      const column = columns?.[i % nFeatures] ?? i % nFeatures;
      throw new RangeError(
        `sample ${Math.floor(i / nFeatures)}, column ${column} must be finite or missing, got ${data[i]}`,
      );
    }
  }
}
