import type { SourceCell, SourceNotebook } from './percent';

/** Values for the constants of a notebook's `parameters` cell. */
export type Parameters = Readonly<Record<string, unknown>>;

const DECLARATION = /^(?:const|let|var)\s+([A-Za-z_$][\w$]*)/gm;

/**
 * Reads `name=value`: the value is JSON, or else a string as it stands.
 *
 * @throws {TypeError} if there is no `=` after a name.
 */
export function parseParameter(text: string): [name: string, value: unknown] {
  const [, name, value] = /^([A-Za-z_$][\w$]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new TypeError(`-p must be name=value, got ${text}`);
  try {
    return [name, JSON.parse(value as string)];
  } catch {
    return [name, value];
  }
}

/**
 * Adds a cell after the one tagged `parameters` that declares its constants again.
 *
 * @throws {RangeError} if no cell is tagged `parameters`, or it does not declare a name.
 */
export function injectParameters(source: SourceNotebook, parameters: Parameters): SourceNotebook {
  const names = Object.keys(parameters);
  if (names.length === 0) return source;
  const at = source.cells.findIndex(({ metadata }) => isTagged(metadata['tags']));
  const cell = source.cells[at];
  if (!cell)
    throw new RangeError(`${source.file}: no cell is tagged "parameters", got -p ${names[0]}`);
  const known = [...cell.source.matchAll(DECLARATION)].map(([, name]) => name as string);
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new RangeError(
      `${source.file}: parameter must be one of ${known.join(', ')}, got ${name}`,
    );
  }
  const cells = [...source.cells];
  cells.splice(at + 1, 0, injectedCell(parameters, cell.line));
  return { ...source, cells };
}

function injectedCell(parameters: Parameters, line: number): SourceCell {
  const declarations = Object.entries(parameters).map(
    ([name, value]) => `const ${name} = ${JSON.stringify(value)};`,
  );
  // The tag by which papermill, too, marks such a cell.
  const metadata = { tags: ['injected-parameters'] };
  return { type: 'code', source: declarations.join('\n'), metadata, line };
}

function isTagged(tags: unknown): boolean {
  return Array.isArray(tags) && tags.includes('parameters');
}
