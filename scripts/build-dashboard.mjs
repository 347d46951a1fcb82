// Builds the service's page: one script, one style sheet, no request to anywhere else.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const SOURCE = fileURLToPath(new URL('../src/serve/dashboard', import.meta.url));

/** Writes index.html, style.css, icon.svg and main.js into a folder. */
export async function buildDashboard(folder) {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(SOURCE, 'main.ts'), join(SOURCE, 'style.css')],
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    charset: 'utf8',
    logLevel: 'warning',
  });
  for (const name of ['index.html', 'icon.svg']) cpSync(join(SOURCE, name), join(folder, name));
}
