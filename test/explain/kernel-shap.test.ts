import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { summariseBackground } from '../../src/explain/background';
import { kernelShap } from '../../src/explain/kernel-shap';
import { type Matrix, matrix, rowOf } from '../../src/matrix';
import { createRandom } from '../../src/random';
import { plantedOutliers } from '../detectors/contract';
import { detectorOf, linearDetector } from './linear-detector';
import { bruteForceShapley } from './shapley';

function gaussian(nSamples: number, nFeatures: number, seed: number): Matrix {
  const random = createRandom(seed);
  const data = Float64Array.from({ length: nSamples * nFeatures }, () => random.normal());
  return { data, nSamples, nFeatures };
}

describe('kernelShap', () => {
  it.each([3, 12, 30])('gives the weights of a linear score, %i features', async (nFeatures) => {
    const weights = Array.from({ length: nFeatures }, (_, j) => (j % 5) - 2);
    const background = summariseBackground(gaussian(40, nFeatures, 1), 8);
    const samples = gaussian(3, nFeatures, 2);
    const { data } = (await kernelShap(linearDetector(weights), samples, background)).contributions;
    samples.data.forEach((x, i) => {
      const j = i % nFeatures;
      const mean = background.weights.reduce(
        (sum, weight, row) => sum + weight * rowOf(background.samples, row)[j],
        0,
      );
      expect(data[i]).toBeCloseTo(weights[j] * (x - mean), 4); // scores are 32-bit
    });
  });

  it('equals the definition over all subsets, up to 10 features', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 10 }),
      fc.nat(),
      async (nFeatures, seed) => {
        const detector = detectorOf((row) =>
          Math.fround(Math.tanh(row[0] * (row.at(-1) ?? 0)) + Math.max(...row)),
        );
        const background = summariseBackground(gaussian(3, nFeatures, seed), 3);
        const sample = gaussian(1, nFeatures, seed + 1);
        const explained = await kernelShap(detector, sample, background);
        const scores = new Map<number, number>();
        for (let mask = 0; mask < 2 ** nFeatures; mask++) {
          const rows = [0, 1, 2].map((row) =>
            rowOf(background.samples, row).map((x, j) => (mask & (1 << j) ? sample.data[j] : x)),
          );
          const [a, b, c] = await detector.score(matrix(rows));
          scores.set(mask, (a + b + c) / 3);
        }
        const expected = bruteForceShapley(nFeatures, (mask) => scores.get(mask) ?? Number.NaN);
        expected.forEach((value, j) => {
          expect(explained.contributions.data[j]).toBeCloseTo(value, 9);
        });
      },
    );
    await fc.assert(property, { numRuns: 20, seed: 1 });
  });

  it('sums to the score less the base value, also where sets are drawn', async () => {
    const train = gaussian(200, 15, 3);
    const fitted = await isolationForest({ nTrees: 20 }).fit(train);
    const samples = gaussian(4, 15, 4);
    const background = summariseBackground(train, 5);
    const explained = await kernelShap(fitted, samples, background, { nCoalitions: 200 });
    expect([...explained.outputs]).toEqual([...(await fitted.score(samples))]);
    explained.outputs.forEach((output, i) => {
      const sum = rowOf(explained.contributions, i).reduce((total, part) => total + part, 0);
      expect(explained.baseValue + sum).toBeCloseTo(output, 12);
    });
  });

  it('comes close to the exact values with few sets', async () => {
    const train = gaussian(100, 11, 3);
    const fitted = await isolationForest({ nTrees: 50 }).fit(train);
    const samples = gaussian(3, 11, 4);
    const background = summariseBackground(train, 5);
    const exact = await kernelShap(fitted, samples, background); // all 2,046 sets
    const drawn = await kernelShap(fitted, samples, background, { nCoalitions: 400, seed: 5 });
    const largest = Math.max(...exact.contributions.data.map(Math.abs));
    exact.contributions.data.forEach((value, i) => {
      expect(Math.abs(drawn.contributions.data[i] - value)).toBeLessThan(0.05 * largest);
    });
  });

  it('is the same for a seed, for any batch size and for a sample alone', async () => {
    const fitted = await isolationForest({ nTrees: 10 }).fit(gaussian(100, 14, 3));
    const samples = gaussian(3, 14, 4);
    const background = summariseBackground(gaussian(100, 14, 3), 4);
    const options = { nCoalitions: 100, seed: 7 };
    const once = await kernelShap(fitted, samples, background, options);
    const small = await kernelShap(fitted, samples, background, { ...options, batchSize: 33 });
    expect(small).toEqual(once);
    const last = { ...samples, data: samples.data.slice(28), nSamples: 1 };
    const alone = await kernelShap(fitted, last, background, options);
    expect([...alone.contributions.data]).toEqual([...once.contributions.data.slice(28)]);
    const other = await kernelShap(fitted, samples, background, { ...options, seed: 8 });
    expect(other.contributions).not.toEqual(once.contributions);
  });

  it('never scores more rows at once than asked, and tells how far it is', async () => {
    const detector = linearDetector([1, 2, 3, 4]);
    const score = vi.spyOn(detector, 'score');
    const onProgress = vi.fn();
    const background = summariseBackground(gaussian(10, 4, 1), 10);
    await kernelShap(detector, gaussian(2, 4, 2), background, { batchSize: 16, onProgress });
    expect(Math.max(...score.mock.calls.map(([rows]) => rows.nSamples))).toBe(16);
    expect(onProgress.mock.calls).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it('gives nothing to features that are as in the background, nor to a usual sample', async () => {
    const background = summariseBackground(matrix([[1, 5, 2]]), 1);
    const samples = matrix([
      [3, 5, 4],
      [1, 5, 2],
      [1, 5, 9],
    ]);
    const { contributions } = await kernelShap(linearDetector([1, 9, 2]), samples, background);
    expect([...contributions.data].map((value) => value + 0)).toEqual([2, 0, 4, 0, 0, 0, 0, 0, 14]);
  });

  it('puts a planted cause first', async () => {
    const { samples } = plantedOutliers(300, 0, 1);
    const fitted = await isolationForest().fit(samples);
    const background = summariseBackground(samples, 10);
    const { contributions } = await kernelShap(fitted, matrix([[0, 5, 30]]), background);
    expect(contributions.data.indexOf(Math.max(...contributions.data))).toBe(2);
  });

  it('refuses what does not fit', async () => {
    const detector = linearDetector([1, 2, 3, 4]);
    const background = summariseBackground(gaussian(5, 4, 1), 5);
    const refused = (samples: Matrix, options = {}, given = background) =>
      expect(kernelShap(detector, samples, given, options)).rejects;
    const sample = gaussian(1, 4, 2);
    await refused(matrix([[1]])).toThrow('samples must have 1 features, got 4');
    await refused(matrix([])).toThrow('samples must not be empty');
    await refused(matrix([[1, 2, 3, Number.NaN]])).toThrow('must be finite');
    await refused(sample, { nCoalitions: 7 }).toThrow(
      'nCoalitions must be an integer of at least 8',
    );
    await refused(sample, { batchSize: 0 }).toThrow('batchSize must be an integer of at least 1');
    await refused(sample, { seed: 0.5 }).toThrow('seed must be an integer');
    await refused(sample, { nsamples: 9 }).toThrow('option must be');
    const light = { ...background, weights: new Float64Array(5) };
    await refused(sample, {}, light).toThrow('a weight for each of 5 samples, of sum 1');
  });
});

