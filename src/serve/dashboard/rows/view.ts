import type { UploadColumn } from '../../upload/answer';
import { cellText } from '../format';
import type { PageState } from '../page-state';
import { columnOf, type Results } from './results';

/** What rows are sorted by. */
export interface SortKey {
  readonly kind: 'line' | 'label' | 'score' | 'pValue' | 'column';
  /** The column of the file; empty for the other kinds. */
  readonly name: string;
}

const COLLATOR = new Intl.Collator('en', { numeric: true });

/** Rows that pass the filters, in order. */
export function viewOf(
  results: Results,
  { threshold, sort, isDescending, filter, onlyAnomalies }: PageState,
): Int32Array {
  const { nRows, scores } = results;
  const matches = textMatcher(results, filter);
  const rows = new Int32Array(nRows);
  let nShown = 0;
  for (let i = 0; i < nRows; i++) {
    if (onlyAnomalies && scores[i] < threshold) continue;
    if (matches(i)) rows[nShown++] = i;
  }
  const keys = sortKeys(results, sort, threshold);
  const sign = isDescending ? -1 : 1;
  return rows.subarray(0, nShown).sort((a, b) => sign * (keys[a] - keys[b]) || a - b);
}

/** Whether any cell of a row holds the text, upper or lower case; each distinct value is looked at once. */
function textMatcher({ columns }: Results, filter: string): (row: number) => boolean {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return () => true;
  const found = columns.map(({ values, codes }) => ({
    codes,
    isFound: values.map((value) => cellText(value).toLowerCase().includes(wanted)),
  }));
  return (row) => found.some(({ codes, isFound }) => isFound[codes[row]]);
}

/** A number for each row, by which it is sorted. */
function sortKeys(results: Results, sort: SortKey, threshold: number): ArrayLike<number> {
  if (sort.kind === 'line') return results.lines;
  if (sort.kind === 'score') return results.scores;
  if (sort.kind === 'pValue') return results.pValues;
  if (sort.kind === 'label') return results.scores.map((score) => Number(score >= threshold));
  const column = columnOf(results, sort.name);
  return column ? ranksOf(column) : results.lines;
}

/** Numbers before texts, nothing last. */
function ranksOf({ values, codes }: UploadColumn): Int32Array {
  const order = values.map((_, code) => code);
  order.sort((a, b) => compare(values[a], values[b]));
  const ranks = new Int32Array(values.length);
  order.forEach((code, rank) => {
    ranks[code] = rank;
  });
  return Int32Array.from(codes, (code) => ranks[code]);
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' || typeof b === 'number') return typeof a === 'number' ? -1 : 1;
  return COLLATOR.compare(String(a), String(b));
}
