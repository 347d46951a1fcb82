import { expect, it } from 'vitest';
import { autoencoder } from '../../src/detectors/autoencoder';
import { matrix } from '../../src/matrix';
import { describeDetector, plantedOutliers } from './contract';

const make = (seed: number) =>
  autoencoder({ units: [8, 2, 8], epochs: 15, learningRate: 0.01, seed });

describeDetector('autoencoder', make);

it('scores by the mean squared error of what it gives back', async () => {
  const { samples } = plantedOutliers(100, 0, 4);
  const fitted = await make(1).fit(samples);
  const restored = await fitted.reconstruct(samples);
  const scores = await fitted.score(samples);
  const errors = [0, 1, 2].map((j) => (restored[3 + j] - samples.data[3 + j]) ** 2);
  expect(scores[1]).toBeCloseTo((errors[0] + errors[1] + errors[2]) / 3, 4);
  expect(fitted.history.train['loss']).toHaveLength(15);
  fitted.dispose();
});

it('stops where validation samples come back no better', async () => {
  const { samples } = plantedOutliers(100, 0, 4);
  const validation = { samples: matrix([[50, -50, 50]]) };
  const fitted = await autoencoder({ epochs: 40, patience: 1 }).fit(samples, { validation });
  expect(fitted.history.train['loss'].length).toBeLessThanOrEqual(40);
  expect(fitted.history.validation['loss']).toHaveLength(fitted.history.train['loss'].length);
  fitted.dispose();
});

it.each([
  [{ units: [] }, 'units must be the width of each layer, got []'],
  [{ units: [8, 0] }, 'units must be an integer of at least 1, got 0'],
  [{ layers: 2 }, 'option must be units, epochs'],
])('refuses %j', (options, message) => {
  expect(() => autoencoder(options as object)).toThrow(message);
});
