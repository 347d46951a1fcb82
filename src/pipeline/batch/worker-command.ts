import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/**
 * What a machine of Spark's runs to score rows.
 *
 * @param file of the bundled worker there; default the one of this installation, or its TypeScript where the library runs from source.
 * @param model folder of the pipeline there.
 */
export function workerCommand(file: string | undefined, model: string, nIds: number): string[] {
  return ['node', ...(file === undefined ? ownWorker() : [file]), model, String(nIds)];
}

function ownWorker(): string[] {
  if (!__filename.endsWith('.ts')) return [join(__dirname, 'transform-worker.js')];
  const tsx = createRequire(__filename).resolve('tsx/cjs');
  return ['--require', tsx, resolve(__dirname, 'transform-worker.ts')];
}
