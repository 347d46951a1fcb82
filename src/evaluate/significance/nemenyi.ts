import { checkLevel, checkOptionNames } from '../../check-options';
import { averageRanks, type ValuesByDetector } from './average-ranks';
import { studentizedRange } from './studentized-range';

/** Which of several detectors differ: what a critical-difference diagram shows. */
export interface NemenyiTest {
  /** Mean rank by detector, 1 is best; best first. */
  readonly averageRanks: Readonly<Record<string, number>>;
  /** Mean ranks at least this far apart differ. */
  readonly criticalDifference: number;
  /** Detectors of which none differs from another, best first; only groups that no other holds. */
  readonly groups: readonly (readonly string[])[];
}

/**
 * Nemenyi's test after Friedman's: which pairs of detectors differ over data sets.
 *
 * All pairs are compared at once, at one rate of error. It is cautious: to show that one new
 * detector beats others, `wilcoxonTest` sees more. Which pairs differ also depends on the other
 * detectors in the table.
 *
 * Source: Nemenyi 1963; Demšar 2006, Statistical comparisons of classifiers over multiple data sets,
 * section 3.2.2.
 *
 * @param values - Higher is better, by detector, each shape `[nDatasets]`.
 * @param options - `level`: 1 less the rate of error, (0, 1), default 0.95.
 * @throws {RangeError} as `friedmanTest`, and if the level is out of range, or an option is unknown.
 */
export function nemenyiTest(
  values: ValuesByDetector,
  options: { readonly level?: number } = {},
): NemenyiTest {
  checkOptionNames(options, ['level']);
  const { level = 0.95 } = options;
  checkLevel(level);
  const ranked = Object.entries(averageRanks(values)).sort(([, a], [, b]) => a - b);
  const k = ranked.length;
  const nDatasets = Object.values(values)[0].length;
  const standardError = Math.sqrt((k * (k + 1)) / (6 * nDatasets));
  const criticalDifference = (studentizedRange(level, k) / Math.SQRT2) * standardError;
  return {
    averageRanks: Object.fromEntries(ranked),
    criticalDifference,
    groups: groupsOf(ranked, criticalDifference),
  };
}

function groupsOf(ranked: readonly [string, number][], criticalDifference: number): string[][] {
  const groups: string[][] = [];
  let lastEnd = 0;
  ranked.forEach(([, rank], start) => {
    const beyond = ranked.findIndex(([, other]) => other - rank >= criticalDifference);
    const end = beyond < 0 ? ranked.length : beyond;
    if (end > lastEnd && end - start > 1) {
      groups.push(ranked.slice(start, end).map(([detector]) => detector));
    }
    lastEnd = Math.max(lastEnd, end);
  });
  return groups;
}
