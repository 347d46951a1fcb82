// A runtime is a folder in the user's cache: lib/ with the TensorFlow library, the addon that calls
// it, and manifest.json with the size and SHA-256 of each of them. It is there whole or not at all.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cleanAtExit } from './run.mjs';
import { ADDON } from './versions.mjs';

/** Where downloads are kept between clones: `$XDG_CACHE_HOME/anomaly-lab`, or below `~/.cache`. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'anomaly-lab');
}

/** Tells whether every file of a runtime is there in its full size. */
export function isComplete(folder) {
  try {
    const files = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    return files.every(({ path, size }) => statSync(join(folder, path)).size === size);
  } catch {
    return false;
  }
}

/** Makes a runtime: `fill` writes into a folder beside it, which takes its name when complete. */
export async function make(folder, fill) {
  if (isComplete(folder)) return;
  removeAbandoned(folder);
  const partial = `${folder}.partial-${process.pid}`;
  const clean = cleanAtExit(() => remove(partial));
  try {
    mkdirSync(partial, { recursive: true });
    await fill(partial);
    writeFileSync(
      join(partial, 'manifest.json'),
      JSON.stringify(await listFiles(partial), null, 2),
    );
    remove(folder);
    renameSync(partial, folder);
  } finally {
    clean();
  }
}

export function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}

/** Removes what an earlier process left that was killed while it downloaded. */
function removeAbandoned(folder) {
  if (!existsSync(dirname(folder))) return;
  for (const name of readdirSync(dirname(folder))) {
    const [start, pid] = name.split('.partial-');
    if (start === basename(folder) && pid && !isAlive(Number(pid))) {
      remove(join(dirname(folder), name));
    }
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function listFiles(folder) {
  const libraries = readdirSync(join(folder, 'lib')).map((name) => join('lib', name));
  const files = [];
  for (const path of [...libraries, ADDON]) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, path)), hash);
    const { size } = statSync(join(folder, path));
    files.push({ path, size, sha256: hash.digest('hex') });
  }
  return files;
}

/** Puts a runtime where tfjs-node looks for it. */
export function link(root, folder) {
  const { libraries, addon } = places(root);
  remove(dirname(libraries));
  mkdirSync(dirname(libraries), { recursive: true });
  mkdirSync(dirname(addon), { recursive: true });
  symlinkSync(join(folder, 'lib'), libraries);
  // A copy, because the addon looks for its library from its own folder.
  copyFileSync(join(folder, ADDON), `${addon}.new`);
  renameSync(`${addon}.new`, addon);
}

/** Tells whether tfjs-node of this project uses this runtime, and it is complete. */
export function isLinked(root, { folder }) {
  const { libraries, addon } = places(root);
  if (!isComplete(folder) || !existsSync(libraries) || !existsSync(addon)) return false;
  const isSameSize = statSync(addon).size === statSync(join(folder, ADDON)).size;
  return isSameSize && realpathSync(libraries) === realpathSync(join(folder, 'lib'));
}

function places(root) {
  const tfjs = join(root, 'node_modules', '@tensorflow', 'tfjs-node');
  return {
    libraries: join(tfjs, 'deps', 'lib'),
    addon: join(tfjs, 'lib', 'napi-v8', 'tfjs_binding.node'),
  };
}
