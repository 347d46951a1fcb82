import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrays, writeArtifact } from '../../src/data/artifact';
import type { Forest } from '../../src/detectors/forest';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { loadDetector } from '../../src/detectors/load';
import { treeShap } from '../../src/explain/tree-shap';
import { type Matrix, matrix, rowOf } from '../../src/matrix';
import { createRandom } from '../../src/random';
import { plantedOutliers } from '../detectors/contract';
import { bruteForceShapley } from './shapley';

const golden = JSON.parse(readFileSync(join(__dirname, '../golden/tree-shap.json'), 'utf8'));

/** The forest of scikit-learn in this library's arrays. */
const peer: Forest = {
  ...golden.forest,
  value: Float64Array.from(golden.forest.value),
  ...Object.fromEntries(
    ['roots', 'feature', 'left', 'right', 'counts'].map((name) => [
      name,
      Int32Array.from(golden.forest[name]),
    ]),
  ),
};

async function fittedWith(forest: Forest) {
  return { ...(await isolationForest().fit(matrix([[0], [1]]))), forest };
}

function gaussian(nSamples: number, nFeatures: number, seed: number): Matrix {
  const random = createRandom(seed);
  const data = Float64Array.from({ length: nSamples * nFeatures }, () => random.normal());
  return { data, nSamples, nFeatures };
}

/** Mean path length where only the features in `mask` are known. */
function pathLength(forest: Forest, row: ArrayLike<number>, mask: number): number {
  const { feature, value, left, right, counts } = forest;
  const from = (node: number): number => {
    const split = feature[node];
    if (split < 0) return value[node];
    const [toLeft, toRight] = [left[node], right[node]];
    if (mask & (1 << split)) return from(row[split] < value[node] ? toLeft : toRight);
    return (counts![toLeft] * from(toLeft) + counts![toRight] * from(toRight)) / counts![node];
  };
  return forest.roots.reduce((sum, root) => sum + from(root), 0) / forest.roots.length;
}

