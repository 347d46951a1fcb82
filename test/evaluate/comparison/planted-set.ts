import type { LabelledSet } from '../../../src/evaluate/comparison/sample-split';
import { plantedOutliers } from '../../detectors/contract';

/** A small set with outliers, which every detector finds. */
export function plantedSet(name: string, seed: number): LabelledSet {
  return { name, ...plantedOutliers(100, 12, seed) };
}
