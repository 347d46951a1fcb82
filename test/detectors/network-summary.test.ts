import { describe, expect, it } from 'vitest';
import { autoencoder } from '../../src/detectors/autoencoder';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { lstmAutoencoder } from '../../src/detectors/lstm-autoencoder';
import { lstmClassifier } from '../../src/detectors/lstm-classifier';
import { lstmForecaster } from '../../src/detectors/lstm-forecaster';
import { networkSummary } from '../../src/detectors/network-summary';
import { transformerClassifier } from '../../src/detectors/transformer-classifier';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('networkSummary', () => {
  it('counts the autoencoder of seed 004 as Keras does', () => {
    const layers = networkSummary(lstmAutoencoder(), { length: 100, nFeatures: 59 });
    expect(layers.map(({ layer, outputShape, nParameters }) => [layer, outputShape, nParameters])) // Keras' counts, by hand
      .toEqual([
        ['lstm', [100, 128], 4 * (59 * 128 + 128 * 128 + 128)],
        ['batchNorm', [100, 128], 512],
        ['lstm', [100, 64], 4 * (128 * 64 + 64 * 64 + 64)],
        ['lastStep', [64], 0],
        ['batchNorm', [64], 256],
        ['dense', [32], 2080],
        ['dense', [64], 2112],
        ['batchNorm', [64], 256],
        ['repeat', [100, 64], 0],
        ['lstm', [100, 64], 33_024],
        ['batchNorm', [100, 64], 256],
        ['lstm', [100, 128], 98_816],
        ['batchNorm', [100, 128], 512],
        ['dense', [100, 59], 7611],
      ]);
    const nAverages = 2 * (128 + 64 + 64 + 64 + 128);
    const parameters = sum(layers.map(({ nParameters }) => nParameters));
    expect(sum(layers.map(({ nTrainable }) => nTrainable))).toBe(parameters - nAverages);
  });

  it('shows what every network is made of', () => {
    const shape = { length: 10, nFeatures: 4 };
    const last = [
      lstmClassifier(),
      transformerClassifier(),
      lstmForecaster(),
      autoencoder({ units: [3] }),
    ].map((detector) => networkSummary(detector, { ...shape, nClasses: 3 }).at(-1)?.outputShape);
    expect(last).toEqual([[3], [3], [4], [10, 4]]);
    expect(networkSummary(autoencoder({ units: [3] }), { nFeatures: 4 })[0]).toEqual({
      ...{ layer: 'dense relu', outputShape: [1, 3], nParameters: 15, nTrainable: 15 },
    });
  });

  it('refuses what is no network, and shapes that are none', () => {
    expect(() => networkSummary(isolationForest(), { nFeatures: 4 })).toThrow(
      'detector must be one of lstmClassifier, lstmAutoencoder, autoencoder, transformerClassifier, lstmForecaster, got isolationForest',
    );
    for (const [options, message] of [
      [{ nFeatures: 0 }, 'nFeatures must be an integer of at least 1, got 0'],
      [{ nFeatures: 2, length: 1.5 }, 'length must be an integer of at least 1, got 1.5'],
      [{ nFeatures: 2, nClasses: 1 }, 'nClasses must be an integer of at least 2, got 1'],
      [{ nFeatures: 2, size: 1 }, 'option must be nFeatures, length or nClasses, got size'],
    ] as const) {
      expect(() => networkSummary(lstmAutoencoder(), options as { nFeatures: number })).toThrow(
        message,
      );
    }
    expect(() => networkSummary(lstmForecaster(), { nFeatures: 2 })).toThrow(
      'length must be an integer of at least 2, got 1',
    );
  });
});
