// Builds the program that Spark's machines run: one file, with all that is of JavaScript alone in it. Networks need tfjs-node beside it.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const SOURCE = fileURLToPath(new URL('../src/pipeline/batch/transform-worker.ts', import.meta.url));

/** The bytes of transform-worker.js. */
export async function buildTransformWorker() {
  const { outputFiles } = await build({
    entryPoints: [SOURCE],
    write: false,
    bundle: true,
    external: ['@duckdb/node-api'], // of code beside that which is used; none of it is left in the file
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
  return Buffer.from(outputFiles[0].contents);
}
