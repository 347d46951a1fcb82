import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeArtifact } from '../../src/data/artifact';
import { copod } from '../../src/detectors/copod';
import { ecod } from '../../src/detectors/ecod';
import { hbos } from '../../src/detectors/hbos';
import { loadDetector } from '../../src/detectors/load';
import { mahalanobis } from '../../src/detectors/mahalanobis';
import { pca } from '../../src/detectors/pca';
import { matrix } from '../../src/matrix';

const DETECTORS = { copod, ecod, hbos, mahalanobis, pca };
const repeated = (row: number[], times: number) => matrix(Array.from({ length: times }, () => row));

describe.each(Object.entries(DETECTORS))('%s', (name, make) => {
  it('has finite scores for more features than samples', async () => {
    const train = matrix([
      [1, 2, 3, 4, 5],
      [2, 1, 0, 4, 9],
    ]);
    const scores = await (await make().fit(train)).score(train);
    expect(scores.every(Number.isFinite)).toBe(true);
  });

  it('has finite scores where most samples are duplicates', async () => {
    const train = matrix([...Array(30).fill([1, 2]), [5, 9]]);
    const [usual, rare] = await (await make().fit(train)).score(
      matrix([
        [1, 2],
        [5, 9],
      ]),
    );
    expect(Number.isFinite(rare)).toBe(true);
    expect(rare).toBeGreaterThan(usual);
  });

  it('has finite scores for the largest numbers', async () => {
    const fitted = await make().fit(
      matrix([
        [1, 2],
        [3, 5],
        [2, 2],
      ]),
    );
    const scores = await fitted.score(
      matrix([
        [Number.MAX_VALUE, -Number.MAX_VALUE],
        [-1e300, -1e300],
      ]),
    );
    expect(scores.every(Number.isFinite)).toBe(true);
  });

  it('refuses infinite values', async () => {
    await expect(make().fit(matrix([[1], [Infinity]]))).rejects.toThrow('feature 0 must be finite');
    const fitted = await make().fit(matrix([[1], [2]]));
    await expect(fitted.score(matrix([[-Infinity]]))).rejects.toThrow(
      'must be finite, got -Infinity',
    );
  });

  it.skipIf(name === 'pca').each([1, 4])(
    'scores a change above %d equal samples',
    async (times) => {
      const fitted = await make().fit(repeated([3, -1], times));
      const [same, changed] = await fitted.score(
        matrix([
          [3, -1],
          [3.5, -1],
        ]),
      );
      expect(Number.isFinite(changed)).toBe(true);
      expect(changed).toBeGreaterThan(same);
    },
  );

  it('refuses a saved model that does not fit', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'array-detector-'));
    try {
      await (
        await make().fit(
          matrix([
            [1, 2],
            [3, 5],
          ]),
        )
      ).save(directory);
      const path = join(directory, 'detector.json');
      const saved = await readFile(path, 'utf8');
      await writeFile(path, saved.replace('"nFeatures": 2', '"nFeatures": 7'));
      await expect(loadDetector(directory)).rejects.toThrow(
        `${directory}: ${name} must have finite arrays`,
      );
      await writeArtifact(directory, 'detector', JSON.parse(saved).content);
      await expect(loadDetector(directory)).rejects.toThrow('for 2 features');
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
