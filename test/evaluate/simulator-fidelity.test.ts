import { describe, expect, it } from 'vitest';
import { simulatorFidelity } from '../../src/evaluate/simulator-fidelity';
import { type Matrix, matrix, rowOf } from '../../src/matrix';
import { createRandom } from '../../src/random';

/** Two coupled features and a constant; `shift` moves the first. */
function samplesOf(seed: number, shift = 0) {
  const random = createRandom(seed);
  return matrix(
    Array.from({ length: 600 }, () => {
      const x = random.normal();
      return [x + shift, 0.8 * x + 0.6 * random.normal(), 7];
    }),
  );
}

const rowsOf = (samples: Matrix) =>
  Array.from({ length: samples.nSamples }, (_, i) => rowOf(samples, i));
const NAMES = ['a', 'b', 'c'];

describe('simulatorFidelity', () => {
  it('finds a second draw of the same close', async () => {
    const found = await simulatorFidelity(NAMES, samplesOf(1), samplesOf(2));
    const [a, , c] = found.features;
    expect(Math.abs(a.meanDifference)).toBeLessThan(0.15);
    expect(a.distance).toBeLessThan(0.1);
    expect(c).toEqual({
      feature: 'c',
      meanDifference: 0,
      spreadRatio: 1,
      distance: 0,
      autocorrelation: [0, 0],
    });
    expect(found.correlation.largest).toBeLessThan(0.1);
    for (const rate of Object.values(found.falseAlarmRates)) expect(rate).toBeLessThan(0.05);
    expect(found.discriminatorRocAuc).toBeGreaterThan(0.4);
    expect(found.discriminatorRocAuc).toBeLessThan(0.6);
  });

  it('finds a shifted one far', async () => {
    const found = await simulatorFidelity(NAMES, samplesOf(1), samplesOf(2, 3));
    expect(found.features[0].meanDifference).toBeGreaterThan(2.7);
    expect(found.features[0].distance).toBeGreaterThan(0.8);
    expect(found.falseAlarmRates.mahalanobis).toBeGreaterThan(0.5);
  });

  it('tells one by its larger steps', async () => {
    const wild = matrix(
      rowsOf(samplesOf(2)).map(([a, b, c], i) => [i % 2 === 0 ? a + 6 : a, b, c]),
    );
    const found = await simulatorFidelity(NAMES, samplesOf(1), wild);
    expect(found.discriminatorRocAuc).toBeGreaterThan(0.95);
  });

  it('refuses other widths, too few samples and unknown options', async () => {
    const few = matrix([[1], [2]]);
    await expect(simulatorFidelity(['a'], few, few)).rejects.toThrow('at least 6 samples, got 2');
    await expect(simulatorFidelity(['a'], samplesOf(1), few)).rejects.toThrow('1 features, got 3');
    await expect(
      simulatorFidelity(NAMES, samplesOf(1), samplesOf(2), { trees: 5 } as never),
    ).rejects.toThrow('option must be seed, got trees');
  });
});
