import { describe, expect, it } from 'vitest';
import { learningRateAt } from '../../src/networks/learning-rate';

const rates = (nSteps: number, options: Parameters<typeof learningRateAt>[2]) =>
  Array.from({ length: nSteps }, (_, step) => learningRateAt(step, nSteps, options));

describe('learningRateAt', () => {
  it('stays as it is by default', () => {
    expect(rates(3, { learningRate: 0.4 })).toEqual([0.4, 0.4, 0.4]);
  });

  it('rises in a line and falls along a cosine as CosineDecay in Keras 3', () => {
    // CosineDecay(0.0, 6, warmup_target=0.4, warmup_steps=4), steps 0 to 9
    const keras = [0, 0.1, 0.2, 0.3, 0.4, 0.3732051, 0.3, 0.2, 0.1, 0.0267949];
    const ours = rates(10, { learningRate: 0.4, schedule: 'cosine', warmupSteps: 4 });
    ours.forEach((rate, step) => {
      expect(rate).toBeCloseTo(keras[step], 7);
    });
  });

  it('stays at its height after the rise where it is constant', () => {
    const ours = rates(4, { learningRate: 1, warmupSteps: 2 });
    expect(ours).toEqual([0, 0.5, 1, 1]);
  });
});