describe('treeShap', () => {
  it('gives the values of shap for a forest of scikit-learn, turned and per normaliser', async () => {
    const explanation = treeShap(await fittedWith(peer), matrix(golden.samples));
    const steps = -peer.normaliser;
    expect(explanation.baseValue * steps).toBeCloseTo(golden.baseValue, 6);
    golden.contributions.flat().forEach((expected: number, i: number) => {
      expect(explanation.contributions.data[i] * steps).toBeCloseTo(expected, 6);
    });
    golden.scores.forEach((score: number, i: number) => {
      expect(2 ** explanation.outputs[i]).toBeCloseTo(score, 6);
    });
  });

  it.each(['fast', 'ml'] as const)('sums to log2 of the score with engine %s', async (engine) => {
    const { samples } = plantedOutliers(300, 20, 5);
    const fitted = await isolationForest({ seed: 1, nTrees: 20, engine }).fit(samples);
    const { baseValue, outputs, contributions } = treeShap(fitted, samples);
    const scores = await fitted.score(samples);
    scores.forEach((score, i) => {
      const sum = rowOf(contributions, i).reduce((total, part) => total + part, 0);
      expect(baseValue + sum).toBeCloseTo(Math.log2(score), 5); // scores are 32-bit
      expect(outputs[i]).toBeCloseTo(baseValue + sum, 12);
    });
  });

  it('equals the definition over all subsets on small trees', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(),
      async (nFeatures, nSamples, seed) => {
        const train = gaussian(nSamples, nFeatures, seed);
        const { forest } = await isolationForest({ nTrees: 3, seed }).fit(train);
        const fitted = await fittedWith(forest);
        const { data } = treeShap(fitted, train).contributions;
        const row = rowOf(train, 0);
        bruteForceShapley(nFeatures, (mask) => pathLength(forest, row, mask)).forEach((step, j) => {
          expect(data[j]).toBeCloseTo(-step / forest.normaliser, 9);
        });
      },
    );
    await fc.assert(property, { numRuns: 30, seed: 1 });
  });

  it('gives one sample what it gives it in a batch, also where paths are long', async () => {
    const train = gaussian(600, 12, 3);
    const fitted = await isolationForest({ sampleSize: 512, nTrees: 5 }).fit(train);
    const { data } = treeShap(fitted, train).contributions;
    const alone = treeShap(fitted, { ...train, data: train.data.slice(0, 12), nSamples: 1 });
    alone.contributions.data.forEach((value, j) => {
      expect(value).toBeCloseTo(data[j], 12);
    });
  });

  it('gives a sample the same the first time and when tables are kept', async () => {
    const random = createRandom(5);
    const rows = Array.from({ length: 300 }, () => [0, 1, 2].map(() => random.normal()));
    const fitted = await isolationForest({ nTrees: 5 }).fit(matrix(rows));
    const first = treeShap(fitted, matrix([rows[0]]));
    treeShap(fitted, matrix(rows));
    const again = treeShap(fitted, matrix([rows[0]]));
    expect(again.contributions.data).toEqual(first.contributions.data);
    expect(again.baseValue).toBe(first.baseValue);
  });

  it('gives nothing where nothing varies, and nothing to a constant feature', async () => {
    const same = matrix([
      [1, 2],
      [1, 2],
    ]);
    const constant = treeShap(await isolationForest().fit(same), same);
    expect(constant.contributions.data.every((value) => value === 0)).toBe(true);
    const rows = [...plantedOutliers(50, 5, 1).samples.data].map((x) => [x, 7]);
    const fitted = await isolationForest().fit(matrix(rows));
    expect(rowOf(treeShap(fitted, matrix(rows)).contributions, 0)[1]).toBeCloseTo(0, 15);
  });

  it('explains a forest that was saved and loaded', async () => {
    const { samples } = plantedOutliers(100, 10, 5);
    const fitted = await isolationForest({ nTrees: 5 }).fit(samples);
    const directory = await mkdtemp(join(tmpdir(), 'tree-shap-'));
    await fitted.save(directory);
    expect(treeShap(await loadDetector(directory), samples)).toEqual(treeShap(fitted, samples));
  });

  it('refuses a folder saved without counts, which scores as ever, and counts that cannot be', async () => {
    const { samples } = plantedOutliers(100, 10, 5);
    const fitted = await isolationForest({ nTrees: 2 }).fit(samples);
    const { nFeatures, normaliser, counts, ...arrays } = fitted.forest;
    const { name, params } = fitted;
    const directory = await mkdtemp(join(tmpdir(), 'tree-shap-'));
    const save = (all: Arrays) =>
      writeArtifact(directory, 'detector', { name, params, nFeatures, normaliser }, all);
    await save(arrays);
    const old = await loadDetector(directory);
    expect(await old.score(samples)).toEqual(await fitted.score(samples));
    expect(() => treeShap(old, samples)).toThrow('forest must have counts');
    await save({ ...arrays, counts: new Int32Array(counts!.length) });
    await expect(loadDetector(directory)).rejects.toThrow(
      'node 0 must hold training samples, got 0',
    );
    await save({ ...arrays, counts: new Int32Array(1) });
    await expect(loadDetector(directory)).rejects.toThrow('an integer in counts for each node');
  });

  it('refuses other detectors, forests without counts and samples that do not fit', async () => {
    const fitted = await fittedWith(peer);
    const { forest: _, ...other } = fitted;
    expect(() => treeShap({ ...other, name: 'lof' }, matrix(golden.samples))).toThrow(
      'detector must be an isolation forest, got lof; kernelShap explains any',
    );
    const { counts: __, ...bare } = peer;
    expect(() => treeShap({ ...fitted, forest: bare } as never, matrix(golden.samples))).toThrow(
      'forest must have counts of samples in its nodes; fit it again',
    );
    expect(() => treeShap(fitted, matrix([[1]]))).toThrow('samples must have 4 features, got 1');
    expect(() => treeShap(fitted, matrix([[1, 2, Number.NaN, 4]]))).toThrow('must be finite');
  });
});
