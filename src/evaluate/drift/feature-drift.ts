import { checkInteger, checkOptionNames, checkShare } from '../../check-options';
import { benjaminiHochberg } from '../thresholds/benjamini-hochberg';
import { type Comparison, compareColumn } from './compare-column';
import type { DriftColumn } from './tally';

/** Columns by name. */
export type DriftColumns = Readonly<Record<string, DriftColumn>>;

/** How drift is told from chance. */
export interface DriftOptions {
  /** As of `populationStabilityIndex`. Default 10. */
  readonly nBins?: number;
  /** Times that samples are shuffled between the two sides, at least 1. Default 200. */
  readonly nPermutations?: number;
  /** Share of the rows said to be significant that may be so by chance, [0, 1]. Default 0.05. */
  readonly falseDiscoveryRate?: number;
  /** Seed of the shuffles. Default 0. */
  readonly seed?: number;
}

/** How far a feature is from the reference. */
export interface FeatureDrift extends Comparison {
  readonly feature: string;
  /** Whether Benjamini and Hochberg's procedure over all rows of the table keeps it. */
  readonly isSignificant: boolean;
}

/** The names of the options. */
export const DRIFT_OPTIONS = ['nBins', 'nPermutations', 'falseDiscoveryRate', 'seed'] as const;

/**
 * How far each feature of a sample is from a reference: stability index, a test, and what chance alone would give.
 *
 * Three readings, of which none says that it matters to a detector: `psi` against the rules of thumb (`size`), which know
 * nothing of the number of samples; `psi` against `psiByChance`, the 95 % quantile of the index when the samples are
 * shuffled between the two sides; the p-value of a test, corrected for the number of features (`isSignificant`). Shuffles and
 * test take samples for independent: of events that come in sessions both find drift too easily.
 *
 * @param reference columns, each with as many values as the others of its side.
 * @returns one row a feature, in the order of the reference.
 * @throws {RangeError} if there are no columns, they differ, lengths differ or are 0, a number is infinite, or an option is
 * unknown or out of range.
 * @throws {TypeError} if a column is no list, or its values are not all numbers or all texts.
 * @example
 * featureDrift({ bytes: [1, 2, 3] }, { bytes: [4, 5, 6] })[0].statistic; // 1
 */
export function featureDrift(
  reference: DriftColumns,
  current: DriftColumns,
  options: DriftOptions = {},
): FeatureDrift[] {
  const settings = driftSettings(options);
  const names = columnNames(reference, 'reference');
  columnNames(current, 'current');
  const other = [...names, ...Object.keys(current)].find(
    (name) => !Object.hasOwn(reference, name) || !Object.hasOwn(current, name),
  );
  if (other !== undefined) {
    const side = Object.hasOwn(reference, other) ? 'current' : 'reference';
    throw new RangeError(
      `${side} must have column ${other}, got ${listed(side === 'current' ? current : reference)}`,
    );
  }
  const rows = names.map((feature) => ({
    feature,
    ...compareColumn(feature, reference[feature], current[feature], settings),
  }));
  return withSignificance(rows, settings.falseDiscoveryRate);
}

/** Says of each p-value whether it is kept among all. */
export function withSignificance<Row extends Comparison>(
  rows: readonly Row[],
  rate: number,
): (Row & { readonly isSignificant: boolean })[] {
  const flags = benjaminiHochberg(
    rows.map(({ pValue }) => pValue),
    rate,
  );
  return rows.map((row, i) => ({ ...row, isSignificant: flags[i] === 1 }));
}

/** Options with their defaults, checked. */
export function driftSettings(options: DriftOptions): Required<DriftOptions> {
  checkOptionNames(options, DRIFT_OPTIONS);
  const { nBins = 10, nPermutations = 200, falseDiscoveryRate = 0.05, seed = 0 } = options;
  checkInteger('nBins', nBins, 2);
  checkInteger('nPermutations', nPermutations, 1);
  checkShare('falseDiscoveryRate', falseDiscoveryRate);
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  return { nBins, nPermutations, falseDiscoveryRate, seed };
}

/**
 * The names of columns of one length.
 *
 * @throws {TypeError} if they are no object; {@link RangeError} if there are none or lengths differ.
 */
export function columnNames(columns: DriftColumns, side: string): string[] {
  if (typeof columns !== 'object' || columns === null) {
    throw new TypeError(`${side} must be columns by name, got ${columns}`);
  }
  const names = Object.keys(columns);
  if (names.length === 0) throw new RangeError(`${side} must have a column, got none`);
  const nSamples = columns[names[0]]?.length;
  const other = names.find((name) => columns[name]?.length !== nSamples);
  if (other !== undefined) {
    throw new RangeError(
      `${side}, ${other}, must have ${nSamples} values as ${names[0]}, got ${columns[other]?.length}`,
    );
  }
  return names;
}

const listed = (columns: DriftColumns) => Object.keys(columns).slice(0, 10).join(', ');
