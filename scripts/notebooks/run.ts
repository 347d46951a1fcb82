import { basename } from 'node:path';
import { readCommitted } from './committed';
import { type Execution, executeNotebook } from './execute';
import { readSource } from './find';
import { makeNotebook } from './make';
import { injectParameters, type Parameters } from './parameters';
import { createProgress, type ProgressStream } from './progress';

/** What a run of several notebooks may use. */
export interface RunOptions {
  readonly parameters: Parameters;
  /** Longest time that one notebook may take, in ms. */
  readonly timeoutMs: number;
  readonly stream: ProgressStream;
  /** Stops the running notebook, and starts no other. */
  readonly signal: AbortSignal;
}

/**
 * Runs notebooks one after the other; one that fails does not stop the next.
 *
 * @throws {TypeError | RangeError} before any runs, if one cannot be read or lacks a parameter.
 */
export async function runNotebooks(
  files: readonly string[],
  { parameters, timeoutMs, stream, signal }: RunOptions,
): Promise<Execution[]> {
  const sources = files.map((file) => injectParameters(readSource(file), parameters));
  const executions: Execution[] = [];
  for (const source of sources) {
    if (signal.aborted) break;
    const made = makeNotebook(source, readCommitted(source.file));
    const progress = createProgress(basename(source.file, '.ts'), made.cells.length, stream);
    const onCell = (cell: number): void => progress.start(cell);
    const execution = await executeNotebook(source, made, { timeoutMs, onCell, signal });
    progress.finish(execution);
    executions.push(execution);
  }
  return executions;
}
