import { columnOf } from './column';
import type { FeatureTable } from './read-features';

/**
 * The columns of features by name: quantities, NaN where there is no value, and categories.
 *
 * @returns each of shape `[nSamples]`.
 */
export function columnsByName({
  names,
  samples,
  categories,
}: Pick<FeatureTable, 'names' | 'samples' | 'categories'>): Record<
  string,
  Float64Array | readonly string[]
> {
  const quantities = names.map((name, j) => [name, columnOf(samples, j)] as const);
  return { ...Object.fromEntries(quantities), ...categories };
}
