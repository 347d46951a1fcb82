import { describe, expect, it } from 'vitest';
import { plantAnomalies } from '../../../src/data/planted-anomalies';
import type { OnlineDetector } from '../../../src/detectors/online/online-detector';
import { restoreOnlineDetector } from '../../../src/detectors/online/restore';
import { rowOf } from '../../../src/matrix';
import { rocAuc } from '../../../src/metrics/roc';
import { createRandom } from '../../../src/random';
import { expectRefusal } from '../../bad-input';

const N_FEATURES = 3;

/** Normal samples of three features, of which the last is a flag that is mostly 0. */
function normals(n: number, seed: number): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: n }, () => [
    random.normal(),
    random.normal(5, 0.1),
    random.uniform() < 0.02 ? 1 : 0,
  ]);
}

function learnAll(detector: OnlineDetector, samples: Iterable<ArrayLike<number>>): void {
  for (const sample of samples) detector.learn(sample);
}

const copyOf = (detector: OnlineDetector) =>
  restoreOnlineDetector(JSON.parse(JSON.stringify(detector.state())));

/**
 * What holds of every online detector.
 *
 * @param make one that is ready after at most 100 samples.
 */
export function describeOnlineDetector(make: (nFeatures: number) => OnlineDetector): void {
  describe('as every online detector', () => {
    it('scores 0 until it is ready, then what is far away high', () => {
      const detector = make(N_FEATURES);
      for (const sample of normals(100, 1)) {
        if (!detector.isReady) expect(detector.score(sample)).toBe(0);
        detector.learn(sample);
      }
      expect(detector.isReady).toBe(true);
      const usual = normals(50, 2).map((sample) => detector.score(sample));
      expect(Math.min(...usual)).toBeGreaterThanOrEqual(0);
      const mean = usual.reduce((sum, score) => sum + score) / usual.length;
      expect(detector.score([9, 4, 0])).toBeGreaterThan(2 * mean);
    });

    it('finds planted global anomalies', () => {
      const { samples, labels } = plantAnomalies('global', { seed: 7 });
      const order = createRandom(8).shuffle([...labels.keys()]);
      const detector = make(samples.nFeatures);
      const scores = new Float64Array(labels.length);
      for (const i of order) {
        scores[i] = detector.score(rowOf(samples, i));
        detector.learn(rowOf(samples, i));
      }
      const judged = order.slice(100);
      const auc = rocAuc(
        judged.map((i) => labels[i]),
        judged.map((i) => scores[i]),
      );
      expect(auc).toBeGreaterThan(0.9);
    });

    it('learns nothing by scoring, and leaves the sample as it is', () => {
      const detector = make(N_FEATURES);
      learnAll(detector, normals(150, 3));
      const before = JSON.stringify(detector.state());
      const sample = Float64Array.from([40, -40, 1]);
      detector.score(sample);
      expect(JSON.stringify(detector.state())).toBe(before);
      detector.learn(sample);
      expect([...sample]).toEqual([40, -40, 1]);
    });

    it('goes on to the bit after its state went through JSON', () => {
      for (const nBefore of [0, 1, 37, 100, 250, 333]) {
        const detector = make(N_FEATURES);
        learnAll(detector, normals(nBefore, 4));
        const copy = copyOf(detector);
        expect(copy.name).toBe(detector.name);
        expect(copy.params).toEqual(detector.params);
        for (const sample of normals(400, 5)) {
          expect(copy.score(sample)).toBe(detector.score(sample));
          expect(copy.isReady).toBe(detector.isReady);
          copy.learn(sample);
          detector.learn(sample);
        }
        expect(copy.state()).toEqual(detector.state());
      }
    });

    it('gives a state that later samples do not change', () => {
      const detector = make(N_FEATURES);
      learnAll(detector, normals(40, 4));
      const state = detector.state();
      const before = JSON.stringify(state);
      learnAll(detector, normals(300, 5));
      expect(JSON.stringify(state)).toBe(before);
    });

    it('has a state that does not grow with the stream', () => {
      const detector = make(N_FEATURES);
      const sizes = normals(3000, 6).map((sample, i) => {
        detector.learn(sample);
        return i % 50 === 0 ? JSON.stringify(detector.state()).length : 0;
      });
      const most = (from: number, to: number) => Math.max(...sizes.slice(from, to));
      expect(most(1000, 3000)).toBeLessThan(1.1 * most(0, 1000));
    });

    it('refuses samples of another width or that are not finite, and learns nothing of them', async () => {
      const detector = make(N_FEATURES);
      learnAll(detector, normals(120, 9));
      const before = JSON.stringify(detector.state());
      const wrong = [
        [],
        [1, 2],
        [1, 2, 3, 4],
        [1, Number.NaN, 3],
        [1, 2, Infinity],
        [1, '2', 3],
        new Array(3),
        undefined,
        null,
        5,
        'abc',
      ];
      for (const sample of wrong) {
        await expectRefusal(() => detector.score(sample as never));
        await expectRefusal(() => detector.learn(sample as never));
      }
      expect(JSON.stringify(detector.state())).toBe(before);
    });

    it('scores finitely where samples are all equal, constant or huge', () => {
      const streams = [
        () => [0, 0, 0],
        () => [-0, 1e-320, 1],
        (i: number) => [i % 2 ? 1.7e308 : -1.7e308, 0, i % 7 === 0 ? 1.7e308 : 0],
        (i: number) => [i * 5e-324, i, i],
      ];
      for (const sampleOf of streams) {
        const detector = make(N_FEATURES);
        for (let i = 0; i < 220; i++) detector.learn(sampleOf(i));
        for (const sample of [sampleOf(3), [1, 2, 3], [1.7e308, -1.7e308, 5e-324]]) {
          const score = detector.score(sample);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThan(Infinity);
        }
        expect(copyOf(detector).score([1, 2, 3])).toBe(detector.score([1, 2, 3]));
      }
    });

    it('refuses a width that is none', async () => {
      for (const width of [0, -1, 1.5, Number.NaN, '3', undefined]) {
        await expectRefusal(() => make(width as never));
      }
    });

    it('refuses a state with a field that is missing or wrong, by its name', () => {
      const detector = make(N_FEATURES);
      learnAll(detector, normals(130, 10));
      const state = JSON.parse(JSON.stringify(detector.state()));
      for (const key of Object.keys(state)) {
        for (const wrong of [undefined, 'x', -1, { a: 1 }, [[1], [1, 2]]]) {
          const broken = { ...state, [key]: wrong };
          expect(() => restoreOnlineDetector(broken, 'state.json')).toThrow(/^state\.json: /);
        }
      }
      for (const none of [undefined, null, 5, [], {}]) {
        expect(() => restoreOnlineDetector(none, 'state.json')).toThrow('state.json: name must be');
      }
    });
  });
}
