import { checkInteger, checkOptionNames } from '../detectors/check';

/** What one feature does to a score, with its value and what it usually is. */
export interface TopContribution {
  readonly feature: string;
  /** The sample's own value. */
  readonly actual: unknown;
  /** The value that a usual sample has. */
  readonly typical: unknown;
  /** Positive where the feature makes the sample more anomalous. */
  readonly contribution: number;
}

/** Values in the order of the features, or by their names. */
export type FeatureValues = ArrayLike<unknown> | Readonly<Record<string, unknown>>;

/** How many are given. */
export interface TopContributionsOptions {
  /** Contributions at most, at least 0. Default all. */
  readonly nTop?: number;
}

/**
 * The actual beside the typical value of each feature, those that move the score most first.
 *
 * Ordered by absolute value, so what speaks against an anomaly is seen as well; equal ones stay in order.
 *
 * @param features a name for each contribution.
 * @param contributions of one sample, such as a row of what `treeShap`, `kernelShap` or `occlusion`
 * gives, shape `[nFeatures]`.
 * @param actual the sample: its values in order, or a row by column.
 * @param typical what to hold it against: `medianSample` in order, `typicalRow` by column.
 * @throws {RangeError} if lengths differ, a contribution is not finite, or `nTop` is not a count.
 * @throws {TypeError} if a row lacks a column.
 * @example
 * topContributions(['hour', 'bytes'], [0.1, 0.4], [3, 9000], [10, 200])[0];
 * // { feature: 'bytes', actual: 9000, typical: 200, contribution: 0.4 }
 */
export function topContributions(
  features: readonly string[],
  contributions: ArrayLike<number>,
  actual: FeatureValues,
  typical: FeatureValues,
  options: TopContributionsOptions = {},
): TopContribution[] {
  checkOptionNames(options, ['nTop']);
  const { nTop = features.length } = options;
  checkInteger('nTop', nTop, 0);
  checkLength('contributions', contributions, features.length);
  const actualOf = reader('actual', actual, features.length);
  const typicalOf = reader('typical', typical, features.length);
  return features
    .map((feature, j) => ({
      feature,
      actual: actualOf(feature, j),
      typical: typicalOf(feature, j),
      contribution: finite(feature, contributions[j]),
    }))
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, nTop);
}

function reader(
  name: string,
  values: FeatureValues,
  nFeatures: number,
): (feature: string, index: number) => unknown {
  if (Array.isArray(values) || ArrayBuffer.isView(values)) {
    const list = values as ArrayLike<unknown>;
    checkLength(name, list, nFeatures);
    return (_, index) => list[index];
  }
  const row = values as Readonly<Record<string, unknown>>;
  return (feature) => {
    if (Object.hasOwn(row, feature)) return row[feature];
    throw new TypeError(`${name} must have column "${feature}", got ${Object.keys(row)}`);
  };
}

function checkLength(name: string, values: ArrayLike<unknown>, nFeatures: number): void {
  if (values.length === nFeatures) return;
  throw new RangeError(`${name} must have ${nFeatures} values as features, got ${values.length}`);
}

function finite(feature: string, contribution: number): number {
  if (Number.isFinite(contribution)) return contribution;
  throw new RangeError(`contribution of "${feature}" must be finite, got ${contribution}`);
}
