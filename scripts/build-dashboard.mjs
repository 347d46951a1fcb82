// Builds the service's page: one script, one style sheet, no request to anywhere else.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const SOURCE = fileURLToPath(new URL('../src/serve/dashboard', import.meta.url));

/** The bytes of index.html, icon.svg, main.js and style.css by their names. */
export async function buildDashboard() {
  const { outputFiles } = await build({
    entryPoints: [join(SOURCE, 'main.ts'), join(SOURCE, 'style.css')],
    outdir: SOURCE, // for names only
    write: false,
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    charset: 'utf8',
    logLevel: 'warning',
  });
  const built = outputFiles.map(({ path, contents }) => [basename(path), Buffer.from(contents)]);
  const plain = ['index.html', 'icon.svg'].map((name) => [name, readFileSync(join(SOURCE, name))]);
  return Object.fromEntries([...built, ...plain]);
}