describe('summariseBackground', () => {
  it('keeps real samples, weighted by those they stand for', () => {
    const random = createRandom(1);
    const rows = Array.from({ length: 90 }, (_, i) => [
      (i < 60 ? 0 : 100) + random.normal(),
      random.normal() * 1e-6,
    ]);
    const { samples, weights } = summariseBackground(matrix(rows), 2);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    for (let i = 0; i < samples.nSamples; i++) {
      expect(rows).toContainEqual([...rowOf(samples, i)]);
    }
  });

  it('finds clusters that are plain to see', () => {
    const centres = [0, 50, 100];
    const rows = Array.from({ length: 60 }, (_, i) => [centres[i % 3] + (i % 7) / 10]);
    const { samples, weights } = summariseBackground(matrix(rows), 3);
    expect([...samples.data].map(Math.round).sort((a, b) => a - b)).toEqual(centres);
    weights.forEach((weight) => {
      expect(weight).toBeCloseTo(1 / 3, 12);
    });
  });

  it('is the median for 1, all samples for as many, and fewer where samples repeat', () => {
    const samples = matrix([[1], [2], [9]]);
    expect([...summariseBackground(samples, 1).samples.data]).toEqual([2]);
    expect(summariseBackground(samples, 3).samples).toEqual(samples);
    const same = summariseBackground(matrix([[4], [4], [4]]), 2);
    expect([...same.samples.data]).toEqual([4]);
    expect([...same.weights]).toEqual([expect.closeTo(1, 12)]);
  });

  it('refuses what does not fit', () => {
    expect(() => summariseBackground(matrix([]), 3)).toThrow('samples must not be empty');
    expect(() => summariseBackground(matrix([[Number.NaN]]), 3)).toThrow('must be finite');
    expect(() => summariseBackground(matrix([[1]]), 0)).toThrow(
      'k must be an integer of at least 1',
    );
    expect(() => summariseBackground(matrix([[1]]), 1, { sed: 1 } as object)).toThrow(
      'option must',
    );
  });
});
