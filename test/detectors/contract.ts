import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Detector } from '../../src/detectors/detector';
import { loadDetector, saveDetector } from '../../src/detectors/load';
import { type Matrix, matrix, takeRows } from '../../src/matrix';
import { rocAuc } from '../../src/metrics/roc';
import { liveTensors } from '../../src/networks/engine';
import { loadedTensorflow } from '../../src/networks/tensorflow';
import { createRandom } from '../../src/random';

/** Normal samples round the origin with planted outliers far out, the labels beside them. */
export function plantedOutliers(nNormal: number, nOutliers: number, seed: number) {
  const random = createRandom(seed);
  const rows = Array.from({ length: nNormal + nOutliers }, (_, i) => {
    const spread = i < nNormal ? 1 : 6;
    return [random.normal(0, spread), random.normal(5, spread), random.normal(-2, spread)];
  });
  const labels = Int32Array.from(rows, (_, i) => (i < nNormal ? 0 : 1));
  return { samples: matrix(rows), labels };
}

/** What every detector keeps to; `make` gives a fresh one for a seed. */
export function describeDetector(
  name: string,
  make: (seed: number) => Detector,
  options: { readonly deterministic?: boolean } = {},
): void {
  const train = plantedOutliers(300, 0, 1).samples;
  const test = plantedOutliers(200, 20, 2);
  const score = async (samples: Matrix, seed = 0) => (await make(seed).fit(train)).score(samples);

  describe(`${name} keeps the detector contract`, () => {
    it('gives one finite score a sample', async () => {
      const scores = await score(test.samples);
      expect(scores).toBeInstanceOf(Float32Array);
      expect(scores).toHaveLength(test.samples.nSamples);
      expect(scores.every(Number.isFinite)).toBe(true);
    });

    it('ranks planted outliers above normal samples', async () => {
      expect(rocAuc(test.labels, await score(test.samples))).toBeGreaterThanOrEqual(0.9);
    });

    it('scores a far sample above the centre', async () => {
      const [centre, far] = await score(
        matrix([
          [0, 5, -2],
          [40, -40, 40],
        ]),
      );
      expect(far).toBeGreaterThan(centre);
    });

    it('gives the same scores for the same seed', async () => {
      expect(await score(test.samples, 7)).toEqual(await score(test.samples, 7));
    });

    it.skipIf(options.deterministic)('gives other scores for another seed', async () => {
      expect(await score(test.samples, 7)).not.toEqual(await score(test.samples, 8));
    });

    it('scores samples alike in any order', async () => {
      const order = createRandom(3).shuffle(Array.from(test.labels, (_, i) => i));
      const scores = await score(test.samples);
      const shuffled = await score(takeRows(test.samples, order));
      expect(shuffled).toEqual(Float32Array.from(order, (i) => scores[i]));
    });

    it('scores a sample alone as it does in a batch', async () => {
      const fitted = await make(0).fit(train);
      const scores = await fitted.score(test.samples);
      const alone = await fitted.score(takeRows(test.samples, [205]));
      expect(alone[0]).toBeCloseTo(scores[205], 5);
    });

    it('leaves its arguments as they were', async () => {
      const [trainBefore, testBefore] = [train.data.slice(), test.samples.data.slice()];
      await score(test.samples);
      expect(train.data).toEqual(trainBefore);
      expect(test.samples.data).toEqual(testBefore);
    });

    it('fits a second time without changing the first', async () => {
      const detector = make(0);
      const first = await detector.fit(train);
      const before = await first.score(test.samples);
      await detector.fit(test.samples);
      expect(await first.score(test.samples)).toEqual(before);
    });

    it('refuses another width, missing values and nothing at all', async () => {
      const fitted = await make(0).fit(train);
      await expect(fitted.score(matrix([[1, 2]]))).rejects.toThrow('must have 3 features, got 2');
      await expect(fitted.score(matrix([[1, NaN, 2]]))).rejects.toThrow('feature 1 must be finite');
      await expect(make(0).fit(matrix([[1, NaN]]))).rejects.toThrow(RangeError);
      await expect(make(0).fit(matrix([]))).rejects.toThrow('must not be empty');
    });

    it('scores the same after it is saved and loaded', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'detector-'));
      try {
        const fitted = await make(0).fit(train);
        await saveDetector(fitted, directory);
        const loaded = await loadDetector(directory);
        expect(await loaded.score(test.samples)).toEqual(await fitted.score(test.samples));
        expect(loaded.params).toEqual(fitted.params);
      } finally {
        await rm(directory, { recursive: true });
      }
    });

    it('keeps its hyperparameters as plain JSON', () => {
      const { params } = make(5);
      expect(JSON.parse(JSON.stringify(params))).toEqual(params);
    });

    it('leaves no tensor behind when it is disposed', async () => {
      const nTensors = () => liveTensors() + (loadedTensorflow()?.memory().numTensors ?? 0);
      const before = nTensors();
      const fitted = await make(0).fit(train);
      await fitted.score(test.samples);
      fitted.dispose();
      expect(nTensors()).toBe(before);
    });
  });
}
