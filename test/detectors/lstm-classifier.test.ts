import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readArtifact } from '../../src/data/artifact';
import { lstmClassifier } from '../../src/detectors/lstm-classifier';
import { makeWindows } from '../../src/features/window';
import { matrix } from '../../src/matrix';
import { plantedOrder } from '../networks/planted-sequences';
import { withFolder } from '../networks/small-training';
import { describeClassifier } from './classifier-contract';

describeClassifier('lstmClassifier', (seed) =>
  lstmClassifier({ units: [12, 8], dropout: 0.1, epochs: 15, learningRate: 0.02, seed }),
);

const withBatchNorm = {
  units: [12, 8],
  batchNormalisation: true,
  denseUnits: [8],
  dropout: 0.1,
  epochs: 15,
  batchSize: 8,
  learningRate: 0.02,
};

describe('with batch normalisation and a dense layer', () => {
  describeClassifier('lstmClassifier', (seed) => lstmClassifier({ ...withBatchNorm, seed }), {
    nClasses: 5,
  });
});

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

  it('keeps options that by default do nothing only where they are given', () => {
    const { params } = lstmClassifier({ batchNormalisation: true, denseUnits: [64, 16] });
    expect(params).toMatchObject({ batchNormalisation: true, denseUnits: [64, 16] });
    const none = lstmClassifier({ batchNormalisation: false, denseUnits: [] });
    expect(none.params).toEqual(lstmClassifier().params);
  });

  it('has about 38,000 weights in the shape of the CloudTrail experiment', async () => {
    const samples = matrix(Array.from({ length: 10 }, () => new Array(20).fill(0)));
    const windows = makeWindows({ samples, length: 5 });
    const shape = { units: [64, 32], batchNormalisation: true, denseUnits: [64, 16], dropout: 0.3 };
    const labels = Int32Array.from(windows.ends, (_, i) => i % 5);
    const fitted = await lstmClassifier({ ...shape, epochs: 0 }).fit(windows, labels);
    await withFolder(async (directory) => {
      await fitted.save(directory);
      const { arrays } = await readArtifact(directory, 'detector', z.unknown());
      const sizes = Object.values(arrays).map((array) => array.length);
      expect(sizes.reduce((total, size) => total + size)).toBe(37_797);
    });
    fitted.dispose();
  });

  it('goes on from a checkpoint to the averages and weights of an unbroken training', async () => {
    const { windows, labels } = plantedOrder(50, 1, 5);
    const detector = lstmClassifier({ ...withBatchNorm, epochs: 4 });
    const validation = plantedOrder(25, 2, 5);
    const heldOut = { validation: { samples: validation.windows, labels: validation.labels } };
    const whole = await detector.fit(windows, labels, heldOut);
    await withFolder(async (checkpointDirectory) => {
      const stop = new AbortController();
      const options = { ...heldOut, checkpointDirectory };
      const onEpoch = (epoch: number) => epoch === 1 && stop.abort();
      const broken = { ...options, onEpoch, signal: stop.signal };
      const first = await detector.fit(windows, labels, broken);
      expect(first.history.stopped).toBe('interrupted');
      const second = await detector.fit(windows, labels, options);
      expect(second.history).toEqual(whole.history);
      expect(await second.score(windows)).toEqual(await whole.score(windows));
      first.dispose();
      second.dispose();
    });
    whole.dispose();
  });

  it('normalises a last batch of one window, and samples that are all equal', async () => {
    const samples = matrix(Array.from({ length: 13 }, () => [1, 1]));
    const windows = makeWindows({ samples, length: 5 }); // nine: a batch of eight, and one
    const labels = Int32Array.from(windows.ends, (_, i) => i % 2);
    const fitted = await lstmClassifier(withBatchNorm).fit(windows, labels);
    const scores = await fitted.score(windows);
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    fitted.dispose();
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
    [{ denseUnits: 8 }, 'denseUnits must be the width of each layer, got 8'],
    [{ denseUnits: [0] }, 'denseUnits must be an integer of at least 1, got 0'],
    [{ batchNormalisation: 1 }, 'batchNormalisation must be true or false, got 1'],
    [{ unit: [8] }, /^option must be units, batchNormalisation, .* or seed, got unit$/],
  ])('refuses %j', (options, message) => {
    expect(() => lstmClassifier(options as object)).toThrow(message);
    expect(() => lstmClassifier(options as object)).toThrow(RangeError);
  });
});
