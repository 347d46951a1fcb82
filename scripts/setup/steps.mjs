import { fileURLToPath } from 'node:url';
import { installDependencies } from './dependencies.mjs';
import { buildLibrary } from './library.mjs';
import { createReport } from './report.mjs';
import { installTensorflow } from './tensorflow.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs every step in order; a step that cannot be done ends the process with one clear message. */
export async function setup({ root = ROOT, quiet = false } = {}) {
  const report = createReport({ quiet });
  await report.step('node', async () => `${process.versions.node}, as needed`);
  await report.step('dependencies', (note) => installDependencies(root, note));
  await report.step('tensorflow', (note) => installTensorflow(root, note));
  await report.step('library', (note) => buildLibrary(root, note));
}
