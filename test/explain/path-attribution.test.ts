import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Forest } from '../../src/detectors/forest';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { pathAttribution } from '../../src/explain/path-attribution';
import { treeShap } from '../../src/explain/tree-shap';
import { type Matrix, matrix, rowOf, takeRows } from '../../src/matrix';
import { createRandom } from '../../src/random';
import { plantedOutliers } from '../detectors/contract';

/** Some values equal, some alone, so that forests have leaves of many samples and of one. */
function mixed(nSamples: number, nFeatures: number, seed: number): Matrix {
  const random = createRandom(seed);
  const draw = () => (random.uniform() < 0.3 ? random.integer(3) : random.normal());
  return { data: Float64Array.from({ length: nSamples * nFeatures }, draw), nSamples, nFeatures };
}

/** The definition, node by node, in contributions to the mean path length. */
function walkedByHand(forest: Forest, row: ArrayLike<number>): number[] {
  const { feature, value, left, right, counts } = forest;
  const expected = (node: number): number => {
    if (feature[node] < 0) return value[node];
    const below = [left[node], right[node]];
    return below.reduce(
      (sum, child) => sum + (counts![child] / counts![node]) * expected(child),
      0,
    );
  };
  const credits = Array.from({ length: forest.nFeatures }, () => 0);
  for (let node of forest.roots) {
    while (feature[node] >= 0) {
      const next = row[feature[node]] < value[node] ? left[node] : right[node];
      credits[feature[node]] += (expected(next) - expected(node)) / forest.roots.length;
      node = next;
    }
  }
  return credits;
}

const size = (max: number) => fc.integer({ min: 1, max });

describe('pathAttribution', () => {
  it('adds up to log2 of the score, and shares its base with treeShap', async () => {
    const property = fc.asyncProperty(size(6), size(60), fc.nat(), async (nFeatures, n, seed) => {
      const samples = mixed(n, nFeatures, seed);
      const fitted = await isolationForest({ nTrees: 7, seed }).fit(samples);
      const { baseValue, outputs, contributions } = pathAttribution(fitted, samples);
      const scores = await fitted.score(samples);
      const exact = treeShap(fitted, samples);
      expect(baseValue).toBeCloseTo(exact.baseValue, 12);
      scores.forEach((score, i) => {
        const sum = rowOf(contributions, i).reduce((total, part) => total + part, 0);
        expect(baseValue + sum).toBeCloseTo(outputs[i], 12);
        expect(outputs[i]).toBeCloseTo(exact.outputs[i], 12);
        expect(outputs[i]).toBeCloseTo(Math.log2(score), 5); // scores are 32-bit
      });
    });
    await fc.assert(property, { numRuns: 40, seed: 1 });
  });

  it.each(['fast', 'ml'] as const)('equals the walk by hand with engine %s', async (engine) => {
    const property = fc.asyncProperty(size(5), size(50), fc.nat(), async (nFeatures, n, seed) => {
      const samples = mixed(n, nFeatures, seed);
      const fitted = await isolationForest({ nTrees: 3, seed, engine }).fit(samples);
      const { data } = pathAttribution(fitted, samples).contributions;
      const expected = Array.from({ length: n }, (_, i) =>
        walkedByHand(fitted.forest, rowOf(samples, i)),
      ).flat();
      expected.forEach((step, k) => {
        expect(data[k]).toBeCloseTo(-step / fitted.forest.normaliser, 10);
      });
    });
    await fc.assert(property, { numRuns: 20, seed: 2 });
  });

  it('gives a single feature what treeShap gives it', async () => {
    const samples = mixed(200, 1, 3);
    const fitted = await isolationForest({ nTrees: 20 }).fit(samples);
    const exact = treeShap(fitted, samples).contributions.data;
    pathAttribution(fitted, samples).contributions.data.forEach((value, i) => {
      expect(value).toBeCloseTo(exact[i], 12);
    });
  });

  it('gives a sample alone what it gives it among many, and changes nothing', async () => {
    const samples = mixed(1031, 4, 5);
    const before = samples.data.slice();
    const fitted = await isolationForest({ nTrees: 10 }).fit(samples);
    const { data } = pathAttribution(fitted, samples).contributions;
    for (const i of [0, 3, 511, 512, 1027, 1030]) {
      const alone = pathAttribution(fitted, takeRows(samples, [i]));
      expect(alone.contributions.data).toEqual(data.slice(4 * i, 4 * i + 4));
    }
    expect(samples.data).toEqual(before);
  });

  it('gives nothing where nothing varies, and nothing to a constant feature', async () => {
    const same = matrix([
      [1, 2],
      [1, 2],
    ]);
    const constant = pathAttribution(await isolationForest().fit(same), same);
    expect(constant.contributions.data.every((value) => value === 0)).toBe(true);
    const rows = [...plantedOutliers(50, 5, 1).samples.data].map((x) => [x, 7]);
    const fitted = await isolationForest().fit(matrix(rows));
    expect(rowOf(pathAttribution(fitted, matrix(rows)).contributions, 0)[1]).toBeCloseTo(0, 15);
  });

  it('credits a planted outlier’s own feature most', async () => {
    const train = mixed(300, 4, 7);
    const fitted = await isolationForest({ seed: 1 }).fit(train);
    const { data } = pathAttribution(fitted, matrix([[0, 0, 50, 0]])).contributions;
    expect(data.indexOf(Math.max(...data))).toBe(2);
  });

  it('refuses other detectors, forests without counts and samples that do not fit', async () => {
    const fitted = await isolationForest({ nTrees: 2 }).fit(mixed(20, 2, 1));
    const { forest: _, ...other } = fitted;
    expect(() => pathAttribution({ ...other, name: 'lof' }, mixed(2, 2, 1))).toThrow(
      'detector must be an isolation forest, got lof; kernelShap explains any',
    );
    const { counts: __, ...bare } = fitted.forest;
    expect(() => pathAttribution({ ...fitted, forest: bare } as never, mixed(2, 2, 1))).toThrow(
      'forest must have counts of samples in its nodes; fit it again',
    );
    expect(() => pathAttribution(fitted, matrix([[1]]))).toThrow('samples must have 2 features');
    expect(() => pathAttribution(fitted, matrix([[1, Number.NaN]]))).toThrow('must be finite');
    expect(() => pathAttribution(fitted, matrix([]))).toThrow('samples must not be empty');
  });
});
