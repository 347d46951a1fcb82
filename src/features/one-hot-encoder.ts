import type { Matrix } from '../matrix';
import { type Category, categoriesOf, positionsAmong } from './categories';

/**
 * What becomes of a category not seen in training: 1 in a last column of its own, 0 in every
 * column, or an error.
 */
export type UnknownCategory = 'column' | 'zeros' | 'error';

/** A fitted one-hot encoder: plain JSON. */
export interface OneHotEncoderState {
  /** Training categories: null first if there was one, then ascending. */
  readonly categories: readonly Category[];
  readonly unknown: UnknownCategory;
}

/**
 * Learns one column of 0 and 1 for each category of a training column.
 *
 * For columns of few categories: width grows with their number; `fitFrequencyEncoder` has one
 * column always.
 *
 * @param options - `unknown`: what becomes of new categories, default `'column'`. That column is all
 * 0 in training, so a detector learns nothing from it, but may well find it strange later.
 * @throws {RangeError} if there are no values, a number is not finite, or `unknown` is no known way.
 * @throws {TypeError} if a value is no category, or types are mixed; the sample is named.
 */
export function fitOneHotEncoder(
  values: readonly Category[],
  options: { readonly unknown?: UnknownCategory } = {},
): OneHotEncoderState {
  const { unknown = 'column' } = options;
  if (!['column', 'zeros', 'error'].includes(unknown)) {
    throw new RangeError(`unknown must be column, zeros or error, got ${unknown}`);
  }
  return { categories: categoriesOf(values), unknown };
}

/**
 * One column a category, and a last one for unknown categories where the encoder has it.
 *
 * @returns 0 and 1, shape `[nSamples, oneHotNames(state, column).length]`.
 * @throws {RangeError} if a category is unknown and the encoder says `'error'`; the sample is named.
 * @throws {TypeError} if a value is no category; the sample is named.
 */
export function applyOneHotEncoder(state: OneHotEncoderState, values: readonly Category[]): Matrix {
  const { categories, unknown } = state;
  const nFeatures = categories.length + (unknown === 'column' ? 1 : 0);
  const data = new Float64Array(values.length * nFeatures);
  positionsAmong(categories, values).forEach((position, i) => {
    if (position >= 0) data[i * nFeatures + position] = 1;
    else if (unknown === 'column') data[(i + 1) * nFeatures - 1] = 1;
    else if (unknown === 'error') {
      const known = `one of the ${categories.length} categories of training`;
      throw new RangeError(`sample ${i} must be ${known}, got ${JSON.stringify(values[i])}`);
    }
  });
  return { data, nSamples: values.length, nFeatures };
}

/**
 * Names of the encoded columns: `column=value`, `column is null`, and last `column is unknown`.
 *
 * @example
 * oneHotNames(fitOneHotEncoder(['tcp', 'udp']), 'protocol');
 * // ['protocol=tcp', 'protocol=udp', 'protocol is unknown']
 */
export function oneHotNames(state: OneHotEncoderState, column: string): string[] {
  const names = state.categories.map((category) =>
    category === null ? `${column} is null` : `${column}=${category}`,
  );
  return state.unknown === 'column' ? [...names, `${column} is unknown`] : names;
}
