// Sets up bench/.venv with the peers, Keras on the TensorFlow that this library runs on; does nothing the second time.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createReport } from '../scripts/setup/report.mjs';
import { run } from '../scripts/setup/run.mjs';
import { TENSORFLOW_VERSION } from '../scripts/setup/tensorflow-wheel.mjs';

/** TensorFlow's own package has no lighter one for the CPU but on x64. */
const TENSORFLOW = platform() === 'linux' && arch() === 'x64' ? 'tensorflow-cpu' : 'tensorflow';
const PACKAGES = [
  `${TENSORFLOW}==${TENSORFLOW_VERSION}`,
  'keras==3.15.1',
  'numpy==2.0.2',
  'scikit-learn==1.9.1',
  'pyod==3.6.7',
  'shap==0.51.0',
];

/** Those that all packages have wheels for. */
const PYTHONS = ['python3', 'python3.12', 'python3.11'];

const venv = join(fileURLToPath(new URL('.', import.meta.url)), '.venv');
const stamp = join(venv, 'anomaly-lab.json');
const wanted = JSON.stringify({ venv, packages: PACKAGES }); // a moved .venv does not work

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  await createReport().step('peers', install);
}

async function install(note) {
  const python = await findPython();
  note(`${python} -m venv bench/.venv`);
  await run(python, ['-m', 'venv', '--clear', venv]);
  note(`pip install ${PACKAGES.join(' ')} (about 450 MB, once)`);
  const quietly = ['--quiet', '--no-input', '--disable-pip-version-check'];
  const pip = ['-m', 'pip', 'install', ...quietly, ...PACKAGES];
  await run(join(venv, 'bin', 'python'), pip).catch(({ message }) => {
    const said = message.split('\n').at(-1).trim();
    throw new Error(
      `pip cannot install from PyPI (${said}); check network and proxy, ` +
        'or name a Python that has the peers of the rows by --python PATH',
    );
  });
  writeFileSync(stamp, wanted);
  return 'installed in bench/.venv';
}

async function findPython() {
  const fits =
    'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))';
  for (const python of PYTHONS) {
    const isFit = await run(python, ['-c', fits]).then(
      () => true,
      () => false,
    );
    if (isFit) return python;
  }
  throw new Error(
    'the peers need Python 3.11 or 3.12 with its venv module, and none of ' +
      `${PYTHONS.join(', ')} is one; run: sudo apt-get install python3 python3-venv`,
  );
}
