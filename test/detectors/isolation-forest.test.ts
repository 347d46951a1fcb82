import { mkdtemp, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IsolationForest } from 'ml-isolation-forest';
import { describe, expect, it } from 'vitest';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { averagePathLength } from '../../src/detectors/isolation-tree';
import { loadDetector } from '../../src/detectors/load';
import { matrix } from '../../src/matrix';
import { createRandom } from '../../src/random';
import { describeDetector, plantedOutliers } from './contract';

describeDetector('isolationForest', (seed) => isolationForest({ seed }));
describeDetector('isolationForest with ml-isolation-forest', (seed) =>
  isolationForest({ seed, engine: 'ml', nTrees: 50 }),
);

async function saved(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'forest-'));
  const fitted = await isolationForest({ nTrees: 5 }).fit(plantedOutliers(50, 0, 1).samples);
  await fitted.save(directory);
  return directory;
}

describe('isolationForest', () => {
  it('has the average path length of the paper', () => {
    expect([0, 1, 2].map(averagePathLength)).toEqual([0, 0, 1]);
    expect(averagePathLength(256)).toBeCloseTo(10.2448, 4);
  });

  it('does as its documentation says', async () => {
    const fitted = await isolationForest({ seed: 42 }).fit(matrix([[0], [0.1], [0.2], [9]]));
    const scores = await fitted.score(matrix([[0.1], [9]]));
    expect(scores[1]).toBeGreaterThan(scores[0]);
  });

  it('skips features that are constant', async () => {
    const { samples } = plantedOutliers(200, 0, 3);
    const padded = matrix(
      Array.from({ length: 200 }, (_, i) => [7, 7, 7, 7, ...samples.data.slice(i * 3, i * 3 + 3)]),
    );
    const [centre, far] = await (await isolationForest().fit(padded)).score(
      matrix([
        [7, 7, 7, 7, 0, 5, -2],
        [7, 7, 7, 7, 9, -9, 9],
      ]),
    );
    expect(far - centre).toBeGreaterThan(0.2);
  });

  it('gives every sample the same score where nothing varies', async () => {
    const fitted = await isolationForest().fit(matrix([[1], [1], [1]]));
    const scores = await fitted.score(matrix([[1], [5]]));
    expect(scores[0]).toBe(scores[1]);
  });

  it('gives a half where one sample taught it', async () => {
    const fitted = await isolationForest({ nTrees: 10 }).fit(matrix([[1, 2]]));
    expect(await fitted.score(matrix([[1, 2], [8, 9]]))).toEqual(Float32Array.of(0.5, 0.5)); // biome-ignore format: rows
  });

  it.each(['fast', 'ml'] as const)('refuses more trees than memory holds, %s', async (engine) => {
    const fit = isolationForest({ nTrees: 1e9, engine }).fit(plantedOutliers(300, 0, 1).samples);
    await expect(fit).rejects.toThrow(
      /^nTrees must be at most \d+ with \d+ samples a tree, got 1000000000$/,
    );
  });

  it('splits values that differ in the last bit', async () => {
    const fitted = await isolationForest().fit(matrix([[1], [1 + Number.EPSILON]]));
    expect((await fitted.score(matrix([[1]]))).every(Number.isFinite)).toBe(true);
  });

  it('scores as ml-isolation-forest itself does with engine ml', async () => {
    const { samples } = plantedOutliers(120, 10, 4);
    const rows = Array.from({ length: 130 }, (_, i) => [...samples.data.slice(i * 3, i * 3 + 3)]);
    // biome-ignore lint/plugin: the package takes no seed.
    const original = Math.random;
    Math.random = createRandom(9).uniform;
    const peer = new IsolationForest({ nEstimators: 20 });
    peer.train(rows);
    Math.random = original;
    const ours = await isolationForest({ engine: 'ml', nTrees: 20, seed: 9 }).fit(samples);
    expect(await ours.score(samples)).toEqual(Float32Array.from(peer.predict(rows)));
  });

  it.each([
    [{ nTrees: 0 }, 'nTrees must be an integer of at least 1, got 0'],
    [{ sampleSize: 1 }, 'sampleSize must be an integer of at least 2, got 1'],
    [{ seed: 0.5 }, 'seed must be an integer'],
    [{ trees: 5 } as object, 'option must be nTrees, sampleSize, seed or engine, got trees'],
    [{ engine: 'slow' as 'fast' }, "engine must be 'fast' or 'ml', got 'slow'"],
    [{ engine: 'ml' as const, sampleSize: 8 }, "sampleSize has no meaning for engine 'ml'"],
  ])('refuses %o', (options, message) => {
    expect(() => isolationForest(options)).toThrow(message);
  });
});

describe('loadDetector', () => {
  it('names the file that is missing', async () => {
    await expect(loadDetector('nowhere')).rejects.toThrow(/nowhere.detector\.json: no such file/);
  });

  it('refuses truncated weights', async () => {
    const directory = await saved();
    await truncate(join(directory, 'detector.bin'), 100);
    await expect(loadDetector(directory)).rejects.toThrow(
      /detector\.bin: must have \d+ bytes, got 100/,
    );
  });

  it('refuses truncated and mistyped JSON', async () => {
    const directory = await saved();
    const file = join(directory, 'detector.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.slice(0, 60));
    await expect(loadDetector(directory)).rejects.toThrow(/detector\.json: not valid JSON/);
    await writeFile(file, text.replace('"nFeatures": 3', '"nFeatures": "three"'));
    await expect(loadDetector(directory)).rejects.toThrow(/detector\.json: content\.nFeatures: /);
  });

  it('refuses weights that were changed', async () => {
    const directory = await saved();
    const file = join(directory, 'detector.bin');
    const bytes = await readFile(file);
    bytes[8] ^= 1;
    await writeFile(file, bytes);
    await expect(loadDetector(directory)).rejects.toThrow('checksum does not match');
  });

  it('refuses a newer version and an unknown detector', async () => {
    const directory = await saved();
    const file = join(directory, 'detector.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"version": 1', '"version": 2'));
    await expect(loadDetector(directory)).rejects.toThrow('version must be at most 1, got 2');
    await writeFile(file, text.replace('"isolationForest"', '"crystalBall"'));
    await expect(loadDetector(directory)).rejects.toThrow(/must be one of .*got crystalBall/);
    await writeFile(file, text.replace('"isolationForest"', '"constructor"'));
    await expect(loadDetector(directory)).rejects.toThrow(/must be one of .*got constructor/);
  });

  it('refuses a forest whose walk would leave it', async () => {
    const directory = await saved();
    const file = join(directory, 'detector.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"nFeatures": 3', '"nFeatures": 1'));
    await expect(loadDetector(directory)).rejects.toThrow(/forest node \d+ must split/);
    await writeFile(file, text.replace('"name": "roots"', '"name": "shoots"'));
    await expect(loadDetector(directory)).rejects.toThrow('forest must have array roots');
    await writeFile(file, text.replace('"weights"', '"lost"'));
    await expect(loadDetector(directory)).rejects.toThrow('forest must have array roots');
  });
});
