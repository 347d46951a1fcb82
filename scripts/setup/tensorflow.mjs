import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { fillFromBinary } from './tensorflow-binary.mjs';
import { cacheFolder, isComplete, isLinked, link, make, remove } from './tensorflow-runtime.mjs';
import { fillFromWheel, TENSORFLOW_VERSION } from './tensorflow-wheel.mjs';
import { TFJS_VERSION } from './versions.mjs';

/** The addon is proven to work by one product of two matrices, in a process of its own. */
const PROOF = `require('node:util').isNullOrUndefined ??= (value) => value == null;
const tf = require('@tensorflow/tfjs-node');
const product = tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5], [6]]));
if (product.dataSync().join() !== '17,39') throw new Error('matMul is wrong: ' + product.dataSync());`;

/**
 * Gives tfjs-node its native addon: the official binary, or else one compiled against the
 * TensorFlow library out of PyPI's wheel. What is downloaded stays in the user's cache folder.
 */
export async function installTensorflow(root, note) {
  const stamp = join(root, 'node_modules', '.anomaly-lab', 'tensorflow.json');
  const linked = readStamp(stamp);
  if (linked !== undefined && isLinked(root, linked)) return `already installed (${linked.source})`;
  const sources = [
    {
      source: 'official binary',
      folder: join(cacheFolder(), `tfjs-binary-${TFJS_VERSION}-${arch()}`),
      fill: fillFromBinary,
    },
    {
      source: `TensorFlow ${TENSORFLOW_VERSION} from PyPI`,
      folder: join(cacheFolder(), `tensorflow-${TENSORFLOW_VERSION}-${arch()}`),
      fill: (folder, say) => fillFromWheel(root, folder, say),
    },
  ];
  const { source, folder } = await firstThatWorks(root, sources, note);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, JSON.stringify({ source, folder }));
  return `installed (${source})`;
}

/** What is in the cache comes first: it needs no network. */
async function firstThatWorks(root, sources, note) {
  const problems = [];
  const cached = sources.filter(({ folder }) => isComplete(folder));
  for (const candidate of [...cached, ...sources]) {
    try {
      await make(candidate.folder, (folder) => candidate.fill(folder, note));
      note(`linking and testing the addon (${candidate.source})`);
      link(root, candidate.folder);
      await prove(root);
      return candidate;
    } catch (error) {
      if (isComplete(candidate.folder)) remove(candidate.folder);
      problems.push(`\n     - ${candidate.source}: ${error.message}`);
    }
  }
  const advice = 'mend one of the two, then run: npm run setup';
  throw new Error(`tfjs-node has no native addon:${problems.join('')}\n       ${advice}`);
}

async function prove(root) {
  const env = { TF_CPP_MIN_LOG_LEVEL: '3', ...process.env };
  try {
    await promisify(execFile)(process.execPath, ['-e', PROOF], {
      cwd: root,
      env,
      timeout: 120_000,
    });
  } catch (error) {
    const reason = /^\w*Error: .*$/m.exec(error.stderr ?? '')?.[0] ?? error.message;
    throw new Error(`the addon does not run here: ${reason}`);
  }
}

function readStamp(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
