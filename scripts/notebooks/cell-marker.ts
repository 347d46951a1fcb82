import type { CellType } from './ipynb';

/** What the line that starts a cell says of it. */
export interface CellMarker {
  readonly type: CellType;
  readonly metadata: Record<string, unknown>;
}

const MARKER = /^\s*\/\/\s*%%(%*)(?:\s(.*))?$/;
const KEY = /^[\w.@/-]+$/;

/** Whether the line starts a cell: `// %%`, with any indent. */
export function isCellMarker(line: string): boolean {
  return MARKER.test(line);
}

/**
 * Reads a line such as `// %% [markdown] tags=["note"]` or `// %% A title name="x"`.
 *
 * Source: jupytext 1.19, `DoublePercentScriptCellsReader` and `text_to_metadata`.
 *
 * @throws {TypeError} if the metadata is neither JSON nor `key=JSON` pairs.
 */
export function parseCellMarker(line: string): CellMarker {
  const [, depth = '', options = ''] = MARKER.exec(line) ?? [];
  const { title, metadata } = parseOptions(options.trim());
  if (depth) metadata['cell_depth'] = depth.length;
  const [bracket, kind] = /\[(markdown|md|raw)\]/.exec(title) ?? [];
  const rest = bracket ? title.replace(bracket, '').trim() : title;
  if (rest) metadata['title'] = rest;
  if (kind === 'md') metadata['region_name'] = 'md';
  return { type: !kind ? 'code' : kind === 'raw' ? 'raw' : 'markdown', metadata };
}

function parseOptions(options: string): { title: string; metadata: Record<string, unknown> } {
  const brace = options.indexOf('{');
  const equals = options.indexOf('=');
  if (brace >= 0 && (equals < 0 || brace < equals)) {
    return { title: options.slice(0, brace).trim(), metadata: parseJson(options.slice(brace)) };
  }
  if (equals < 0) return { title: options, metadata: {} };
  const title = options.slice(0, equals).trimEnd().replace(/\S+$/, '').trimEnd();
  return { title, metadata: parsePairs(options.slice(title.length)) };
}

/** Reads `a=1 b=["x y"]` from the right: a value may hold spaces and equals signs. */
function parsePairs(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  for (let at = text.lastIndexOf('='); at >= 0; at = text.lastIndexOf('=', at - 1)) {
    const before = text.slice(0, at).trimEnd();
    const key = before.slice(before.lastIndexOf(' ') + 1);
    const value = tryJson(text.slice(at + 1));
    if (KEY.test(key) && value !== undefined) {
      return { ...parsePairs(before.slice(0, -key.length)), [key]: value };
    }
    if (at === 0) break;
  }
  throw new TypeError(`cell metadata must be key=JSON pairs, got ${text.trim()}`);
}

function parseJson(text: string): Record<string, unknown> {
  const value = tryJson(text);
  if (value !== null && typeof value === 'object') return value as Record<string, unknown>;
  throw new TypeError(`cell metadata must be JSON, got ${text}`);
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
