import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Trains while signals come, as a terminal sends them when its window changes. */
const TRAINING = `
const { makeWindows } = require('./src/features/window');
const { lstmClassifier } = require('./src/detectors/lstm-classifier');
const { matrix } = require('./src/matrix');
const { createRandom } = require('./src/random');
const random = createRandom(1);
const rows = Array.from({ length: 1000 }, () => Array.from({ length: 24 }, () => random.normal()));
const windows = makeWindows({ samples: matrix(rows), length: 10 });
const labels = Int32Array.from(windows.ends, (end) => (rows[end][0] > 0 ? 1 : 0));
process.on('SIGWINCH', () => {});
const training = lstmClassifier({ epochs: 20, seed: 1 }).fit(windows, labels, {
  onEpoch: (epoch) => console.log(epoch),
});
training.then((fitted) => console.log(fitted.history.stopped));
`;

it.skipIf(process.platform === 'win32')('goes on training while signals come', async () => {
  const arguments_ = ['--require', 'tsx/cjs', '-e', TRAINING];
  const child = spawn(process.execPath, arguments_, { cwd: root });
  let output = '';
  let sending: NodeJS.Timeout | undefined;
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
    sending ??= setInterval(() => child.kill('SIGWINCH'), 2);
  });
  const [code, signal] = await once(child, 'exit');
  clearInterval(sending);
  expect([code, signal, output.trim().split('\n').at(-1)]).toEqual([0, null, 'finished']);
});
