/** What a cell showed, as nbformat 4.5 stores it; text as one string. */
export type Output =
  | { output_type: 'stream'; name: string; text: string }
  | { output_type: 'display_data'; data: MimeBundle; metadata: Record<string, unknown> }
  | { output_type: 'execute_result'; data: MimeBundle; metadata: Record<string, unknown> }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] };

/** One thing in several forms, by MIME type: text as one string, JSON as an object. */
export type MimeBundle = Record<string, unknown>;

export type CellType = 'code' | 'markdown' | 'raw';

/** A cell of a Jupyter notebook; `execution_count` and `outputs` are a code cell's only. */
export interface Cell {
  cell_type: CellType;
  id: string;
  metadata: Record<string, unknown>;
  source: string;
  execution_count?: number | null;
  outputs?: Output[];
}

/** A Jupyter notebook in nbformat 4.5. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: 4;
  nbformat_minor: number;
}

/**
 * Reads a notebook, with the lines of sources and texts joined.
 *
 * @throws {TypeError} if it is not JSON, or not a notebook in nbformat 4.
 */
export function parseNotebook(json: string, file: string): Notebook {
  let notebook: Notebook;
  try {
    notebook = JSON.parse(json);
  } catch (error) {
    throw new TypeError(`${file}: must be JSON, got ${(error as Error).message}`);
  }
  if (notebook?.nbformat !== 4 || !Array.isArray(notebook.cells)) {
    throw new TypeError(`${file}: nbformat must be 4, got ${notebook?.nbformat}`);
  }
  return { ...notebook, cells: notebook.cells.map(joinCell) };
}

/** The bytes that nbformat writes: keys in order, one space, text as a list of its lines. */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map(splitCell);
  return `${JSON.stringify(sortKeys({ ...notebook, cells }), null, 1)}\n`;
}

function joinCell(cell: Cell): Cell {
  const joined = { ...cell, source: joinLines(cell.source) as string };
  return cell.outputs ? { ...joined, outputs: cell.outputs.map(joinOutput) } : joined;
}

function joinOutput(output: Output): Output {
  if (output.output_type === 'stream') {
    return { ...output, text: joinLines(output.text) as string };
  }
  return 'data' in output ? { ...output, data: mapValues(output.data, joinLines) } : output;
}

function splitCell(cell: Cell): object {
  const split = { ...cell, source: splitLines(cell.source) };
  return cell.outputs ? { ...split, outputs: cell.outputs.map(splitOutput) } : split;
}

function splitOutput(output: Output): object {
  if (output.output_type === 'stream') return { ...output, text: splitLines(output.text) };
  if (!('data' in output)) return output;
  return { ...output, data: mapValues(output.data, splitText) };
}

function splitText(value: unknown, mime: string): unknown {
  const isText = /^text\/|^application\/javascript$|^image\/svg\+xml$/.test(mime);
  return typeof value === 'string' && isText ? splitLines(value) : value;
}

function joinLines(value: unknown): unknown {
  const isLines = Array.isArray(value) && value.every((line) => typeof line === 'string');
  return isLines ? value.join('') : value;
}

function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function mapValues(
  record: Record<string, unknown>,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, change(value, key)]),
  );
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sortKeys((value as never)[key])]));
}
