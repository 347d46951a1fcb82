import { checkInteger } from '../../detectors/check';
import { columnOf } from '../../features/column';
import type { Matrix } from '../../matrix';
import { checkFinite, checkLength } from '../check';

/** A feature and how much it moves scores. */
export interface RankedFeature {
  readonly name: string;
  /** Its column. */
  readonly index: number;
  /** Mean absolute contribution over the samples. */
  readonly meanSize: number;
}

/**
 * The `nTop` features with the highest mean absolute contribution, the highest first.
 *
 * @throws {RangeError} if names are not as many as features, there are no contributions, one is not
 * finite, or `nTop` is not a positive integer.
 */
export function rankFeatures(
  features: readonly string[],
  contributions: Matrix,
  nTop: number,
): RankedFeature[] {
  checkInteger('nTop', nTop, 1);
  checkFinite('contributions', contributions.data);
  checkLength('features', features, contributions.nFeatures);
  return features
    .map((name, index) => ({ name, index, meanSize: meanSize(columnOf(contributions, index)) }))
    .sort((a, b) => b.meanSize - a.meanSize)
    .slice(0, nTop);
}

/** What the figure leaves out, for its subtitle. */
export function shownOf(nShown: number, nFeatures: number): string {
  if (nShown === nFeatures) return 'Features by mean absolute contribution';
  return `${nShown} of ${nFeatures} features, by mean absolute contribution`;
}

function meanSize(values: Float64Array): number {
  return values.reduce((sum, value) => sum + Math.abs(value) / values.length, 0);
}
