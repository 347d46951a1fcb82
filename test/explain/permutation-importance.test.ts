import { describe, expect, it } from 'vitest';
import { permutationImportance } from '../../src/explain/permutation-importance';
import { matrix } from '../../src/matrix';
import { rocAuc } from '../../src/metrics/roc';
import { createRandom } from '../../src/random';
import { detectorOf, linearDetector } from './linear-detector';

const random = createRandom(1);
const LABELS = Int32Array.from({ length: 200 }, (_, i) => (i % 10 === 0 ? 1 : 0));
const SAMPLES = matrix(
  Array.from(LABELS, (label) => [random.normal(), random.normal() + 3 * label, 7]),
);

const SAMPLES_OF_TWO = matrix(
  Array.from(LABELS, (_, i) => [...SAMPLES.data.slice(i * 3, i * 3 + 2)]),
);

describe('permutationImportance', () => {
  it('finds the feature that a detector needs, and nothing in one it does not read', async () => {
    const importance = await permutationImportance(
      linearDetector([0, 1, 1]),
      SAMPLES,
      LABELS,
      rocAuc,
    );
    const { baseline, mean, standardDeviation } = importance;
    expect(baseline).toBeGreaterThan(0.95);
    expect(mean[1]).toBeGreaterThan(0.3);
    expect(standardDeviation[1]).toBeGreaterThan(0);
    expect([mean[0], mean[2], standardDeviation[0], standardDeviation[2]]).toEqual([0, 0, 0, 0]);
  });

  it('is negative for a feature that misleads', async () => {
    const { mean } = await permutationImportance(
      linearDetector([0, -1]),
      SAMPLES_OF_TWO,
      LABELS,
      rocAuc,
    );
    expect(mean[1]).toBeLessThan(-0.3);
  });

  it('is the same for a seed, another for another, and leaves its arguments alone', async () => {
    const before = SAMPLES.data.slice();
    const run = (seed: number) =>
      permutationImportance(linearDetector([1, 1, 1]), SAMPLES, LABELS, rocAuc, {
        seed,
        nRepeats: 3,
      });
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
    expect(SAMPLES.data).toEqual(before);
  });

  it('refuses what does not fit', async () => {
    const detector = linearDetector([1, 1, 1]);
    const refused = (labels: ArrayLike<number>, options = {}) =>
      expect(permutationImportance(detector, SAMPLES, labels, rocAuc, options)).rejects;
    await refused([1, 0]).toThrow('samples must be as many as labels, 2, got 200');
    await refused(new Int32Array(200)).toThrow('labels must hold');
    await refused(LABELS, { nRepeats: 1 }).toThrow(
      'nRepeats must be an integer of at least 2, got 1',
    );
    await refused(LABELS, { repeats: 3 }).toThrow('option must be nRepeats or seed, got repeats');
    const broken = permutationImportance(detector, SAMPLES, LABELS, () => Number.NaN);
    await expect(broken).rejects.toThrow('metric must be finite, got NaN');
    const empty = permutationImportance(
      detectorOf(() => 0),
      matrix([]),
      [],
      rocAuc,
    );
    await expect(empty).rejects.toThrow('samples must not be empty');
  });
});
