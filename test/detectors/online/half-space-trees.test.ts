import { describe, expect, it } from 'vitest';
import { growHalfSpaceForest } from '../../../src/detectors/online/half-space-forest';
import { halfSpaceTrees } from '../../../src/detectors/online/half-space-trees';
import { restoreOnlineDetector } from '../../../src/detectors/online/restore';
import { createRandom } from '../../../src/random';
import { expectStrictOptions } from '../../bad-input';
import { describeOnlineDetector } from './online-contract';

const SMALL = { nTrees: 25, depth: 8, windowSize: 50 };

describe('halfSpaceTrees', () => {
  describeOnlineDetector((nFeatures) => halfSpaceTrees(nFeatures, { ...SMALL, seed: 3 }));

  it('counts masses as the paper has it: one tree, by hand', () => {
    const trees = halfSpaceTrees(1, {
      nTrees: 1,
      depth: 2,
      windowSize: 20,
      ranges: 'unit',
      seed: 1,
    });
    const { splits } = growHalfSpaceForest({ low: [0], high: [1] }, 1, 2, 1);
    const leafOf = (x: number) => (x < splits[0] ? (x < splits[1] ? 0 : 1) : x < splits[2] ? 2 : 3);
    const random = createRandom(5);
    const window = Array.from({ length: 20 }, () => random.uniform());
    for (const x of window) trees.learn([x]);
    const highest = Math.log2(1 + 20 * 4);
    for (const x of [-3, 0.1, 0.5, 0.9, 4]) {
      const inHalf = window.filter((w) => w < splits[0] === x < splits[0]).length;
      const inLeaf = window.filter((w) => leafOf(w) === leafOf(x)).length;
      const mass = inHalf > 2 ? inLeaf * 4 : inHalf * 2; // a tenth of the window is 2
      expect(trees.score([x])).toBeCloseTo(highest - Math.log2(1 + mass), 12);
    }
  });

  it('knows the last full window only', () => {
    const stream = (seed: number, centre: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 50 }, () => [random.normal(centre, 0.05)]);
    };
    const options = { ...SMALL, ranges: 'unit', seed: 2 } as const;
    const both = halfSpaceTrees(1, options);
    const last = halfSpaceTrees(1, options);
    for (const sample of [...stream(1, 0.2), ...stream(2, 0.8)]) both.learn(sample);
    for (const sample of stream(2, 0.8)) last.learn(sample);
    for (const x of [0, 0.2, 0.5, 0.8]) expect(both.score([x])).toBe(last.score([x]));
    expect(both.score([0.2])).toBeGreaterThan(both.score([0.8]));
  });

  it('has trees of its seed', () => {
    const scoreOf = (seed: number) => {
      const trees = halfSpaceTrees(1, { ...SMALL, seed });
      const random = createRandom(1);
      for (let i = 0; i < 50; i++) trees.learn([random.normal()]);
      return [-1, 0, 1, 2].map((x) => trees.score([x]));
    };
    expect(scoreOf(1)).toEqual(scoreOf(1));
    expect(scoreOf(1)).not.toEqual(scoreOf(2));
  });

  it('takes the ranges of features from the first window', () => {
    const scaled = halfSpaceTrees(1, SMALL);
    const plain = halfSpaceTrees(1, SMALL);
    const random = createRandom(1);
    for (let i = 0; i < 120; i++) {
      const x = random.integer(1024) / 1024;
      plain.learn([x]);
      scaled.learn([x * 2 ** 20]);
    }
    for (const x of [0, 0.5, 3]) expect(scaled.score([x * 2 ** 20])).toBe(plain.score([x]));
  });

  it('refuses options that are unknown, out of range or too many', async () => {
    await expectStrictOptions((options) => halfSpaceTrees(2, options));
    expect(() => halfSpaceTrees(2, { depth: 21 })).toThrow(
      'depth must be an integer in [1, 20], got 21',
    );
    expect(() => halfSpaceTrees(2, { nTrees: 100, depth: 20 })).toThrow(
      'nTrees * 2 ** depth must be at most 67108864, got 104857600',
    );
  });

  it('refuses a state whose parts do not fit together', () => {
    const trees = halfSpaceTrees(2, { nTrees: 2, depth: 3, windowSize: 10 });
    for (let i = 0; i < 13; i++) trees.learn([i, -i]);
    const state = trees.state() as unknown as Record<string, unknown>;
    const wrong: readonly (readonly [object, string])[] = [
      [{ ranges: null }, 'state: ranges must be there, got null'],
      [{ ranges: { low: [0], high: [1] } }, 'state: ranges must have 2 features, got 1'],
      [{ ranges: { low: [0, 2], high: [1, 1] } }, 'state: ranges.low.1 must not be above high'],
      [{ first: [1, 2] }, 'state: first must be rows of less than a window, got 2 numbers'],
      [{ reference: [7] }, 'state: reference must have 0 or 20 leaves, got 1'],
      [{ latest: [7] }, 'state: latest must be less than a window, got 1 leaves'],
      [{ latest: [7, 15] }, 'state: leaf must be an integer in [7, 14], got 15'],
    ];
    for (const [change, message] of wrong) {
      expect(() => restoreOnlineDetector({ ...state, ...change })).toThrow(message);
    }
  });
});
