import { averageRanks, type ValuesByDetector } from '../significance/average-ranks';
import { type FriedmanTest, friedmanTest } from '../significance/friedman';
import { type NemenyiTest, nemenyiTest } from '../significance/nemenyi';
import { type ComparedRow, meanOfSome } from './compared-row';

/** A detector over all sets: plain cells for a table. */
export interface RankedDetector {
  readonly detector: string;
  /** 1 is best. */
  readonly averageRank: number;
  /** Mean of the metric over the sets; of those where it did not fail. */
  readonly mean: number | undefined;
  /** Sets on which it failed for some seed: there it has the last rank. */
  readonly nFailed: number;
  /** Means over sets and seeds. */
  readonly fitSeconds: number | undefined;
  readonly scoreSeconds: number | undefined;
}

/** How detectors rank by one metric over several sets. */
export interface DetectorRanking {
  /** Best first. */
  readonly rows: readonly RankedDetector[];
  /** Sets that count: those with all runs done. */
  readonly sets: readonly string[];
  /** Whether any detector differs. */
  readonly friedman: FriedmanTest;
  /** Which differ. */
  readonly nemenyi: NemenyiTest;
}

/**
 * Ranks detectors by the rows of one metric.
 *
 * @param rows - Of every detector on each set that counts.
 * @param level - 1 less the rate of error of the test between pairs.
 * @returns undefined where there are fewer than 2 detectors or sets.
 */
export function rankDetectors(
  rows: readonly ComparedRow[],
  level: number,
): DetectorRanking | undefined {
  const sets = [...new Set(rows.map(({ set }) => set))];
  const detectors = [...new Set(rows.map(({ detector }) => detector))];
  if (sets.length < 2 || detectors.length < 2) return undefined;
  const rowsOf = (detector: string) => rows.filter((row) => row.detector === detector);
  const values = comparableValues(rows, detectors);
  const ranked = Object.entries(averageRanks(values)).sort(([, a], [, b]) => a - b);
  return {
    rows: ranked.map(([detector, rank]) => rankedDetector(detector, rank, rowsOf(detector))),
    sets,
    friedman: friedmanTest(values),
    nemenyi: nemenyiTest(values, { level }),
  };
}

/** Values by detector, one a set; a failure is below all that did not fail. */
function comparableValues(
  rows: readonly ComparedRow[],
  detectors: readonly string[],
): ValuesByDetector {
  const lowest = Math.min(...rows.flatMap(({ mean }) => (mean === undefined ? [] : [mean])), 0);
  const comparable = ({ mean, error }: ComparedRow) =>
    mean === undefined || error !== undefined ? lowest - 1 : mean;
  return Object.fromEntries(
    detectors.map((detector) => [
      detector,
      rows.filter((row) => row.detector === detector).map(comparable),
    ]),
  );
}

function rankedDetector(
  detector: string,
  averageRank: number,
  rows: readonly ComparedRow[],
): RankedDetector {
  const present = (values: readonly (number | undefined)[]) =>
    meanOfSome(values.filter((value) => value !== undefined));
  return {
    detector,
    averageRank,
    mean: present(rows.map(({ mean }) => mean)),
    nFailed: rows.filter(({ error }) => error !== undefined).length,
    fitSeconds: present(rows.map(({ fitSeconds }) => fitSeconds)),
    scoreSeconds: present(rows.map(({ scoreSeconds }) => scoreSeconds)),
  };
}
