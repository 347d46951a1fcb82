import { isCellMarker, parseCellMarker } from './cell-marker';
import { parseHeader } from './header';
import type { CellType } from './ipynb';
import { insideTemplate } from './template-literal';

/** A cell as the `.ts` source has it. */
export interface SourceCell {
  readonly type: CellType;
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Line of the file on which the source starts, from 1. */
  readonly line: number;
}

/** A notebook in jupytext's percent form. */
export interface SourceNotebook {
  /** Path of the file, as messages name it. */
  readonly file: string;
  readonly cells: readonly SourceCell[];
  /** The `jupyter:` section of a YAML header, where there is one. */
  readonly header: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads a notebook in jupytext's percent form into the cells that jupytext makes of it.
 *
 * Source: jupytext 1.19, `cell_reader.py`.
 *
 * @throws {TypeError} if a marker's metadata cannot be read, or a marker stands inside a template
 *   literal, where it would cut the cell in two.
 */
export function parsePercent(text: string, file: string): SourceNotebook {
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
  const { header, length } = parseHeader(lines);
  const cells: SourceCell[] = [];
  for (let start = length; start < lines.length; ) {
    const end = findEnd(lines, start);
    const cell = readCell(lines.slice(start, end), start + 1, end === lines.length, file);
    if (cell.type === 'code' && insideTemplate(cell.source)) {
      const what = 'a cell marker must not stand inside a template literal';
      throw new TypeError(`${file}:${end + 1}: ${what}, got ${lines[end]?.trim() ?? 'the end'}`);
    }
    cells.push(cell);
    start = end;
  }
  return { file, cells, header };
}

function readCell(lines: string[], line: number, isLast: boolean, file: string): SourceCell {
  const hasMarker = isCellMarker(lines[0] as string);
  const { type, metadata } = hasMarker
    ? readMarker(lines[0] as string, `${file}:${line}`)
    : { type: 'code' as const, metadata: {} };
  const blank = countBlank(lines);
  const body = lines.slice(hasMarker ? 1 : 0, lines.length - blank);
  // jupytext's rule: one blank line between cells is expected, any other number is remembered.
  const toNext = isLast ? (blank === 0 ? 1 : blank + 1) : blank;
  return {
    type,
    source: (type === 'code' ? body : body.map(uncomment)).join('\n'),
    metadata: toNext === 1 ? metadata : { ...metadata, lines_to_next_cell: toNext },
    line: line + (hasMarker ? 1 : 0),
  };
}

function readMarker(line: string, where: string): ReturnType<typeof parseCellMarker> {
  try {
    return parseCellMarker(line);
  } catch (error) {
    throw new TypeError(`${where}: ${(error as Error).message}`);
  }
}

/** Blank lines that part this cell from the next: two after text, else at most one. */
function countBlank(lines: readonly string[]): number {
  const [third, second, last] = [lines.at(-3), lines.at(-2), lines.at(-1)];
  if (last !== '') return 0;
  return third?.trim() && second?.trim() === '' ? 2 : 1;
}

/** Index of the next marker; `%%` in a fenced block of a Markdown cell is none. */
function findEnd(lines: readonly string[], start: number): number {
  const first = lines[start] as string;
  const isText = isCellMarker(first) && /\[(markdown|md|raw)\]/.test(first);
  let fence: string | undefined;
  for (let i = start + 1; i < lines.length; i++) {
    const line = lines[i] as string;
    if (isText && fence) {
      if (closesFence(uncomment(line), fence)) fence = undefined;
      continue;
    }
    if (isCellMarker(line)) return i;
    const opening = isText ? /^ {0,3}(`{3,}|~{3,})/.exec(uncomment(line))?.[1] : undefined;
    const rest = lines.slice(i + 1);
    if (opening && rest.some((later) => closesFence(uncomment(later), opening))) fence = opening;
  }
  return lines.length;
}

function closesFence(line: string, fence: string): boolean {
  const text = line.trim();
  return text.startsWith(fence) && text.split('').every((character) => character === fence[0]);
}

function uncomment(line: string): string {
  return line.replace(/^\/\/ ?/, '');
}
