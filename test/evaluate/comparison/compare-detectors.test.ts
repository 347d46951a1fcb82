import { describe, expect, it } from 'vitest';
import type { Detector } from '../../../src/detectors/detector';
import { mahalanobis } from '../../../src/detectors/mahalanobis';
import { compareDetectors } from '../../../src/evaluate/comparison/compare-detectors';
import type { CompareProgress } from '../../../src/evaluate/comparison/compare-options';
import type { ComparedRun } from '../../../src/evaluate/comparison/compared-run';
import type { ComparedDetector } from '../../../src/evaluate/comparison/run-all';
import { randomSplit } from '../../../src/evaluate/comparison/sample-split';
import { matrix } from '../../../src/matrix';
import { recallAtFalsePositiveRate } from '../../../src/metrics/recall-at-false-positive-rate';
import { formatTable } from '../../../src/plots/table';
import { plantedSet } from './planted-set';
import { startedThreads } from './started-threads';

const sets = [plantedSet('first', 1), plantedSet('second', 2)];
const detectors = {
  forest: { name: 'isolationForest', params: { nTrees: 20 } },
  ecod: { name: 'ecod' },
} satisfies Record<string, ComparedDetector>;
const base = { detectors, sets, seeds: [1, 2, 3], split: randomSplit(), workers: 0 };

/** A detector of a user's own: distance from 0; fails on more than `most` samples. */
function ownDetector(most = Infinity): Detector {
  const params = { most };
  return {
    name: 'own',
    params,
    fit: async (train) => {
      if (train.nSamples > most) throw new Error(`too many samples, ${train.nSamples}`);
      return {
        name: 'own',
        params,
        score: async ({ data, nSamples, nFeatures }) =>
          Float32Array.from({ length: nSamples }, (_, i) => Math.abs(data[i * nFeatures])),
        save: async () => {},
        dispose: () => {},
      };
    },
  };
}

/** All but the times. */
const figuresOf = (runs: readonly ComparedRun[]) =>
  runs.map(({ result, ...key }) => ({ ...key, ...('error' in result ? result : result.values) }));

const threads = startedThreads();

