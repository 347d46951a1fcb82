import { describe, expect, it } from 'vitest';
import {
  calibrate,
  calibrationError,
  fitTemperature,
} from '../../../src/pipeline/cloudtrail/temperature';
import { createRandom } from '../../../src/random';

/** Labels drawn by probabilities, which are then sharpened: the power is the temperature that undoes it. */
function sharpened(power: number) {
  const random = createRandom(4);
  const nSamples = 4000;
  const labels = new Int32Array(nSamples);
  const data = new Float64Array(2 * nSamples);
  for (let i = 0; i < nSamples; i++) {
    const attack = random.uniform();
    labels[i] = random.uniform() < attack ? 1 : 0;
    const [a, b] = [(1 - attack) ** power, attack ** power];
    data.set([a / (a + b), b / (a + b)], 2 * i);
  }
  return { labels, probabilities: { data, nSamples, nFeatures: 2 } };
}

describe('fitTemperature', () => {
  it('finds the temperature that was put in', () => {
    const { labels, probabilities } = sharpened(3);
    const calibration = fitTemperature(probabilities, labels, [1, 1]);
    expect(calibration.temperature).toBeGreaterThan(2.7);
    expect(calibration.temperature).toBeLessThan(3.3);
    const calibrated = calibrate(probabilities, calibration);
    expect(calibrationError(calibrated, labels)).toBeLessThan(0.03);
    expect(calibrationError(probabilities, labels)).toBeGreaterThan(0.05);
  });

  it('takes weights off', () => {
    const even = { data: Float64Array.of(0.5, 0.5), nSamples: 1, nFeatures: 2 };
    const { data } = calibrate(even, { weights: [1, 99], temperature: 1 });
    expect(data[1]).toBeCloseTo(0.01, 12);
  });

  it('stays finite with probabilities of 0 and 1', () => {
    const sure = { data: Float64Array.of(1, 0, 0, 1), nSamples: 2, nFeatures: 2 };
    const calibration = fitTemperature(sure, [1, 0], [1, 1]);
    expect(calibration.temperature).toBeLessThanOrEqual(50);
    expect(calibrate(sure, calibration).data.every(Number.isFinite)).toBe(true);
  });
});
