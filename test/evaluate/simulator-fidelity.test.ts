import { describe, expect, it } from 'vitest';
import { simulatorFidelity } from '../../src/evaluate/simulator-fidelity';
import { matrix } from '../../src/matrix';
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
    expect(found.discriminatorRocAuc).toBeGreaterThan(0.95);
    expect(found.falseAlarmRates.mahalanobis).toBeGreaterThan(0.5);
  });

  it('refuses features that there are not', async () => {
    const call = simulatorFidelity(NAMES, samplesOf(1), samplesOf(2), { untold: ['d'] });
    await expect(call).rejects.toThrow('untold must be features, got d');
  });

  it('tells nothing by a feature that it does not get', async () => {
    const options = { untold: ['a'] };
    const found = await simulatorFidelity(NAMES, samplesOf(1), samplesOf(2, 3), options);
    expect(found.discriminatorRocAuc).toBeLessThan(0.6);
  });

  it('refuses other widths, too few samples and unknown options', async () => {
    const few = matrix([[1], [2]]);
    await expect(simulatorFidelity(['a'], few, few)).rejects.toThrow('at least 4 samples, got 2');
    await expect(simulatorFidelity(['a'], samplesOf(1), few)).rejects.toThrow('1 features, got 3');
    await expect(
      simulatorFidelity(NAMES, samplesOf(1), samplesOf(2), { trees: 5 } as never),
    ).rejects.toThrow('option must be untold or seed, got trees');
  });
});
