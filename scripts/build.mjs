// Builds the library to dist/: CommonJS, because tslab `require`s it, and declarations for editors.
// Everything is made first and put in place at the end, so that a failed build leaves the old one.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildDashboard } from './build-dashboard.mjs';
import { buildTransformWorker } from './build-transform-worker.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const next = join('node_modules', '.anomaly-lab', 'dist');
rmSync(next, { recursive: true, force: true });
mkdirSync(next, { recursive: true });
const bundle = await build({
  entryPoints: {
    index: 'src/index.ts',
    cli: 'src/cli.ts',
    'comparison-worker': 'src/evaluate/comparison/worker.ts',
    'score-worker': 'src/pipeline/scoring/score-worker.ts',
    'batch-worker': 'src/serve/predict/batch-worker.ts',
  },
  outdir: 'dist',
  write: false,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
}).catch(() => process.exit(1)); // esbuild has said why
for (const file of bundle.outputFiles)
  writeFileSync(join(next, basename(file.path)), file.contents);
chmodSync(join(next, 'cli.js'), 0o755); // or `npx anomaly-lab` is refused in a checkout
const worker = await buildTransformWorker().catch(() => process.exit(1));
writeFileSync(join(next, 'transform-worker.js'), worker);
const page = await buildDashboard().catch(() => process.exit(1));
mkdirSync(join(next, 'dashboard'));
for (const [name, bytes] of Object.entries(page))
  writeFileSync(join(next, 'dashboard', name), bytes);
cpSync(join('src', 'features', 'sql'), join(next, 'sql'), { recursive: true });
const compiler = join('node_modules', 'typescript', 'bin', 'tsc');
const types = spawnSync(
  process.execPath,
  [compiler, '-p', 'tsconfig.build.json', '--outDir', next],
  {
    stdio: 'inherit',
  },
);
if (types.status !== 0) process.exit(1);
rmSync('dist', { recursive: true, force: true });
renameSync(next, 'dist');
