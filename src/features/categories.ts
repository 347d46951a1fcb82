/** A value of a column that is not a quantity; null stands for a missing one. */
export type Category = string | number | boolean | null;

/**
 * The distinct values of a training column, null first, then ascending; strings by code unit.
 *
 * Null is a category like any other: seen in training it has its own place, otherwise it is as
 * unknown as any other new value.
 *
 * @throws {RangeError} if there are no values, or a number is not finite.
 * @throws {TypeError} if a value is no category, or not of the type of those before it; the sample
 * is named.
 */
export function categoriesOf(values: readonly Category[]): Category[] {
  if (values.length === 0) throw new RangeError('values must not be empty, got 0 values');
  const type = typeof (values.find((value) => value !== null) ?? null);
  values.forEach((value, i) => {
    checkCategory(value, i);
    if (value !== null && typeof value !== type) {
      throw new TypeError(`sample ${i} must be a ${type} as those before, got ${typeof value}`);
    }
  });
  return [...new Set(values)].sort((a, b) => {
    if (a === null || b === null) return a === null ? -1 : 1;
    return a < b ? -1 : 1;
  });
}

/**
 * Where each value stands among the categories.
 *
 * @returns positions, -1 for a value not seen in training, shape `[nSamples]`.
 * @throws {TypeError} if a value is no category; the sample is named.
 * @throws {RangeError} if a number is not finite.
 */
export function positionsAmong(
  categories: readonly Category[],
  values: readonly Category[],
): Int32Array {
  const index = indexOf(categories);
  const positions = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    checkCategory(values[i], i);
    positions[i] = index.get(values[i]) ?? -1;
  }
  return positions;
}

/** Kept per list of categories: a service encodes one event at a time with the same list. */
const indexes = new WeakMap<readonly Category[], ReadonlyMap<Category, number>>();

function indexOf(categories: readonly Category[]): ReadonlyMap<Category, number> {
  const known = indexes.get(categories);
  if (known) return known;
  const index = new Map(categories.map((category, i) => [category, i]));
  indexes.set(categories, index);
  return index;
}

function checkCategory(value: unknown, sample: number): void {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return;
  if (typeof value !== 'number') {
    throw new TypeError(
      `sample ${sample} must be a string, number, boolean or null, got ${typeof value}`,
    );
  }
  if (!Number.isFinite(value)) {
    throw new RangeError(`sample ${sample} must be finite, or null if missing, got ${value}`);
  }
}
