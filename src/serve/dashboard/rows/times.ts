import type { UploadColumn } from '../../upload/answer';
import { columnOf, type Results } from './results';

/** A date, or a date and time; without a zone it is UTC. */
const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?(Z|[+-]\d\d(?::?\d\d)?)?$/;
/** Values looked at to tell what a column holds. */
const N_LOOKS = 50;
/** Epoch ms of 1973 and 2200: other numbers are no times. */
const [EARLIEST, LATEST] = [1e11, 7.3e12];

/** Names of the columns that hold times. */
export function timeColumns({ columns }: Results): string[] {
  return columns
    .filter(({ values }) => {
      const looks = values.slice(0, N_LOOKS).filter((value) => value !== null);
      return looks.length > 0 && looks.every((value) => !Number.isNaN(timeOf(value)));
    })
    .map(({ name }) => name);
}

/** Epoch ms of each row, NaN where there is no time; nothing where there is no such column. */
export function timesOf(results: Results, name: string): Float64Array | undefined {
  const column = columnOf(results, name);
  return column && timesOfColumn(column);
}

function timesOfColumn({ values, codes }: UploadColumn): Float64Array {
  const times = values.map(timeOf);
  return Float64Array.from(codes, (code) => times[code]);
}

function timeOf(value: unknown): number {
  if (typeof value === 'number') return value >= EARLIEST && value <= LATEST ? value : Number.NaN;
  const [text, zone] = (typeof value === 'string' && ISO.exec(value)) || [];
  if (text === undefined) return Number.NaN;
  const hasTime = text.length > 10;
  return Date.parse(
    hasTime && zone === undefined ? `${text.replace(' ', 'T')}Z` : text.replace(' ', 'T'),
  );
}
