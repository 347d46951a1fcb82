// Opens JupyterLab on notebooks/: `npm run lab -- [--setup-only] [--jupyter PATH] [jupyter lab's own]`.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installJupyter, registerKernel } from './setup/jupyter.mjs';
import { createReport } from './setup/report.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { setupOnly, jupyter, passedOn } = readArguments(process.argv.slice(2));
const report = createReport();
if (jupyter === undefined) await report.step('jupyter', (note) => installJupyter(root, note));
await report.step('kernel', (note) => registerKernel(root, jupyter === undefined, note));
if (!setupOnly) openLab(jupyter ?? join(root, '.venv', 'bin', 'jupyter'));

function readArguments(words) {
  const read = { setupOnly: false, jupyter: undefined, passedOn: [] };
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === '--setup-only') read.setupOnly = true;
    else if (word.startsWith('--jupyter=')) read.jupyter = word.slice('--jupyter='.length);
    else if (word === '--jupyter') read.jupyter = words[++i] ?? stop('--jupyter must name a file');
    else read.passedOn.push(word);
  }
  return read;
}

/** JupyterLab answers Ctrl-C itself: it asks before it ends the kernels. */
function openLab(command) {
  const shared = join(root, 'node_modules', '.anomaly-lab', 'jupyter', 'share', 'jupyter');
  const path = [shared, process.env.JUPYTER_PATH].filter(Boolean).join(':');
  const env = { ...process.env, JUPYTER_PATH: path };
  const lab = spawn(command, ['lab', join(root, 'notebooks'), ...passedOn], {
    stdio: 'inherit',
    env,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => lab.kill('SIGTERM'));
  lab.on('error', () => stop(`--jupyter must be the jupyter command of a Jupyter, got ${command}`));
  lab.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function stop(message) {
  console.error(`error  ${message}`);
  process.exit(1);
}
