import { gammaShareAbove } from '../../metrics/gamma';
import { averageRanks, ranksByDataset, type ValuesByDetector } from './average-ranks';
import { tieCorrection } from './midranks';

/** Whether several detectors rank alike. */
export interface FriedmanTest {
  /** Mean rank by detector, 1 is best. */
  readonly averageRanks: Readonly<Record<string, number>>;
  /** Friedman's χ², 0 where all rank alike. */
  readonly statistic: number;
  /** In [0, 1]. */
  readonly pValue: number;
}

/**
 * Friedman's test: whether any of several detectors ranks otherwise over data sets.
 *
 * The test before `nemenyiTest`, which says which. Assumes independent data sets, no more; the
 * χ² distribution holds from about 10 data sets and 5 detectors on, below it finds too little.
 *
 * Source: Friedman 1937, The use of ranks to avoid the assumption of normality; Demšar 2006, section
 * 3.2.2; corrected for ties as in SciPy.
 *
 * @param values - Higher is better, by detector, each shape `[nDatasets]`.
 * @returns a p-value of 1 where all detectors tie on all data sets.
 * @throws {RangeError} if there are fewer than 2 detectors or 2 data sets, detectors have different
 * numbers of values, or one is not finite; by detector.
 */
export function friedmanTest(values: ValuesByDetector): FriedmanTest {
  const rows = ranksByDataset(values);
  const ranks = averageRanks(values);
  const n = rows.length;
  const k = rows[0].length;
  const ties = rows.reduce((sum, row) => sum + tieCorrection(row), 0);
  const spread = Object.values(ranks).reduce((sum, rank) => sum + (rank - (k + 1) / 2) ** 2, 0);
  const untied = 1 - ties / (n * k * (k ** 2 - 1));
  const statistic = untied === 0 ? 0 : (12 * n * spread) / (k * (k + 1)) / untied;
  const pValue = gammaShareAbove((k - 1) / 2, statistic / 2);
  return { averageRanks: ranks, statistic, pValue };
}
