import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTransformWorker } from '../../../scripts/build-transform-worker.mjs';
import { ensemble } from '../../../src/detectors/ensemble';
import { isolationForest } from '../../../src/detectors/isolation-forest';
import { lof } from '../../../src/detectors/lof';
import { oneClassSvm } from '../../../src/detectors/one-class-svm';
import type { FittedPipeline } from '../../../src/pipeline/fitted-pipeline';
import { pipeline } from '../../../src/pipeline/pipeline';
import { createRandom } from '../../../src/random';

const random = createRandom(2);
const ROWS = Array.from({ length: 300 }, () => ({
  x: random.normal(0, 1),
  y: random.normal(5, 2),
}));
let folder = '';
let source = '';
let fitted: FittedPipeline;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'worker ')); // nothing of npm's lies above it
  source = String(await buildTransformWorker());
  writeFileSync(at('transform-worker.js'), source);
  const members = [isolationForest({ nTrees: 20 }), oneClassSvm(), lof()];
  const columns = { x: 'numeric', y: 'numeric' } as const;
  fitted = await pipeline({ columns, scaler: 'standard', detector: ensemble(members) }).fit(ROWS);
  await fitted.save(at('model'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (args: readonly string[], input: string) =>
  spawnSync(process.execPath, [at('transform-worker.js'), ...args], {
    ...{ input, cwd: folder, encoding: 'utf8' },
  });

describe('the worker of Spark', () => {
  it('is one file that needs Node alone', () => {
    const needed = [...source.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);
    expect(needed).not.toEqual([]);
    const foreign = needed.filter((name) => !builtinModules.includes(name.replace(/^node:/, '')));
    expect(foreign).toEqual([]);
  });

  it('scores as the pipeline does in this process', async () => {
    const lines = ROWS.map(({ x, y }, i) => `${i}\t${x}\t${y}`).join('\n');
    const { stdout, stderr, status } = run(['score', at('model'), '1'], lines);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const scores = await fitted.score(ROWS);
    const found = stdout
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.split('\t')[2]));
    expect(found.length).toBe(ROWS.length);
    expect(Math.max(...found.map((score, i) => Math.abs(score - scores[i])))).toBeLessThan(1e-6);
  });

  it('says in one line why it cannot', () => {
    const { stdout, stderr, status } = run(['score', at('nothing'), '0'], '1\t2\n');
    expect({ stdout, stderr, status }).toEqual({
      ...{ stdout: '', status: 1 },
      stderr: `worker: ${join(at('nothing'), 'pipeline.json')}: no such file\n`,
    });
  });
});
