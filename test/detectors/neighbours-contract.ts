import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readArtifact, writeArtifact } from '../../src/data/artifact';
import type { Detector } from '../../src/detectors/detector';
import { loadDetector, saveDetector } from '../../src/detectors/load';
import type { FittedTransductive } from '../../src/detectors/neighbours/transductive';
import { type Matrix, matrix, takeRows } from '../../src/matrix';
import { plantedOutliers } from './contract';

type NeighbourDetector = Detector<Matrix, FittedTransductive>;

async function inFolder(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'neighbours-'));
  try {
    await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** What `knn` and `lof` keep to beside the detector contract; `make` takes the number of neighbours. */
export function describeNeighbours(
  name: string,
  make: (nNeighbours?: number) => NeighbourDetector,
): void {
  describe(`${name} measures by neighbours`, () => {
    const train = plantedOutliers(100, 5, 3).samples;

    it('scores a training sample as if it had been left out', async () => {
      const fitted = await make(3).fit(train);
      const all = await fitted.score(train);
      const own = await fitted.trainScores();
      expect(own).toHaveLength(105);
      expect(own).not.toEqual(all);
    });

    it('scores a sample alone to the last bit as in a batch', async () => {
      const fitted = await make().fit(train);
      const { samples } = plantedOutliers(100, 10, 4);
      const together = await fitted.score(samples);
      for (const i of [0, 57, 109]) {
        expect((await fitted.score(takeRows(samples, [i])))[0]).toBe(together[i]);
      }
    });

    it('keeps the scores of training samples when saved and loaded', async () => {
      const fitted = await make().fit(train);
      await inFolder(async (directory) => {
        await saveDetector(fitted, directory);
        const loaded = (await loadDetector(directory)) as FittedTransductive;
        expect(await loaded.trainScores()).toEqual(await fitted.trainScores());
        expect(await loaded.score(train)).toEqual(await fitted.score(train));
      });
    });

    it('is not changed by what later happens to its training samples', async () => {
      const samples = takeRows(train, [...Array(50).keys()]);
      const fitted = await make().fit(samples);
      const before = [await fitted.score(train), await fitted.trainScores()];
      samples.data.fill(0);
      expect([await fitted.score(train), await fitted.trainScores()]).toEqual(before);
    });

    it('takes more features than samples', async () => {
      const wide = matrix([0, 1, 2].map((i) => Array.from({ length: 40 }, (_, j) => i * j)));
      const scores = await (await make(2).fit(wide)).score(wide);
      expect(scores.every(Number.isFinite)).toBe(true);
    });

    it.each([
      ['two samples', [[1], [2]]],
      ['one sample', [[1]]],
    ])('refuses %s where two neighbours are wanted', async (_, rows) => {
      await expect(make(2).fit(matrix(rows))).rejects.toThrow(
        `train must have more samples than nNeighbours, 2, got ${rows.length}`,
      );
    });

    it('refuses values whose squared distances overflow', async () => {
      const fitted = await make(1).fit(matrix([[0], [1], [2]]));
      await expect(fitted.score(matrix([[0], [1e200]]))).rejects.toThrow(
        'sample 1 must have finite squared distances to 1 training samples',
      );
      await expect(fitted.score(matrix([[0], [1e100]]))).rejects.toThrow(
        'sample 1 must have a score that is finite in 32 bits',
      );
    });

    it.each([0, 1.5, NaN, '3'])('refuses %s neighbours', (nNeighbours) => {
      expect(() => make(nNeighbours as number)).toThrow('nNeighbours must be an integer');
    });

    it('names the folder of a saved model that is broken', async () => {
      await inFolder(async (directory) => {
        await (await make().fit(train)).save(directory);
        const { content, arrays } = await readArtifact(directory, 'detector', z.looseObject({}));
        await writeArtifact(directory, 'detector', content, {
          ...arrays,
          samples: new Float64Array(3),
        });
        await expect(loadDetector(directory)).rejects.toThrow(
          `${directory}: samples must be of shape [105, 3]`,
        );
        const { samples } = arrays;
        await writeArtifact(directory, 'detector', content, {
          ...arrays,
          samples: samples.fill(NaN),
        });
        await expect(loadDetector(directory)).rejects.toThrow(`${directory}: sample 0, feature 0`);
        await writeFile(join(directory, 'detector.json'), '{}');
        await expect(loadDetector(directory)).rejects.toThrow('detector.json');
      });
    });
  });
}
