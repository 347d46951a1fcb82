import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run.mjs';

/** plotly holds the renderer of figures; jupytext keeps each .ipynb and its .ts the same. */
const PACKAGES = ['jupyterlab==4.6.6', 'jupytext==1.19.6', 'nbclient==0.11.0', 'plotly==7.1.0'];

/** A newcomer is not asked for news, and nothing is looked up elsewhere. */
const SETTINGS = {
  '@jupyterlab/apputils-extension:notification': { checkForUpdates: false, fetchNews: 'false' },
};

/** Installs JupyterLab into .venv, where it is not there in these versions. */
export async function installJupyter(root, note) {
  const venv = join(root, '.venv');
  const stamp = join(venv, 'anomaly-lab.json');
  const wanted = JSON.stringify({ venv, packages: PACKAGES }); // a moved .venv does not work
  if (read(stamp) === wanted) return 'already installed in .venv';
  note('python3 -m venv .venv');
  await requirePython();
  await run('python3', ['-m', 'venv', '--clear', venv]);
  note(`pip install ${PACKAGES.join(' ')}`);
  const quietly = ['--quiet', '--no-input', '--disable-pip-version-check'];
  const python = join(venv, 'bin', 'python');
  await run(python, ['-m', 'pip', 'install', ...quietly, ...PACKAGES], { cwd: root });
  const settings = join(venv, 'share', 'jupyter', 'lab', 'settings');
  mkdirSync(settings, { recursive: true });
  writeFileSync(join(settings, 'overrides.json'), JSON.stringify(SETTINGS));
  writeFileSync(stamp, wanted);
  return 'installed in .venv';
}

async function requirePython() {
  const missing = (what, install) => () => {
    throw new Error(`JupyterLab needs ${what}; run: sudo apt-get install ${install}`);
  };
  const needed = 'Python 3.10 or newer';
  await run('python3', ['--version']).catch(
    missing(`${needed}, and there is no python3`, 'python3'),
  );
  const isNewer = 'import sys; sys.exit(sys.version_info < (3, 10))';
  await run('python3', ['-c', isNewer]).catch(
    missing(`${needed}, and python3 is older`, 'python3'),
  );
  const module = "Python's venv module, and it is missing";
  await run('python3', ['-c', 'import venv, ensurepip']).catch(missing(module, 'python3-venv'));
}

/**
 * Tells Jupyter of the TypeScript kernel of this project, which runs on this Node. In .venv every
 * program that uses .venv finds it; for another Jupyter it lies in a folder named in JUPYTER_PATH,
 * and nothing is changed there.
 */
export async function registerKernel(root, isOwnJupyter, note) {
  const prefix = join(root, isOwnJupyter ? '.venv' : 'node_modules/.anomaly-lab/jupyter');
  const path = join(prefix, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json');
  const tslab = join(root, 'node_modules', 'tslab', 'bin', 'tslab');
  const kernel = JSON.stringify({
    argv: [process.execPath, tslab, 'kernel', '--config-path', '{connection_file}'],
    display_name: 'TypeScript',
    language: 'typescript',
  });
  if (read(path) === kernel) return 'already registered';
  note('registering the TypeScript kernel');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, kernel);
  return 'registered';
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
