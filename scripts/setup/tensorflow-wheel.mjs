// The TensorFlow library out of PyPI's wheel, and tfjs-node's addon compiled against it.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';
import { ADDON } from './versions.mjs';

export const TENSORFLOW_VERSION = '2.18.0';

/** The wheels of Python 3.11; which Python is installed does not matter, as none of it is run. */
const WHEELS = {
  x64: {
    name: 'tensorflow-cpu',
    machine: 'x86_64',
    sha256: '089e71746960ea581dca53401f84b3b99c8537313e337a9e5dbf97036a936f7e',
  },
  arm64: {
    name: 'tensorflow',
    machine: 'aarch64',
    sha256: '85f1e7369af6d329b117b52e86093cd1e0458dd5404bf5b665853f873dd00b48',
  },
};

/** Unpacks the two libraries and the C headers; zipfile holds each file against its checksum. */
const UNPACK = `
import sys, zipfile
wanted = ('libtensorflow_', 'include/tensorflow/c/', 'include/tensorflow/core/platform/',
          'include/tsl/platform/', 'include/xla/tsl/c/')
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for name in wheel.namelist():
        if name.startswith(tuple('tensorflow/' + start for start in wanted)):
            wheel.extract(name, sys.argv[2])
`;

/** Downloads and unpacks the wheel into `folder` and compiles the addon there. */
export async function fillFromWheel(root, folder, note) {
  const wheel = WHEELS[arch()];
  if (platform() !== 'linux' || wheel === undefined) {
    throw new Error(`this way is for Linux on x64 or arm64, not ${platform()} on ${arch()}`);
  }
  await requireTools();
  await download(wheel, folder, note);
  await unpack(folder, note);
  note('compiling the addon with g++');
  await compile(root, folder);
}

/** Names what is missing, and how to get it, before 230 MB are fetched. */
async function requireTools() {
  const missing = [];
  await run('python3', ['-m', 'pip', '--version']).catch(() => missing.push('python3-pip'));
  await run('g++', ['--version']).catch(() => missing.push('g++'));
  if (missing.length === 0) return;
  const what = missing.map((name) => (name === 'g++' ? 'g++' : 'Python 3 with pip'));
  throw new Error(`${what.join(' and ')} missing; run: sudo apt-get install ${missing.join(' ')}`);
}

/** pip asks for the wheel by its hash, knows proxies and mirrors, and retries. */
async function download({ name, machine, sha256 }, folder, note) {
  const target = join(folder, 'download');
  mkdirSync(target);
  const requirements = join(target, 'requirements.txt');
  writeFileSync(requirements, `${name}==${TENSORFLOW_VERSION} --hash=sha256:${sha256}\n`);
  note(`downloading ${name} ${TENSORFLOW_VERSION} from PyPI (230 MB, once)`, () => fetched(target));
  const platforms = ['manylinux2014', 'manylinux_2_17'].flatMap((tag) => [
    '--platform',
    `${tag}_${machine}`,
  ]);
  const options = ['--no-deps', '--python-version', '3.11', '--only-binary=:all:', ...platforms];
  const files = ['--dest', target, '--requirement', requirements];
  const manners = ['--quiet', '--no-input', '--no-cache-dir', '--disable-pip-version-check'];
  const env = { ...process.env, TMPDIR: target };
  await run('python3', ['-m', 'pip', 'download', ...options, ...files, ...manners], { env });
}

/** How far pip has come, by what lies in its folder. */
function fetched(folder) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
    const files = entries.filter((entry) => entry.isFile());
    const sizes = files.map((entry) => statSync(join(entry.parentPath, entry.name)).size);
    return `${(sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(0)} MB`;
  } catch {
    return ''; // a file has just been moved
  }
}

async function unpack(folder, note) {
  note('unpacking TensorFlow');
  const target = join(folder, 'download');
  const wheel = readdirSync(target).find((name) => name.endsWith('.whl'));
  await run('python3', ['-c', UNPACK, join(target, wheel), target]);
  const lib = join(folder, 'lib');
  mkdirSync(lib);
  for (const library of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
    renameSync(join(target, 'tensorflow', library), join(lib, library));
  }
  renameSync(join(target, 'tensorflow', 'include'), join(folder, 'include'));
  rmSync(target, { recursive: true });
}

/** The one call that node-gyp would make. */
async function compile(root, folder) {
  const tfjs = join(root, 'node_modules', '@tensorflow', 'tfjs-node');
  const headers = join(root, 'node_modules', 'node-api-headers', 'include');
  const flags = ['-O2', '-shared', '-fPIC', '-std=c++17'];
  const defines = ['-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding'];
  const includes = [`-I${headers}`, `-I${join(folder, 'include')}`, `-I${join(tfjs, '..')}`];
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(tfjs, 'binding', name));
  const libraries = ['-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'];
  const search = [`-L${join(folder, 'lib')}`, '-Wl,-rpath,$ORIGIN/../../deps/lib'];
  const output = ['-o', join(folder, ADDON)];
  await run('g++', [
    ...flags,
    ...defines,
    ...includes,
    ...sources,
    ...search,
    ...libraries,
    ...output,
  ]);
}
