import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Execution } from './execute';
import { indexPage } from './html/index-page';
import { notebookPage } from './html/notebook-page';
import { formatNotebook } from './ipynb';
import type { Results } from './results';

/** Writes the executed notebooks to `notebooks/` in the folder. */
export function writeExecuted(folder: string, executions: readonly Execution[]): void {
  mkdirSync(join(folder, 'notebooks'), { recursive: true });
  for (const { name, notebook } of executions) {
    writeFileSync(join(folder, 'notebooks', `${name}.ipynb`), formatNotebook(notebook));
  }
}

/** Writes a page a notebook, `index.html` over them all, and `results.json`. */
export function writeReport(
  folder: string,
  executions: readonly Execution[],
  results: Results,
): void {
  for (const execution of executions) {
    writeFileSync(join(folder, 'notebooks', `${execution.name}.html`), notebookPage(execution));
  }
  writeFileSync(join(folder, 'index.html'), indexPage(executions, results));
  writeFileSync(join(folder, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
}
