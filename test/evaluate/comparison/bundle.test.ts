import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const ROOT = join(__dirname, '../../..');

/** Compares in two threads and prints the result; ends by itself only where no thread is left. */
const PROGRAM = `
const { compareDetectors, randomSplit } = require('./index.js');
const rows = Array.from({ length: 60 }, (_, i) => [i % 7, i % 11]);
const data = Float64Array.from(rows.flat());
const set = { name: 'a', samples: { data, nSamples: 60, nFeatures: 2 }, labels: rows.map((_, i) => +(i > 54)) };
const detectors = { ecod: { name: 'ecod' }, lof: { name: 'lof' } };
compareDetectors({ detectors, sets: [set], seeds: [1, 2], split: randomSplit(), workers: 2 }).then(({ rows }) => {
  console.log(rows.map(({ detector, nRuns, error }) => [detector, nRuns, error].join(' ')).join(','));
});`;

it('runs in threads from the built library, too', async () => {
  const parent = join(ROOT, 'node_modules/.anomaly-lab');
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(parent, 'bundle-'));
  try {
    const folder = 'src/evaluate/comparison';
    const exported = ['compare-detectors', 'sample-split'].map(
      (file) => `export * from './${folder}/${file}';`,
    );
    await build({
      absWorkingDir: ROOT,
      stdin: { contents: exported.join('\n'), resolveDir: ROOT },
      outfile: join(directory, 'index.js'),
      ...{ bundle: true, platform: 'node', format: 'cjs', packages: 'external', logLevel: 'error' },
    });
    await build({
      absWorkingDir: ROOT,
      entryPoints: [`${folder}/worker.ts`],
      outfile: join(directory, 'comparison-worker.js'),
      ...{ bundle: true, platform: 'node', format: 'cjs', packages: 'external', logLevel: 'error' },
    });
    writeFileSync(join(directory, 'program.js'), PROGRAM);
    const printed = execFileSync(process.execPath, ['program.js'], {
      cwd: directory,
      encoding: 'utf8',
    });
    expect(printed.trim()).toBe('ecod 2 ,ecod 2 ,lof 2 ,lof 2');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
