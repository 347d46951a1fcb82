import { describe, expect, it } from 'vitest';
import { createResampler } from '../../../src/evaluate/bootstrap/resampler';
import { createRandom } from '../../../src/random';

const LABELS = Array.from({ length: 60 }, (_, i) => (i % 6 === 0 ? 1 : 0));

describe('createResampler', () => {
  it('draws each sample as often as any other, with replacement', () => {
    for (const options of [{}, { stratified: true }, { blockLength: 7 }]) {
      const draw = createResampler(LABELS, options, createRandom(1));
      const counts = new Int32Array(60);
      for (let i = 0; i < 5000; i++) for (const index of draw()) counts[index]++;
      expect(Math.min(...counts)).toBeGreaterThan(4300); // 5000 expected
      expect(Math.max(...counts)).toBeLessThan(5700);
    }
  });

  it('keeps the number of each class where stratified', () => {
    const draw = createResampler(LABELS, { stratified: true }, createRandom(2));
    for (let i = 0; i < 20; i++) {
      expect(draw().reduce((sum, index) => sum + LABELS[index], 0)).toBe(10);
    }
  });

  it('draws runs of consecutive samples as blocks, round the end', () => {
    const indices = createResampler(LABELS, { blockLength: 10 }, createRandom(3))();
    indices.forEach((index, j) => {
      if (j % 10 > 0) expect(index).toBe((indices[j - 1] + 1) % 60);
    });
  });

  it('refuses blocks that do not fit', () => {
    const make = (options: object) => () => createResampler([0, 1], options, createRandom(0));
    expect(make({ blockLength: 3 })).toThrow('blockLength must be an integer in [1, 2], got 3');
    expect(make({ blockLength: 0.5 })).toThrow('got 0.5');
    expect(make({ blockLength: 2, stratified: true })).toThrow('stratified must be false');
  });
});
