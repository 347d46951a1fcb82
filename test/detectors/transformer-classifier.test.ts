import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type FittedTransformer,
  loadTransformerClassifier,
  transformerClassifier,
} from '../../src/detectors/transformer-classifier';
import { makeWindows, takeWindows } from '../../src/features/window';
import { LENGTH, plantedOrder } from '../networks/planted-sequences';
import { describeClassifier } from './classifier-contract';

const make = (seed: number) =>
  transformerClassifier({
    embedding: 12,
    heads: 2,
    feedForward: 16,
    epochs: 20,
    learningRate: 0.01,
    seed,
  });

describeClassifier('transformerClassifier', make);

describe('transformerClassifier', () => {
  const { windows, labels } = plantedOrder(160, 1);
  let fitted: FittedTransformer;
  beforeAll(async () => {
    fitted = await make(0).fit(windows, labels);
  });
  afterAll(() => fitted.dispose());

  it('shows what each event attends to, in shares', async () => {
    const weights = await fitted.attention(takeWindows(windows, [0, 1, 2]));
    expect(weights).toHaveLength(3);
    for (const heads of weights) {
      expect(heads).toHaveLength(2);
      for (const rows of heads) {
        expect(rows).toHaveLength(LENGTH);
        for (const row of rows) {
          expect(row).toHaveLength(LENGTH);
          expect(row.every((share) => share >= 0)).toBe(true);
          expect(row.reduce((total, share) => total + share, 0)).toBeCloseTo(1, 5);
        }
      }
    }
  });

  it('shows the attention of each window alone as beside others', async () => {
    const all = await fitted.attention(windows);
    const [alone] = await fitted.attention(takeWindows(windows, [70]));
    alone.flat().forEach((row, i) => {
      const beside = all[70].flat()[i];
      row.forEach((share, j) => void expect(share).toBeCloseTo(beside[j], 5));
    });
  });

  it('refuses to show it for windows of another length', async () => {
    const short = makeWindows({ samples: windows.samples, length: 4 });
    const message = `windows must have ${LENGTH} samples, got 4`;
    await expect(fitted.attention(short)).rejects.toThrow(message);
  });

  it('looks from the last event at the marks more than at the rest', async () => {
    const weights = await fitted.attention(windows);
    const { data } = windows.samples;
    let onMarks = 0;
    weights.forEach((heads, window) => {
      for (const head of heads) {
        head[LENGTH - 1].forEach((share, step) => {
          const event = 3 * (window * LENGTH + step);
          if (data[event] + data[event + 1] > 0) onMarks += share / (weights.length * heads.length);
        });
      }
    });
    expect(onMarks).toBeGreaterThan(1.1 * (2 / LENGTH)); // two events of each window are marked
  });

  it('has the sizes of the experiment by default', () => {
    const { embedding, heads, feedForward, dropout } = transformerClassifier().params;
    expect([embedding, heads, feedForward, dropout]).toEqual([32, 4, 64, 0.1]);
  });

  it.each([
    [{ heads: 5 }, 'heads must divide embedding 32, got 5'],
    [{ heads: 0 }, 'heads must be an integer of at least 1, got 0'],
    [{ embedding: 1.5 }, 'embedding must be an integer of at least 1, got 1.5'],
    [{ feedForward: -1 }, 'feedForward must be an integer of at least 1, got -1'],
    [{ dropout: 2 }, 'dropout must be in [0, 1), got 2'],
    [{ units: [4] }, /^option must be embedding, heads, .* or seed, got units$/],
  ])('refuses %j', (options, message) => {
    expect(() => transformerClassifier(options as object)).toThrow(message);
    expect(() => transformerClassifier(options as object)).toThrow(RangeError);
  });

  it('names the folder where nothing was saved', async () => {
    await expect(loadTransformerClassifier('/nowhere')).rejects.toThrow('/nowhere/detector.json');
  });
});
