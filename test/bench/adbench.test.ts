import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adbenchPage } from '../../bench/adbench/page';
import {
  adbenchProtocol,
  cleanProtocol,
  listAdbench,
  shareOfCopies,
} from '../../bench/adbench/splits';
import type { Protocol } from '../../bench/adbench/tables';
import { compareDetectors } from '../../src/evaluate/comparison/compare-detectors';
import type { Splitter } from '../../src/evaluate/comparison/sample-split';
import { plantedOutliers } from '../detectors/contract';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'adbench-'));
  await mkdir(join(directory, 'adbench'));
  for (const [seed, name] of ['10_ten', '9_nine'].entries()) {
    const { samples, labels } = plantedOutliers(100, 10, seed);
    const rows = Array.from(labels, (label, i) => [...samples.data.slice(3 * i, 3 * i + 3), label]);
    await writeFile(join(directory, 'adbench', `${name}.csv`), `a,b,c,label\n${rows.join('\n')}\n`);
  }
});

afterAll(() => rm(directory, { recursive: true }));

describe('the sets of a folder', () => {
  it('come by number', async () => {
    const names = (await listAdbench(directory)).map(({ name }) => name);
    expect(names).toEqual(['9_nine', '10_ten']);
  });

  it('are none where there is no folder', async () => {
    expect(await listAdbench(join(directory, 'none'))).toEqual([]);
  });
});

describe('the protocols', () => {
  it('draw a small set up to 1,000 samples with copies on both sides, or keep it as it is', async () => {
    const [set] = await listAdbench(directory);
    const drawn = await adbenchProtocol()(set, 1);
    expect(drawn.train.nSamples + drawn.test.nSamples).toBe(1000);
    expect(shareOfCopies(drawn)).toBeGreaterThan(0.9);
    const clean = await cleanProtocol()(set, 1);
    expect(clean.train.nSamples + clean.test.nSamples).toBe(110);
    expect(shareOfCopies(clean)).toBe(0);
  });
});

describe('adbenchPage', () => {
  const run = async <Set extends { name: string }>(
    sets: readonly Set[],
    split: Splitter<Set>,
  ): Promise<Protocol> => ({
    comparison: await compareDetectors({
      detectors: { knn: { name: 'knn' }, ecod: { name: 'ecod' } },
      ...{ sets, split, seeds: [1, 2, 3], workers: 0 },
    }),
    copies: Object.fromEntries(sets.map(({ name }) => [name, 0.25])),
    seconds: 1,
  });

  it('has the tables of both protocols, and says which splits are not those of PyOD', async () => {
    const sets = await listAdbench(directory);
    const clean = await run(sets, cleanProtocol());
    const adbench = await run(sets, adbenchProtocol());
    const machine = { cpu: 'a cpu', cores: 2, os: 'linux 6' };
    const page = adbenchPage({ sets, clean, adbench, forests: [], machine });
    expect(page).toContain('| set | knn | ecod |');
    expect(page).toContain('average rank');
    expect(page).toContain('but of 9_nine, 10_ten, which are drawn anew');
    expect(page).toContain('25.0 %');
    expect(page).not.toMatch(/NaN|undefined/);
  });
});
