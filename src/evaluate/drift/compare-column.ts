import { testOfDistance } from '../significance/kolmogorov-smirnov';
import { homogeneityTest } from './homogeneity-test';
import { indexByChance } from './index-by-chance';
import { stabilityOf } from './population-stability';
import { binCounts } from './stability-bins';
import { type Counts, countsOf, type DriftColumn, type Tally, tallyOf } from './tally';

/** What the rules of thumb call an index. */
export type DriftSize = 'small' | 'moderate' | 'large';

/** How far a column is from the reference. */
export interface Comparison {
  /** Population stability index. */
  readonly psi: number;
  /** 95 % quantile of the index when samples, or their blocks, change sides at random: without drift one row in 20 is above it. */
  readonly psiByChance: number;
  /** By `DRIFT_SIZES`. */
  readonly size: DriftSize;
  /**
   * Of numbers Kolmogorov and Smirnov's, missing ones below all others; of categories Pearson's chi-squared, of those that are most
   * frequent in both samples together and all others as one.
   */
  readonly test: 'Kolmogorov-Smirnov' | 'chi-squared';
  readonly statistic: number;
  readonly pValue: number;
  /** Share of the samples without a value, [0, 1]. */
  readonly missingReference: number;
  readonly missingCurrent: number;
}

/**
 * From which index on drift is called moderate and large.
 *
 * Rules of thumb from credit scoring, which know neither the number of samples nor of bins: nothing follows from them but
 * a look at the feature.
 * Source: Siddiqi 2006, Credit Risk Scorecards, chapter 9; first in Lewis 1994, An Introduction to Credit Scoring.
 */
export const DRIFT_SIZES = { moderate: 0.1, large: 0.25 } as const;

/** How one column is compared. */
interface ColumnSettings {
  readonly nBins: number;
  readonly nPermutations: number;
  readonly seed: number;
}

/**
 * Compares a column of two samples.
 *
 * @param blocks which samples change sides together, of both sides in one; default each alone.
 */
export function compareColumn(
  name: string,
  reference: DriftColumn,
  current: DriftColumn,
  settings: ColumnSettings,
  blocks?: ArrayLike<number>,
): Comparison {
  const { nBins } = settings;
  const tally = tallyOf(reference, current, name);
  const counts = countsOf(tally);
  const psi = stabilityOf(binCounts(tally, counts, nBins));
  const missing = (of: Float64Array, n: number) => (tally.hasMissing ? of[0] / n : 0);
  return {
    psi,
    psiByChance: indexByChance(tally, settings, blocks),
    size: psi < DRIFT_SIZES.moderate ? 'small' : psi < DRIFT_SIZES.large ? 'moderate' : 'large',
    ...testOf(tally, counts, nBins),
    missingReference: missing(counts.reference, reference.length),
    missingCurrent: missing(counts.current, current.length),
  };
}

function testOf(
  tally: Tally,
  counts: Counts,
  nBins: number,
): Pick<Comparison, 'test' | 'statistic' | 'pValue'> {
  if (tally.kind === 'category') {
    return { test: 'chi-squared', ...homogeneityTest(countsOfFrequent(tally, counts, nBins)) };
  }
  const [n, m] = [tally.nReference, tally.codes.length - tally.nReference];
  let [i, j, distance] = [0, 0, 0];
  for (let value = 0; value < tally.nValues; value++) {
    i += counts.reference[value];
    j += counts.current[value];
    distance = Math.max(distance, Math.abs(i * m - j * n));
  }
  const { statistic, pValue } = testOfDistance(distance, n, m);
  return { test: 'Kolmogorov-Smirnov', statistic, pValue };
}

/**
 * Counts of the categories that are most frequent in both samples together, all others as one. Those of the reference would not do
 * for a test: what is picked since it is frequent in one sample is rarer in the other by chance alone.
 */
function countsOfFrequent(tally: Tally, { reference, current }: Counts, nBins: number): Counts {
  const both = reference.map((count, value) => count + current[value]);
  const binned = binCounts(tally, { reference: both, current }, nBins);
  return {
    reference: binned.reference.map((count, bin) => count - binned.current[bin]),
    current: binned.current,
  };
}
