import type { CellValue } from './answer';

/** Collects the values of a column, each distinct one once. */
export interface ColumnBuilder {
  add(value: CellValue): void;
  built(): { readonly values: readonly CellValue[]; readonly codes: readonly number[] };
}

/** An empty column. */
export function columnBuilder(): ColumnBuilder {
  const values: CellValue[] = [];
  const codes: number[] = [];
  const known = new Map<CellValue, number>();
  return {
    add: (value) => {
      let code = known.get(value);
      if (code === undefined) {
        code = values.push(value) - 1;
        known.set(value, code);
      }
      codes.push(code);
    },
    built: () => ({ values, codes }),
  };
}
