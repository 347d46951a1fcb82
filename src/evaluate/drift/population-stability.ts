import { checkInteger, checkOptionNames } from '../../check-options';
import { binCounts } from './stability-bins';
import { type Counts, countsOf, type DriftColumn, tallyOf } from './tally';

/** How values are put into bins. */
export interface StabilityOptions {
  /** Bins of equal count in the reference, or categories that have one each; at least 2. Default 10. */
  readonly nBins?: number;
}

/** What counts of an empty bin, in samples. */
const LEAST = 0.5;

/**
 * Population stability index: how far a column's distribution is from that of a reference.
 *
 * The sum over bins of (q - p) ln(q / p), where p and q are the shares of the reference and of the current sample: the
 * symmetric divergence of Kullback and Leibler. Bins are made of the reference alone: numbers by its quantiles, a heavily
 * repeated value with a bin of its own; categories by its most frequent ones; missing values (NaN, null) are a bin.
 * An empty bin counts half a sample, so that the index is finite; one that is empty in both counts nothing.
 *
 * Without any drift it is about (bins - 1) × (1 / nReference + 1 / nCurrent), and not 0: small samples drift by chance.
 * `featureDrift` has a permuted null beside it.
 *
 * Source: Kullback and Leibler 1951, eq. 2.6; Lewis 1994, An Introduction to Credit Scoring, for bins and name;
 * Yurdakul 2018, Statistical Properties of Population Stability Index, for the expectation.
 *
 * @param reference numbers, or categories; their lengths may differ.
 * @returns at least 0; 0 of equal shares.
 * @throws {RangeError} if a sample is empty, a number is infinite, or an option is unknown or out of range.
 * @throws {TypeError} if a sample is no list, or its values are not all numbers or all texts.
 * @example
 * populationStabilityIndex(['a', 'b'], ['a', 'a', 'a', 'b']); // (0.75 - 0.5) ln 1.5 + (0.25 - 0.5) ln 0.5 = 0.275
 */
export function populationStabilityIndex(
  reference: DriftColumn,
  current: DriftColumn,
  options: StabilityOptions = {},
): number {
  checkOptionNames(options, ['nBins']);
  const { nBins = 10 } = options;
  checkInteger('nBins', nBins, 2);
  const tally = tallyOf(reference, current, 'column');
  return stabilityOf(binCounts(tally, countsOf(tally), nBins));
}

/** The index of counts in bins. */
export function stabilityOf({ reference, current }: Counts): number {
  const total = (counts: Float64Array) => counts.reduce((sum, count) => sum + count, 0);
  const [n, m] = [total(reference), total(current)];
  let sum = 0;
  for (let i = 0; i < reference.length; i++) {
    if (reference[i] + current[i] === 0) continue;
    const p = Math.max(reference[i], LEAST) / n;
    const q = Math.max(current[i], LEAST) / m;
    sum += (q - p) * Math.log(q / p);
  }
  return sum;
}
