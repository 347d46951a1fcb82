import type { SourceNotebook } from './percent';

/** Why a cell failed, as the kernel knows it. */
export interface Reason {
  /** Index of the cell among all cells of the notebook that was run. */
  readonly index: number;
  readonly name: string;
  readonly message: string;
  /** Line of the cell, from 1, where the kernel knows it. */
  readonly line?: number;
  /** The line of the compiled cell that failed, where the kernel knows that only. */
  readonly compiledLine?: string;
}

/** Why a notebook failed, and where in its source. */
export interface Failure {
  /** Position of the cell, from 1, among all cells. */
  readonly cell: number;
  /** Notebook, cell and line in words: `notebooks/00-quickstart.ts:41 (cell 7)`. */
  readonly where: string;
  /** The line of the source that failed. */
  readonly code?: string;
  /** Name of the error: `RangeError`, `TS2322`, `Timeout`. */
  readonly name: string;
  readonly message: string;
}

/** Finds the place in the source of what the kernel reports. */
export function locateFailure(reason: Reason, source: SourceNotebook): Failure {
  const { index, name, message } = reason;
  const cell = source.cells[index];
  const lines = cell?.source.split('\n') ?? [];
  const at = reason.line ?? findLine(lines, reason.compiledLine);
  const code = at ? lines[at - 1]?.trim() : undefined;
  const line = (cell?.line ?? 1) + (at ?? 1) - 1;
  const where = `${source.file}:${line} (cell ${index + 1})`;
  return { cell: index + 1, where, ...(code && { code }), name, message };
}

/** The line that shares most words with the compiled one: tslab keeps no source map. */
function findLine(lines: readonly string[], compiled: string | undefined): number | undefined {
  if (!compiled) return undefined;
  const wanted = new Set(wordsOf(compiled));
  const likeness = lines.map((line) => {
    const words = new Set(wordsOf(line));
    const shared = [...words].filter((word) => wanted.has(word)).length;
    return (2 * shared) / (words.size + wanted.size || 1);
  });
  const best = Math.max(...likeness);
  return best > 0.3 ? likeness.indexOf(best) + 1 : undefined;
}

function wordsOf(line: string): string[] {
  return line.match(/[\w$]+/g) ?? [];
}
