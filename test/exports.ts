import { readFileSync } from 'node:fs';

/**
 * The names of functions and constants that `src/index.ts` exports from a folder, so that a test of all of
 * them fails when one is added that it does not know.
 *
 * @param folder below `src`, as `metrics`.
 */
export function exportedFrom(folder: string): string[] {
  const index = readFileSync(new URL('../src/index.ts', import.meta.url), 'utf8');
  const statements = index.matchAll(/export \{([^}]*)\} from '\.\/([^']+)'/g);
  const names = [...statements].flatMap(([, list, path]) =>
    path.startsWith(`${folder}/`) ? list.split(',').map((name) => name.trim()) : [],
  );
  return names.filter((name) => name !== '' && !name.startsWith('type ')).sort();
}
