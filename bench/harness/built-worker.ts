import { basename, dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

/** In the repository, so that the worker finds the packages. */
const FOLDER = join('node_modules', '.anomaly-lab', 'bench');

/**
 * The command that runs a worker of ours on the library as it is built for its users: what tsx compiles
 * while it runs is slower, here by up to a half.
 *
 * @param source of the worker, in a folder of its own in `bench/`.
 */
export function builtWorker(source: string, ...words: readonly string[]): readonly string[] {
  const outfile = join(FOLDER, `${basename(dirname(source))}-worker.mjs`);
  buildSync({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    external: ['anomaly-lab'],
    logLevel: 'warning',
  });
  return [process.execPath, outfile, ...words];
}
