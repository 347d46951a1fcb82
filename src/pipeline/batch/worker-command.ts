import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/**
 * What a machine of Spark's runs to work on rows.
 *
 * @param file of the bundled worker there; default the one of this installation, or its TypeScript where the library runs from source.
 * @param job and what it needs.
 */
export function workerCommand(file: string | undefined, ...job: readonly string[]): string[] {
  return ['node', ...(file === undefined ? ownWorker() : [file]), ...job];
}

function ownWorker(): string[] {
  if (!__filename.endsWith('.ts')) return [join(__dirname, 'transform-worker.js')];
  const tsx = createRequire(__filename).resolve('tsx/cjs');
  return ['--require', tsx, resolve(__dirname, 'transform-worker.ts')];
}
