import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run.mjs';

const INPUTS = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs', 'src'];

/** Builds src/ to dist/ where the sources have changed since the last build. */
export async function buildLibrary(root, note) {
  const stamp = join(root, 'node_modules', '.anomaly-lab', 'library.sha256');
  const hash = hashInputs(root);
  const isBuilt = existsSync(join(root, 'dist', 'index.js')) && existsSync(stamp);
  if (isBuilt && readFileSync(stamp, 'utf8') === hash) return 'already built';
  note('node scripts/build.mjs');
  await run(process.execPath, [join('scripts', 'build.mjs')], { cwd: root });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return 'built';
}

function hashInputs(root) {
  const hash = createHash('sha256');
  for (const input of INPUTS) {
    for (const file of filesBelow(root, input)) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** The files of a folder in a fixed order, or the file itself. */
function filesBelow(root, path) {
  if (statSync(join(root, path)).isFile()) return [path];
  const entries = readdirSync(join(root, path), { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(root.length)).sort();
}
