import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { haiPage } from '../../bench/hai/page';
import { runHai } from '../../bench/hai/run.mjs';
import { type HaiRun, type HaiStore, readStore, withRun, writeStore } from '../../bench/hai/store';
import type { ProcessResult } from '../../src/pipeline/process/experiment';

const settings = {
  ...{ share: 1, epochs: 50, length: 100 },
  ...{ trainWindows: 4000, testStride: 10, fitStride: 10 },
};

function result(method: string, eTaF1: number, others: Partial<ProcessResult> = {}): ProcessResult {
  const flags = { precision: 0.5, recall: 0.5, f1: 0.5, eTaP: 0.4, eTaR: 0.4, eTaF1 };
  const near = { affiliationPrecision: 0.7, affiliationRecall: 0.7, affiliationF1: 0.7 };
  const attacks = { nFound: 3, nAttacks: 10, delaySeconds: 20, falseAlarmsPerHour: 1 / 3 };
  const scores = { rocAuc: 0.9, averagePrecision: 0.5, vusRoc: 0.9, vusPr: eTaF1 };
  const place = { method, test: 'test2', rule: 'best G-mean' as const, threshold: 1 };
  return { ...place, ...scores, ...flags, ...near, ...attacks, pointAdjustedF1: 0.9, ...others };
}

/** On both tests; a network is better on test2, worse on test1. */
function results(method: string, eTaF1: number): ProcessResult[] {
  const rule = 'mean + 3σ' as const;
  const onFirst = result(method, 0.9 - eTaF1, { test: 'test1', rule });
  return [onFirst, result(method, eTaF1), result(method, eTaF1, { rule })];
}

const none = { rocAuc: null, averagePrecision: null, vusRoc: null, vusPr: null, threshold: null };
const blind = result('blind: always on', 0, { ...none, rule: 'none', delaySeconds: null });
const run = (...results: ProcessResult[]): HaiRun => ({
  seconds: 2.5,
  results: [...results, blind],
});

function storeOf(seeds: readonly number[]): HaiStore {
  return seeds.reduce<HaiStore>(
    (store, seed) =>
      [
        ['mahalanobis', 0.4 + seed / 1000],
        ['lstmAutoencoder', 0.6 + seed / 500],
      ].reduce<HaiStore>(
        (all, [name, value]) =>
          withRun(all, seed, String(name), run(...results(String(name), Number(value)))),
        store,
      ),
    { settings, seeds: {} },
  );
}

describe('the results of the HAI benchmark', () => {
  it('are gone on from, and kept whole', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'hai-')), 'results.json');
    expect(readStore(path, settings)).toEqual({ settings, seeds: {} });
    await writeStore(path, storeOf([1, 2]));
    const { seeds } = readStore(path, settings);
    expect(Object.keys(seeds['2'])).toEqual(['mahalanobis', 'lstmAutoencoder']);
    expect(await readFile(path, 'utf8')).toContain('"falseAlarmsPerHour":0.333333,');
  });

  it('refuse results of other sizes', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'hai-')), 'results.json');
    await writeStore(path, storeOf([1]));
    expect(() => readStore(path, { ...settings, epochs: 5 })).toThrow('epochs must be 5, got 50');
  });

  it('refuse a file of something else', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'hai-')), 'results.json');
    await writeFile(path, '{"settings": ');
    expect(() => readStore(path, settings)).toThrow('results.json: not valid JSON');
    await writeFile(path, '{}');
    expect(() => readStore(path, settings)).toThrow('share must be 1, got undefined');
  });

  it.each([
    ['', 'nothing'],
    ['1,,2', '1,,2'],
    ['-1', '-1'],
    ['1.5', '1.5'],
    ['1e3', '1e3'],
  ])('are not made for seeds %j', async (seeds, got) => {
    await expect(runHai([`--seeds=${seeds}`, '--trial'])).rejects.toThrow(
      `--seeds must be integers of at least 0 and commas, got ${got}`,
    );
  });
});

describe('haiPage', () => {
  it('says which methods beat the baselines over the seeds', () => {
    const page = haiPage(storeOf([1, 2, 3]));
    expect(page).toContain(
      'A network has the best mean in 3 of 5 figures**; in 2 of them the whole',
    );
    expect(page).toMatch(
      /VUS-PR .* test1 .* mahalanobis: 0\.498 .* lstmAutoencoder: 0\.296 .* -0\.202/,
    );
    expect(page).toMatch(/lstmAutoencoder .*0\.202 \(0\.200 to 0\.204\) ✓/);
    expect(page).toContain('over mahalanobis (the best)');
    expect(page).toMatch(/blind: always on .* – /);
    expect(page).not.toMatch(/NaN|undefined|null/);
    expect(page.match(/blind: always on/g)).toHaveLength(1);
  });

  it('begins with what wins, test1 beside test2', () => {
    const strong = run(...results('pcaReconstruction', 0.9));
    const store = withRun(
      withRun(storeOf([1, 2]), 1, 'pcaReconstruction', strong),
      2,
      'pcaReconstruction',
      strong,
    );
    const [, beginning] = haiPage(store).split('\n## ');
    expect(beginning).toContain(
      '**Baselines win: no network has the best mean in any of 5 figures',
    );
    expect(beginning).toMatch(/\| lstmAutoencoder +\| 0\.297 +\| 0\.603 /);
    expect(beginning).toMatch(/\| mahalanobis +\| 0\.498 ★ +\| 0\.402 /);
  });

  it('does with one seed, and with a method that a seed lacks', () => {
    expect(haiPage(storeOf([1]))).toContain('One seed is not enough to say.');
    const more = withRun(storeOf([1, 2]), 1, 'largestZ', run(result('largestZ', 0.1)));
    expect(haiPage(more)).not.toContain('largestZ');
  });
});
