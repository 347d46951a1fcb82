import { readFileSync } from 'node:fs';

interface Export {
  readonly name: string;
  /** The file below `src`, without its ending. */
  readonly path: string;
}

/**
 * The names of functions and constants that `src/index.ts` exports from a folder, so that a test of all of
 * them fails when one is added that it does not know.
 *
 * @param folder below `src`, as `metrics`.
 */
export function exportedFrom(folder: string): string[] {
  return exportsOf(folder).map(({ name }) => name);
}

/** Of those, the functions with such a parameter, as `/\boptions\b/`. */
export function exportedWith(folder: string, parameter: RegExp): string[] {
  const matches = ({ name, path }: Export) => {
    const [, rest] = readSource(`${path}.ts`).split(new RegExp(`function ${name}\\b`));
    return rest !== undefined && parameter.test(rest.slice(0, rest.indexOf('{\n')));
  };
  return exportsOf(folder)
    .filter(matches)
    .map(({ name }) => name);
}

function exportsOf(folder: string): Export[] {
  const statements = readSource('index.ts').matchAll(/export \{([^}]*)\} from '\.\/([^']+)'/g);
  return [...statements]
    .filter(([, , path]) => path.startsWith(`${folder}/`))
    .flatMap(([, list, path]) => list.split(',').map((name) => ({ name: name.trim(), path })))
    .filter(({ name }) => name !== '' && !name.startsWith('type '))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readSource(path: string): string {
  return readFileSync(new URL(`../src/${path}`, import.meta.url), 'utf8');
}
