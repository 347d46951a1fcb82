import { describe, expect, it } from 'vitest';
import { restoreOnlineDetector } from '../../../src/detectors/online/restore';
import { runningQuantiles } from '../../../src/detectors/online/running-quantiles';
import { createSortedWindow } from '../../../src/detectors/online/sorted-window';
import { quantileOfSorted } from '../../../src/features/quantile';
import { createRandom } from '../../../src/random';
import { expectStrictOptions } from '../../bad-input';
import { describeOnlineDetector } from './online-contract';

describe('runningQuantiles', () => {
  describe.each(['distance', 'rarity'] as const)('by %s', (measure) => {
    describeOnlineDetector((nFeatures) =>
      runningQuantiles(nFeatures, { windowSize: 100, measure }),
    );
  });

  it('scores the distance from the median in distances to the quartile on that side', () => {
    const detector = runningQuantiles(1, { windowSize: 11 });
    for (const x of [0, 1, 2, 3, 4, 5, 10, 20, 30, 40, 50]) detector.learn([x]);
    expect(detector.score([5])).toBe(0);
    expect(detector.score([45])).toBe(2); // the quartile is 25, 20 above
    expect(detector.score([0])).toBe(2); // and 2.5, 2.5 below
  });

  it('scores flags by how rare they are', () => {
    const scoreOf = (nFlagged: number) => {
      const detector = runningQuantiles(1, { windowSize: 1000 });
      for (let i = 0; i < 1000; i++) detector.learn([i < nFlagged ? 1 : 0]);
      return detector.score([1]);
    };
    expect([0, 1, 10, 100, 300].map((n) => Math.round(scoreOf(n)))).toEqual([10, 10, 6, 3, 1]);
    expect(scoreOf(0)).toBeGreaterThan(scoreOf(1));
  });

  it('scores rarity by rank, and beyond all values by distance', () => {
    const detector = runningQuantiles(1, { windowSize: 63, measure: 'rarity' });
    for (let i = 0; i < 63; i++) detector.learn([i < 62 ? i * 1e-40 : 0.5]);
    expect(detector.score([0.5])).toBe(4); // one of 63 is as far, with itself one of 32
    expect(detector.score([61e-40])).toBeCloseTo(Math.log2(64 / 6), 12);
    expect(detector.score([0])).toBe(4);
    expect(detector.score([31e-40])).toBe(0);
    expect(detector.score([1])).toBeCloseTo(5 + 1, 12); // twice as far as any
    expect(detector.score([-1])).toBeGreaterThan(100);
  });

  it('flags by rarity no more of a steady stream than there may be, whatever its features', () => {
    const detector = runningQuantiles(4, { windowSize: 512, measure: 'rarity' });
    const random = createRandom(3);
    let nRare = 0;
    for (let i = 0; i < 20_512; i++) {
      const [x, y] = [random.uniform(), random.uniform()];
      const sample = [random.normal(), y ** 40, x < 0.01 ? 1 : 0, Math.exp(random.normal(0, 9))];
      if (detector.isReady && detector.score(sample) >= 7) nRare++;
      detector.learn(sample);
    }
    expect(nRare / 20_000).toBeLessThan(4 / 2 ** 7);
    expect(nRare / 20_000).toBeGreaterThan(1 / 2 ** 7);
  });

  it('follows what drifts, and forgets', () => {
    const detector = runningQuantiles(1, { windowSize: 200 });
    const random = createRandom(1);
    const stream = (centre: number) => {
      for (let i = 0; i < 200; i++) detector.learn([random.normal(centre)]);
      return detector.score([100]);
    };
    expect(stream(0)).toBeGreaterThan(80);
    expect(stream(100)).toBeLessThan(1);
  });

  it('refuses other options, and a state whose columns do not fit', async () => {
    await expectStrictOptions((options) => runningQuantiles(2, options));
    const state = runningQuantiles(2, { windowSize: 10 }).state();
    for (const values of [[[1]], [[1], []], [Array(11).fill(0), Array(11).fill(0)]]) {
      expect(() => restoreOnlineDetector({ ...state, values })).toThrow('state: values must be');
    }
  });
});

describe('createSortedWindow', () => {
  it('holds the last values in order, with ties', () => {
    const random = createRandom(2);
    const window = createSortedWindow(50);
    const all: number[] = [];
    for (let i = 0; i < 500; i++) {
      all.push(random.integer(40) - 20);
      window.add(all[i]);
      const last = all.slice(-50);
      expect(window.values()).toEqual(last);
      const sorted = last.sort((a, b) => a - b);
      expect([...window.sorted.subarray(0, window.count)]).toEqual(sorted);
    }
    expect(quantileOfSorted(window.sorted, 1)).toBeLessThan(20);
  });
});
