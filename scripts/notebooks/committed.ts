import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { formatNotebook, type Notebook, parseNotebook } from './ipynb';

/** Path of the `.ipynb` beside a `.ts` notebook. */
export function committedPath(file: string): string {
  return file.replace(/\.ts$/, '.ipynb');
}

/** The `.ipynb` beside a `.ts` notebook, if it is there. */
export function readCommitted(file: string): Notebook | undefined {
  const path = committedPath(file);
  return existsSync(path) ? parseNotebook(readFileSync(path, 'utf8'), path) : undefined;
}

/** Writes the `.ipynb` beside a `.ts` notebook; says whether that changed it. */
export function writeCommitted(file: string, notebook: Notebook): boolean {
  const path = committedPath(file);
  const text = formatNotebook(notebook);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return false;
  writeFileSync(path, text);
  return true;
}
