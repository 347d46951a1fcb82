import { checkList } from '../../check-options';
import { midranks } from './midranks';

/** A metric of several detectors over the same data sets: by detector, one value a data set. */
export type ValuesByDetector = Readonly<Record<string, ArrayLike<number>>>;

/**
 * Ranks of detectors on each data set, 1 for the highest value; equal values share the mean rank.
 *
 * @returns one row a data set, shape `[nDetectors]` each, in the order of the detectors.
 * @throws {RangeError} if there are fewer than 2 detectors or 2 data sets, detectors have different
 * numbers of values, or one is not finite; by detector.
 */
export function ranksByDataset(values: ValuesByDetector): Float64Array[] {
  const entries = Object.entries(values ?? {});
  if (entries.length < 2) {
    throw new RangeError(`values must be of at least 2 detectors, got ${entries.length}`);
  }
  for (const [detector, own] of entries) checkList(detector, own);
  const nDatasets = entries[0][1].length;
  if (nDatasets < 2) throw new RangeError(`data sets must be at least 2, got ${nDatasets}`);
  for (const [detector, own] of entries) {
    if (own.length !== nDatasets) {
      throw new RangeError(`${detector} must have ${nDatasets} values, got ${own.length}`);
    }
    for (let i = 0; i < nDatasets; i++) {
      if (!Number.isFinite(own[i])) {
        throw new RangeError(`${detector}[${i}] must be finite, got ${own[i]}`);
      }
    }
  }
  return Array.from({ length: nDatasets }, (_, i) => midranks(entries.map(([, own]) => -own[i])));
}

/**
 * The mean rank of each detector over data sets, 1 is best.
 *
 * @throws {RangeError} as `ranksByDataset`.
 * @example
 * averageRanks({ forest: [0.9, 0.8], knn: [0.7, 0.8] }); // { forest: 1.25, knn: 1.75 }
 */
export function averageRanks(values: ValuesByDetector): Record<string, number> {
  const rows = ranksByDataset(values);
  const meanRank = (j: number) => rows.reduce((sum, ranks) => sum + ranks[j], 0) / rows.length;
  return Object.fromEntries(Object.keys(values).map((detector, j) => [detector, meanRank(j)]));
}
