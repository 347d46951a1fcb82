import { checkList } from '../check-options';

/**
 * Refuses entries of a figure without the curve that it draws.
 *
 * @param parts - Names of the curve's lists.
 * @param maker - The function that makes such curves.
 * @throws {TypeError} if there is no list of entries, or one has no such curve.
 * @throws {RangeError} if there are no entries.
 */
export function checkCurves(entries: unknown, parts: readonly string[], maker: string): void {
  checkList('entries', entries);
  const list = Array.from(entries as ArrayLike<{ readonly curve?: Record<string, unknown> }>);
  if (list.length === 0) throw new RangeError('entries must not be empty');
  list.forEach((entry, i) => {
    const isCurve = parts.every((part) => typeof entry?.curve?.[part] === 'object');
    if (!isCurve) throw new TypeError(`entry ${i} must have a curve, as ${maker} makes it`);
  });
}

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
