import { isDeepStrictEqual } from 'node:util';
import type { Cell, Notebook } from './ipynb';
import type { SourceNotebook } from './percent';

const MAX_CELLS = 60;
const MAX_LINES = 30;
const MAX_CODE_CELLS_IN_A_ROW = 2;
/** Differences shown of a notebook: one cell put in moves all after it. */
const FEW = 3;

/**
 * How the cells of a committed notebook differ from those its source makes.
 *
 * @returns the first few, one line each with file and cell; empty where they are equal.
 */
export function findDifferences(file: string, made: Notebook, committed: Notebook): string[] {
  const faults = made.cells.flatMap((cell, i) => {
    const other = committed.cells[i];
    const what = other ? compareCells(cell, other) : 'is missing';
    return what ? [`${file} (cell ${i + 1}): ${what}`] : [];
  });
  const surplus = committed.cells.length - made.cells.length;
  const last = `${file} (cell ${made.cells.length + 1}): is not in the .ts, nor any after it`;
  return (surplus > 0 ? [...faults, last] : faults).slice(0, FEW);
}

function compareCells(made: Cell, committed: Cell): string | undefined {
  if (made.cell_type !== committed.cell_type) {
    return `type must be ${made.cell_type}, got ${committed.cell_type}`;
  }
  if (made.source !== committed.source) return compareLines(made.source, committed.source);
  if (isDeepStrictEqual(made.metadata, committed.metadata)) return undefined;
  const [want, got] = [made.metadata, committed.metadata].map((data) => JSON.stringify(data));
  return `metadata must be ${want}, got ${got}`;
}

function compareLines(made: string, committed: string): string {
  const [want, got] = [made.split('\n'), committed.split('\n')];
  const i = want.findIndex((line, at) => line !== got[at]);
  const at = i < 0 ? want.length : i;
  const show = (line: string | undefined): string => (line === undefined ? 'its end' : `“${line}”`);
  return `line ${at + 1} must be ${show(want[at])}, got ${show(got[at])}`;
}

/**
 * What breaks the rules that can be counted: cells, lines of a cell, code cells without text.
 *
 * @returns one line a fault, with file, line and cell.
 */
export function findFaults({ file, cells }: SourceNotebook): string[] {
  const faults: string[] = [];
  let inARow = 0;
  cells.forEach(({ type, source, line }, i) => {
    const where = `${file}:${line} (cell ${i + 1})`;
    const length = source.split('\n').length;
    inARow = type === 'code' ? inARow + 1 : 0;
    if (type === 'code' && length > MAX_LINES) {
      faults.push(`${where}: a cell must have at most ${MAX_LINES} lines, got ${length}`);
    }
    if (inARow === MAX_CODE_CELLS_IN_A_ROW + 1) {
      const most = `at most ${MAX_CODE_CELLS_IN_A_ROW} code cells`;
      faults.push(`${where}: ${most} must stand in a row without text, got ${inARow}`);
    }
  });
  if (cells.length > MAX_CELLS) {
    faults.push(`${file}: a notebook must have at most ${MAX_CELLS} cells, got ${cells.length}`);
  }
  return faults;
}
