import { describe, expect, it } from 'vitest';
import {
  type ExtendedIsolationForestOptions,
  extendedIsolationForest,
} from '../../src/detectors/extended-isolation-forest';
import { checkHyperplanes } from '../../src/detectors/hyperplane-forest';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { type Matrix, matrix } from '../../src/matrix';
import { createRandom } from '../../src/random';
import { describeDetector, plantedOutliers } from './contract';

describeDetector('extendedIsolationForest', (seed) => extendedIsolationForest({ seed }));
describeDetector('extendedIsolationForest of level 1', (seed) =>
  extendedIsolationForest({ seed, extensionLevel: 1 }),
);

/** Two groups at (0, 10) and (10, 0): each spans a range that the other does not. */
function twoClusters(seed: number): Matrix {
  const random = createRandom(seed);
  return matrix(
    Array.from({ length: 1000 }, (_, i) => {
      const [x, y] = i % 2 === 0 ? [0, 10] : [10, 0];
      return [random.normal(x), random.normal(y)];
    }),
  );
}

/** Samples on a circle, counted from its right. */
const circle = (x: number, y: number, radius: number, nSamples = 16): Matrix =>
  matrix(
    Array.from({ length: nSamples }, (_, i) => {
      const angle = (2 * Math.PI * i) / nSamples;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    }),
  );

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe.each([0, 1, 2])('extendedIsolationForest on two clusters, seed %i', (seed) => {
  /** How far the ghosts' scores lie below those of samples that are as far from the nearest cluster. */
  const ghostDepth = async (make: typeof isolationForest | typeof extendedIsolationForest) => {
    const fitted = await make({ seed }).fit(twoClusters(seed));
    const ghosts = await fitted.score(
      matrix([
        [0, 0],
        [10, 10],
      ]),
    );
    const outside = Math.SQRT1_2 * 10;
    const others = await fitted.score(
      matrix([
        [-outside, 10 + outside],
        [10 + outside, -outside],
      ]),
    );
    const [inside] = await fitted.score(matrix([[0, 10]]));
    return (mean(others) - mean(ghosts)) / (mean(others) - inside);
  };

  it('has no ghosts where the ranges of the clusters cross', async () => {
    expect(await ghostDepth(isolationForest)).toBeGreaterThan(0.25);
    expect(await ghostDepth(extendedIsolationForest)).toBeLessThan(0.1);
  });

  it('scores alike all round a cluster', async () => {
    const spread = async (make: typeof isolationForest | typeof extendedIsolationForest) => {
      const fitted = await make({ seed }).fit(twoClusters(seed));
      const scores = await fitted.score(circle(10, 0, 4));
      return Math.max(...scores) - Math.min(...scores);
    };
    expect(await spread(extendedIsolationForest)).toBeLessThan(
      0.7 * (await spread(isolationForest)),
    );
  });
});

describe('extendedIsolationForest', () => {
  const fitAndScore = async (
    options: ExtendedIsolationForestOptions,
    train: number[][],
    test = train,
  ) => (await extendedIsolationForest(options).fit(matrix(train))).score(matrix(test));

  it('ranks as its example says', async () => {
    const train = matrix([
      [0, 0],
      [0.1, 0],
      [0, 0.2],
      [9, 9],
    ]);
    const fitted = await extendedIsolationForest({ seed: 42 }).fit(train);
    const scores = await fitted.score(
      matrix([
        [0.1, 0.1],
        [9, 9],
      ]),
    );
    expect(scores[1]).toBeGreaterThan(scores[0]);
  });

  it('splits on single features at level 0, as the isolation forest does', async () => {
    const train = twoClusters(5);
    const ghosts = matrix([
      [0, 0],
      [10, 10],
    ]);
    const flat = await extendedIsolationForest({ extensionLevel: 0 }).fit(train);
    const usual = await isolationForest().fit(train);
    const [a, b] = [await flat.score(ghosts), await usual.score(ghosts)];
    expect(Math.abs(mean(a) - mean(b))).toBeLessThan(0.03);
  });

  it('scores one sample, equal samples and more features than samples', async () => {
    const equal = await fitAndScore({}, Array(50).fill([1, 2]), [
      [1, 2],
      [8, 9],
    ]);
    expect(equal[0]).toBe(equal[1]);
    const wide = [0, 1, 2].map((i) => Array.from({ length: 40 }, (_, j) => Math.sin(i * j)));
    expect((await fitAndScore({}, wide)).every(Number.isFinite)).toBe(true);
  });

  it('gives a half where one sample taught it', async () => {
    const fitted = await extendedIsolationForest({ nTrees: 10 }).fit(matrix([[1, 2]]));
    expect(await fitted.score(matrix([[1, 2], [8, 9]]))).toEqual(Float32Array.of(0.5, 0.5)); // biome-ignore format: rows
  });

  it('refuses more trees than memory holds', async () => {
    const fit = extendedIsolationForest({ nTrees: 1e9 }).fit(plantedOutliers(300, 0, 1).samples);
    await expect(fit).rejects.toThrow('nTrees must be at most');
  });

  it('takes no notice of a feature that is constant in training', async () => {
    const train = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [i, 3, i % 3]);
    const scores = await fitAndScore({}, train, [
      [4, 3, 1],
      [4, 900, 1],
    ]);
    expect(scores[0]).toBe(scores[1]);
  });

  it('refuses options out of range and values that overflow', async () => {
    expect(() => extendedIsolationForest({ nTrees: 0 })).toThrow('nTrees must be an integer');
    expect(() => extendedIsolationForest({ sampleSize: 1 })).toThrow('sampleSize must be');
    expect(() => extendedIsolationForest({ extensionLevel: -1 })).toThrow('extensionLevel must be');
    expect(() => extendedIsolationForest({ depth: 3 } as object)).toThrow('option must be nTrees');
    await expect(fitAndScore({ extensionLevel: 2 }, [[1, 2]])).rejects.toThrow(
      'extensionLevel must be below 2, the number of features, got 2',
    );
    await expect(fitAndScore({}, [[1e308], [-1e308]])).rejects.toThrow('samples must be small');
  });

  it('refuses a saved forest that a walk could not leave', () => {
    const forest = {
      nFeatures: 1,
      normaliser: 1,
      roots: Int32Array.of(0),
      split: Int32Array.of(0, -1, -1),
      normals: Float64Array.of(1),
      value: Float64Array.of(0, 1, 1),
      left: Int32Array.of(1, 0, 0),
      right: Int32Array.of(2, 0, 0),
    };
    expect(() => checkHyperplanes(forest)).not.toThrow();
    const loop = { ...forest, left: Int32Array.of(0, 0, 0) };
    expect(() => checkHyperplanes(loop)).toThrow('node 0 must split by a normal into later nodes');
    const gone = { ...forest, normals: Float64Array.of() };
    expect(() => checkHyperplanes(gone)).toThrow('node 0 must split by a normal');
    const broken = { ...forest, value: Float64Array.of(0, Number.NaN, 1) };
    expect(() => checkHyperplanes(broken)).toThrow('finite normals and value');
  });
});
