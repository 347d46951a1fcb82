import { type Category, categoriesOf, positionsAmong } from './categories';

/** A fitted label encoder: plain JSON. Category `i` has code `i + 1`; 0 is unknown. */
export interface LabelEncoderState {
  /** Training categories: null first if there was one, then ascending. */
  readonly categories: readonly Category[];
}

/**
 * Learns a code for each category of a training column.
 *
 * For embeddings and trees. The codes have an order that the categories do not: for anything that
 * measures distances use one-hot or frequency encoding.
 *
 * @throws {RangeError} if there are no values, or a number is not finite.
 * @throws {TypeError} if a value is no category, or types are mixed; the sample is named.
 * @example
 * const state = fitLabelEncoder(['ssh', 'ftp']);
 * applyLabelEncoder(state, ['ftp', 'ssh', 'irc']); // Int32Array [1, 2, 0]
 */
export function fitLabelEncoder(values: readonly Category[]): LabelEncoderState {
  return { categories: categoriesOf(values) };
}

/**
 * The code of each value: 1 to n for the categories of training, 0 for any other.
 *
 * @returns shape `[nSamples]`.
 * @throws {TypeError} if a value is no category; the sample is named.
 */
export function applyLabelEncoder(
  state: LabelEncoderState,
  values: readonly Category[],
): Int32Array {
  return positionsAmong(state.categories, values).map((position) => position + 1);
}

/**
 * The category of each code.
 *
 * @returns the category, or undefined for 0 (unknown), shape `[nSamples]`.
 * @throws {RangeError} if a code is not an integer in [0, n].
 */
export function invertLabelEncoder(
  state: LabelEncoderState,
  codes: ArrayLike<number>,
): Array<Category | undefined> {
  const { categories } = state;
  return Array.from(codes, (code, i) => {
    if (!Number.isInteger(code) || code < 0 || code > categories.length) {
      throw new RangeError(
        `codes[${i}] must be an integer in [0, ${categories.length}], got ${code}`,
      );
    }
    return code === 0 ? undefined : categories[code - 1];
  });
}
