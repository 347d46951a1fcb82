import { describe, expect, it } from 'vitest';
import { autoencoder } from '../../src/detectors/autoencoder';
import { lstmAutoencoder } from '../../src/detectors/lstm-autoencoder';
import type { FittedAutoencoder } from '../../src/detectors/network-autoencoder';
import { reconstructionErrors } from '../../src/explain/reconstruction-errors';
import { makeWindows } from '../../src/features/window';
import { type Matrix, matrix, rowOf } from '../../src/matrix';
import { plantedOutliers } from '../detectors/contract';

const { samples } = plantedOutliers(120, 0, 1);
const mean = (values: Float64Array) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function expectScores(errors: Matrix, scores: Float32Array): void {
  expect(errors.nSamples).toBe(scores.length);
  scores.forEach((score, i) => {
    expect(mean(rowOf(errors, i)) / score).toBeCloseTo(1, 4);
  });
}

describe('reconstructionErrors', () => {
  it('has the score of an autoencoder as its mean', async () => {
    const fitted = await autoencoder({ epochs: 2 }).fit(samples);
    expectScores(await reconstructionErrors(fitted, samples), await fitted.score(samples));
    fitted.dispose();
  });

  it('has the score of an LSTM autoencoder of windows as its mean', async () => {
    const windows = makeWindows({ samples, length: 6, stride: 2 });
    const fitted = await lstmAutoencoder({ units: [6, 4], encoding: 2, epochs: 1 }).fit(windows);
    expectScores(await reconstructionErrors(fitted, windows), await fitted.score(windows));
    fitted.dispose();
  });

  it('is the squared error of each feature', async () => {
    const halving = {
      name: 'halving',
      reconstruct: async ({ data }: Matrix) => Float32Array.from(data, (x) => x / 2),
    } as FittedAutoencoder<Matrix>;
    const errors = await reconstructionErrors(
      halving,
      matrix([
        [2, 4],
        [0, -6],
      ]),
    );
    expect([...errors.data]).toEqual([1, 4, 0, 9]);
  });

  it('refuses other detectors and samples that do not fit', async () => {
    const other = { name: 'lof' } as FittedAutoencoder<Matrix>;
    await expect(reconstructionErrors(other, samples)).rejects.toThrow(
      'detector must be an autoencoder, got lof',
    );
    const fitted = await autoencoder({ epochs: 1 }).fit(samples);
    await expect(reconstructionErrors(fitted, matrix([[1]]))).rejects.toThrow(
      'must have 3 features',
    );
    await expect(reconstructionErrors(fitted, matrix([]))).rejects.toThrow('must not be empty');
    await expect(reconstructionErrors(fitted, matrix([[1, 2, Number.NaN]]))).rejects.toThrow(
      'must be finite',
    );
    fitted.dispose();
  });
});
