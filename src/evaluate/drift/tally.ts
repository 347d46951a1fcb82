import { checkNotEmpty } from '../../metrics/check';

/** A column: numbers, NaN where missing; or categories, null where missing. */
export type DriftColumn = ArrayLike<number> | readonly (string | null)[];

/** How often each distinct value of a column is in two samples. */
export interface Tally {
  readonly kind: 'number' | 'category';
  /** Whether the first of the values stands for missing ones; they count as below all others. */
  readonly hasMissing: boolean;
  /** Which distinct value each sample has, those of the reference first; numbers ascending. */
  readonly codes: Int32Array;
  readonly nReference: number;
  readonly nValues: number;
}

/** Counts of each distinct value. */
export interface Counts {
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

/**
 * Numbers the distinct values of a column in two samples.
 *
 * @param name stands in messages.
 * @throws {RangeError} if a sample is empty, or a number infinite.
 * @throws {TypeError} if a sample is no list, or its values are not all numbers or all texts.
 */
export function tallyOf(reference: DriftColumn, current: DriftColumn, name: string): Tally {
  checkNotEmpty(reference as ArrayLike<number>, `${name}, reference`);
  checkNotEmpty(current as ArrayLike<number>, `${name}, current`);
  const kind = isOfTexts(reference) || isOfTexts(current) ? 'category' : 'number';
  const type = kind === 'number' ? 'number' : 'string';
  const pooled = [reference, current].flatMap((side, k) =>
    Array.from(side as ArrayLike<unknown>, (value, i) => {
      const isMissing = kind === 'number' ? Number.isNaN(value) : value === null;
      if (isMissing) return null;
      const where = `${name}, ${k === 0 ? 'reference' : 'current'}[${i}]`;
      if (typeof value !== type) {
        throw new TypeError(`${where} must be a ${type}, got ${typeof value}`);
      }
      if (kind === 'number' && !Number.isFinite(value)) {
        throw new RangeError(`${where} must be finite, or NaN if missing, got ${value}`);
      }
      return value === 0 ? 0 : (value as number | string); // -0 is 0
    }),
  );
  const distinct = [...new Set(pooled)].sort((a, b) => {
    if (a === null || b === null) return a === null ? -1 : 1;
    return a < b ? -1 : 1;
  });
  const code = new Map(distinct.map((value, i) => [value, i]));
  return {
    kind,
    hasMissing: distinct[0] === null,
    codes: Int32Array.from(pooled, (value) => code.get(value)!),
    nReference: reference.length,
    nValues: distinct.length,
  };
}

function isOfTexts(side: DriftColumn): boolean {
  return Array.isArray(side) && side.some((value) => typeof value === 'string' || value === null);
}

/** Counts the values of both samples. */
export function countsOf({ codes, nReference, nValues }: Tally): Counts {
  const reference = new Float64Array(nValues);
  const current = new Float64Array(nValues);
  for (let i = 0; i < nReference; i++) reference[codes[i]]++;
  for (let i = nReference; i < codes.length; i++) current[codes[i]]++;
  return { reference, current };
}
