import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/**
 * Starts one of the library's worker threads: a file of its own beside the bundle, or the TypeScript
 * where the library runs from source.
 *
 * @param name of the built file, without its ending; `scripts/build.mjs` has it among its entry points.
 * @param source the file in `src/`, without its ending.
 * @param workerData what the worker finds under that name.
 */
export function startWorker(name: string, source: string, workerData?: unknown): Worker {
  if (!__filename.endsWith('.ts')) {
    return new Worker(join(__dirname, `${name}.js`), { workerData });
  }
  // As CommonJS: before Node 22 `--import tsx` does nothing in a worker.
  const execArgv = ['--require', createRequire(__filename).resolve('tsx/cjs')];
  return new Worker(join(__dirname, `${source}.ts`), { workerData, execArgv });
}
