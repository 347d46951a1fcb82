// tfjs-node's official addon and TensorFlow library, from where tfjs-node's install script has them.
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { run } from './run.mjs';
import { ADDON, TFJS_VERSION } from './versions.mjs';

const ANSWER_MS = 5000;
const STALL_MS = 15_000;

/** Linux on ARM has a library but no addon. */
const LIBRARIES = {
  'linux-x64': 'tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz',
  'darwin-x64': 'tensorflow/libtensorflow/libtensorflow-cpu-darwin-x86_64-2.9.1.tar.gz',
  'darwin-arm64': 'tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz',
};

/**
 * Downloads library and addon into `folder`. `TFJS_NODE_CDN_STORAGE`, tfjs-node's own variable,
 * names another host that has the same files.
 */
export async function fillFromBinary(folder, note, answerMs = ANSWER_MS) {
  const library = LIBRARIES[`${platform()}-${arch()}`];
  if (library === undefined) throw new Error(`there is none for ${platform()} on ${arch()}`);
  const host = process.env.TFJS_NODE_CDN_STORAGE || 'https://storage.googleapis.com/';
  const addon = `tf-builds/pre-built-binary/napi-v8/${TFJS_VERSION}/CPU-${platform()}-${TFJS_VERSION}.tar.gz`;
  await fetchAndUnpack(new URL(addon, host), folder, note, answerMs);
  renameSync(join(folder, 'napi-v8', 'tfjs_binding.node'), join(folder, ADDON));
  rmSync(join(folder, 'napi-v8'), { recursive: true });
  await fetchAndUnpack(new URL(library, host), folder, note, answerMs);
}

async function fetchAndUnpack(url, folder, note, answerMs) {
  const archive = join(folder, 'download.tar.gz');
  await download(url, archive, note, answerMs);
  await run('tar', ['-xzf', archive, '-C', folder]);
  rmSync(archive);
}

/** Gives up where no answer comes in time, or nothing more for 15 s. */
async function download(url, path, note, answerMs) {
  const controller = new AbortController();
  const giveUp = () => controller.abort(new Error('no answer'));
  let timer = setTimeout(giveUp, answerMs);
  let received = 0;
  note(`downloading ${url.pathname.split('/').at(-1)} from ${url.host}`, () => megabytes(received));
  const watch = async function* (chunks) {
    for await (const chunk of chunks) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, STALL_MS);
      received += chunk.length;
      yield chunk;
    }
  };
  try {
    const response = await fetch(url, { signal: controller.signal });
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    await pipeline(Readable.fromWeb(response.body), watch, createWriteStream(path));
  } catch (error) {
    const reason = error.cause?.code ?? error.cause?.message ?? error.message;
    throw new Error(`cannot download ${url.href} (${reason})`);
  } finally {
    clearTimeout(timer);
  }
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
