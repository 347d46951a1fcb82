import { type Category, categoriesOf, positionsAmong } from './categories';

/** A fitted frequency encoder: plain JSON. */
export interface FrequencyEncoderState {
  /** Training categories: null first if there was one, then ascending. */
  readonly categories: readonly Category[];
  /** Share of training samples with each category, in (0, 1]; they sum to 1. */
  readonly shares: readonly number[];
}

/**
 * Learns how frequent each category of a training column is.
 *
 * For columns of many categories (users, addresses): one column, and rare is what is strange. Two
 * categories of the same frequency become one.
 *
 * @throws {RangeError} if there are no values, or a number is not finite.
 * @throws {TypeError} if a value is no category, or types are mixed; the sample is named.
 * @example
 * const state = fitFrequencyEncoder(['root', 'root', 'admin', 'root']);
 * applyFrequencyEncoder(state, ['root', 'admin', 'guest']); // Float64Array [0.75, 0.25, 0]
 */
export function fitFrequencyEncoder(values: readonly Category[]): FrequencyEncoderState {
  const categories = categoriesOf(values);
  const counts = categories.map(() => 0);
  for (const position of positionsAmong(categories, values)) counts[position]++;
  return { categories, shares: counts.map((count) => count / values.length) };
}

/**
 * The share of training samples that had each value; 0 for a value not seen there.
 *
 * @returns in [0, 1], shape `[nSamples]`.
 * @throws {TypeError} if a value is no category; the sample is named.
 */
export function applyFrequencyEncoder(
  state: FrequencyEncoderState,
  values: readonly Category[],
): Float64Array {
  const positions = positionsAmong(state.categories, values);
  const shares = new Float64Array(positions.length);
  positions.forEach((position, i) => {
    shares[i] = position < 0 ? 0 : state.shares[position];
  });
  return shares;
}
