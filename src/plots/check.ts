/**
 * Refuses lists of different length.
 *
 * @throws {RangeError} if `values` has not `length` entries.
 */
export function checkLength(name: string, values: ArrayLike<unknown>, length: number): void {
  if (values.length !== length) {
    throw new RangeError(`${name} must have ${length} entries, got ${values.length}`);
  }
}

/**
 * Refuses what cannot be drawn.
 *
 * @throws {RangeError} if there are no values, or one is not finite.
 */
export function checkFinite(name: string, values: ArrayLike<number>): void {
  if (values.length === 0) throw new RangeError(`${name} must not be empty`);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`${name} must be finite, got ${values[i]} at index ${i}`);
    }
  }
}
