import { describe, expect, it } from 'vitest';
import { lstmClassifier } from '../../src/detectors/lstm-classifier';
import { plantedOrder } from '../networks/planted-sequences';
import { describeClassifier } from './classifier-contract';

describeClassifier('lstmClassifier', (seed) =>
  lstmClassifier({ units: [12, 8], dropout: 0.1, epochs: 15, learningRate: 0.02, seed }),
);

describe('lstmClassifier', () => {
  it('has the layers and training of the experiment by default', () => {
    expect(lstmClassifier().params).toEqual({
      units: [64, 32],
      dropout: 0.2,
      epochs: 30,
      batchSize: 32,
      learningRate: 0.001,
      patience: 5,
      seed: 0,
    });
  });

  it('gives probabilities untrained, too', async () => {
    const { windows, labels } = plantedOrder(4, 1);
    const fitted = await lstmClassifier({ units: [3], epochs: 0 }).fit(windows, labels);
    expect((await fitted.score(windows)).every((score) => score > 0 && score < 1)).toBe(true);
    expect(fitted.history.bestEpoch).toBe(-1);
    fitted.dispose();
  });

  it('keeps a copy of its units', () => {
    const units = [4, 2];
    const { params } = lstmClassifier({ units });
    units[0] = 9;
    expect(params['units']).toEqual([4, 2]);
  });

  it.each([
    [{ units: [] }, 'units must be the width of each layer, got []'],
    [{ units: 8 }, 'units must be the width of each layer, got 8'],
    [{ units: [8, 0] }, 'units must be an integer of at least 1, got 0'],
    [{ units: [1.5] }, 'units must be an integer of at least 1, got 1.5'],
    [{ dropout: 1 }, 'dropout must be in [0, 1), got 1'],
    [{ dropout: NaN }, 'dropout must be in [0, 1), got NaN'],
    [{ epochs: -1 }, 'epochs must be an integer of at least 0, got -1'],
    [{ batchSize: 0 }, 'batchSize must be an integer of at least 1, got 0'],
    [{ learningRate: 0 }, 'learningRate must be a number above 0, got 0'],
    [{ learningRate: Infinity }, 'learningRate must be a number above 0, got Infinity'],
    [{ patience: 0 }, 'patience must be an integer of at least 1, got 0'],
    [{ seed: 0.5 }, 'seed must be an integer'],
    [{ unit: [8] }, /^option must be units, dropout, .* or seed, got unit$/],
  ])('refuses %j', (options, message) => {
    expect(() => lstmClassifier(options as object)).toThrow(message);
    expect(() => lstmClassifier(options as object)).toThrow(RangeError);
  });
});