describe('compareDetectors', () => {
  it('gives the same figures whatever the number of workers, and leaves no thread', async () => {
    const onMain = await compareDetectors(base);
    const inOne = await compareDetectors({ ...base, workers: 1 });
    const inTwo = await compareDetectors({ ...base, workers: 2 });
    expect(onMain.runs).toHaveLength(12);
    expect(figuresOf(inOne.runs)).toEqual(figuresOf(onMain.runs));
    expect(figuresOf(inTwo.runs)).toEqual(figuresOf(onMain.runs));
    expect(threads.nLive).toBe(0);
  });

  it('sums up seeds in rows for a table, with intervals and times', async () => {
    const { rows, stopped } = await compareDetectors(base);
    expect(rows).toHaveLength(8);
    const [row] = rows;
    expect(row).toMatchObject({ set: 'first', detector: 'forest', metric: 'rocAuc', nRuns: 3 });
    expect(row.mean).toBeGreaterThan(0.9);
    expect(row.upper! - row.mean!).toBeCloseTo(row.mean! - row.lower!, 12);
    expect(row.fitSeconds).toBeGreaterThan(0);
    expect(formatTable(rows).columns).toContain('scoreSeconds');
    expect(stopped).toBe(false);
  });

  it('ranks detectors over sets, with the tests between them', async () => {
    const { rankings } = await compareDetectors({
      ...base,
      detectors: { ...detectors, own: ownDetector() },
    });
    const { rows, friedman, nemenyi, sets: counted } = rankings['rocAuc'];
    expect(counted).toEqual(['first', 'second']);
    expect(rows.map(({ averageRank }) => averageRank)).toEqual(Object.values(nemenyi.averageRanks));
    expect(rows[0].averageRank).toBeLessThanOrEqual(rows[1].averageRank);
    expect(friedman.pValue).toBeGreaterThan(0);
    expect(nemenyi.criticalDifference).toBeGreaterThan(1);
  });

  it.each([0, 2])('keeps a failure as a row, with %i workers', async (workers) => {
    const greedy = { name: 'knn', params: { nNeighbours: 80 } } as const;
    const { rows, rankings, runs } = await compareDetectors({
      ...base,
      workers,
      detectors: { ...detectors, greedy, own: ownDetector(10) },
    });
    expect(runs).toHaveLength(24);
    const errors = rows.filter(({ set }) => set === 'first').map(({ error }) => error);
    expect(errors.slice(0, 4)).toEqual(Array(4).fill(undefined));
    expect(errors[4]).toMatch('more samples than nNeighbours, 80, got 78');
    expect(errors[6]).toBe('too many samples, 78');
    const last = rankings['rocAuc'].rows.slice(2);
    expect(last.map(({ averageRank, nFailed }) => [averageRank, nFailed])).toEqual([
      [3.5, 2],
      [3.5, 2],
    ]);
  });

  it('keeps a set that cannot be split, and one without an anomaly to find, as failures', async () => {
    const samples = matrix([[1], [2], [3], [4], [5], [6]]);
    const broken = { name: 'broken', samples: matrix([[1], [NaN]]), labels: [0, 1] };
    const single = { name: 'single', samples, labels: [0, 0, 0, 0, 0, 0] };
    const { rows } = await compareDetectors({ ...base, sets: [broken, single, sets[0]] });
    expect(rows).toHaveLength(12);
    expect(rows[0]).toMatchObject({ nRuns: 0, mean: undefined });
    expect(rows[0].error).toMatch('must');
    expect(rows[4].error).toMatch('labels must hold both 0 and 1');
    expect(rows[8].error).toBeUndefined();
  });

  it("runs a user's own detectors as they are, or made for each seed", async () => {
    const seeds: number[] = [];
    const made = (seed: number) => {
      seeds.push(seed);
      return mahalanobis();
    };
    const { rows } = await compareDetectors({
      ...base,
      workers: 1,
      detectors: { own: ownDetector(), made, same: { name: 'mahalanobis' } },
    });
    expect(seeds).toEqual([1, 2, 3, 1, 2, 3]);
    expect(rows[2].mean).toBe(rows[4].mean);
  });

  it('runs networks on the main thread', async () => {
    const network = { name: 'autoencoder', params: { epochs: 1 } } as const;
    const { rows } = await compareDetectors({
      ...base,
      workers: 2,
      sets: [sets[0]],
      seeds: [1],
      detectors: { network },
    });
    expect(rows.at(-1)).toMatchObject({ detector: 'network', nRuns: 1, error: undefined });
  });

  it('takes other metrics, and names one that gives no number', async () => {
    const metrics = {
      recall: (labels: Int32Array, scores: Float64Array) =>
        recallAtFalsePositiveRate(labels, scores, 0.05),
      broken: () => NaN,
    };
    const { recall } = metrics;
    const good = await compareDetectors({ ...base, metrics: { recall } });
    expect(good.rows.map(({ metric }) => metric)).toEqual(Array(4).fill('recall'));
    const bad = await compareDetectors({ ...base, metrics });
    expect(bad.rows[0].error).toBe('broken must be finite, got NaN');
  });

  it('draws intervals over test samples where there is one seed', async () => {
    const { rows, runs } = await compareDetectors({ ...base, seeds: [4] });
    const [{ result }] = runs;
    expect(rows[0].lower).toBe('error' in result ? NaN : result.intervals?.['rocAuc'].lower);
    expect(rows[0].lower).toBeLessThanOrEqual(rows[0].upper!);
  });

  it('tells how far it has come', async () => {
    const told: CompareProgress[] = [];
    await compareDetectors({ ...base, workers: 2, onProgress: (progress) => told.push(progress) });
    expect(told.map(({ nDone }) => nDone)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(told.every(({ secondsLeft, nRuns }) => secondsLeft >= 0 && nRuns === 12)).toBe(true);
    expect(told[11].secondsLeft).toBe(0);
  });
});

describe('compareDetectors, stopped', () => {
  it.each([0, 2])('keeps what is done and leaves no thread, with %i workers', async (workers) => {
    const stop = new AbortController();
    const { runs, rows, rankings, stopped } = await compareDetectors({
      ...base,
      workers,
      signal: stop.signal,
      onProgress: ({ nDone }) => {
        if (nDone === 7) stop.abort();
      },
    });
    expect(stopped).toBe(true);
    expect(runs).toHaveLength(7);
    expect(rankings).toEqual({});
    expect(rows.every(({ set }) => set === 'first')).toBe(true);
    expect(threads.nLive).toBe(0);
  });

  it('does nothing where the signal came before', async () => {
    const { runs, stopped } = await compareDetectors({
      ...base,
      workers: 2,
      signal: AbortSignal.abort(),
    });
    expect([runs.length, stopped]).toEqual([0, true]);
  });

  it('passes on what onProgress throws, and leaves no thread', async () => {
    const onProgress = () => {
      throw new Error('no more');
    };
    await expect(compareDetectors({ ...base, workers: 2, onProgress })).rejects.toThrow('no more');
    expect(threads.nLive).toBe(0);
  });
});

describe('compareDetectors, asked what cannot be', () => {
  const refused: [Record<string, unknown>, string][] = [
    [{ detectors: {} }, 'detectors must not be empty'],
    [{ detectors: { a: { name: 'magic' } } }, 'a: detector must be one of autoencoder'],
    [{ detectors: { a: { name: 'lof', params: { k: 1 } } } }, 'a: option must be nNeighbours'],
    [{ detectors: { a: null } }, 'a: detector must be its name and params, got null'],
    [{ sets: [] }, 'sets must not be empty'],
    [{ sets: [sets[0], sets[0]] }, 'sets must differ, got first twice'],
    [{ seeds: [] }, 'seeds must not be empty'],
    [{ seeds: [1, 1] }, 'seeds must differ, got 1 twice'],
    [{ seeds: [0.5] }, 'seed must be an integer, got 0.5'],
    [{ split: { test: 0.3 } }, 'split must be a function, as randomSplit() makes it, got object'],
    [{ metrics: {} }, 'metrics must not be empty'],
    [{ level: 95 }, 'level must be in (0, 1), got 95'],
    [{ workers: -1 }, 'workers must be an integer of at least 0, got -1'],
    [{ threads: 1 }, 'got threads'],
  ];

  it.each(refused)('refuses %j', async (wrong, message) => {
    await expect(compareDetectors({ ...base, ...wrong })).rejects.toThrow(message);
  });
});
