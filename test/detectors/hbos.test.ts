import { describe, expect, it } from 'vitest';
import { hbos } from '../../src/detectors/hbos';
import { matrix } from '../../src/matrix';
import { describeDetector } from './contract';

describeDetector('hbos', () => hbos(), { deterministic: true });

const column = (...values: number[]) => matrix(values.map((value) => [value]));
const surprise = (density: number) => -Math.log2(density + 0.1);

describe('hbos', () => {
  it('scores by the density of the bin', async () => {
    const fitted = await hbos({ nBins: 2 }).fit(column(0, 0.2, 0.4, 1, 2));
    const scores = await fitted.score(column(0, 0.5, 1.5, 2));
    const densities = [3 / 5, 3 / 5, 2 / 5, 2 / 5];
    scores.forEach((score, i) => {
      expect(score).toBeCloseTo(surprise(densities[i]), 6);
    });
  });

  it('counts a value just past the range to the outermost bin, one farther out as the rarest', async () => {
    const fitted = await hbos({ nBins: 2 }).fit(column(0, 0.2, 0.4, 1, 2));
    const scores = await fitted.score(column(-0.5, -0.51, 2.5, 2.51));
    const densities = [3 / 5, 2 / 5, 2 / 5, 2 / 5];
    scores.forEach((score, i) => {
      expect(score).toBeCloseTo(surprise(densities[i]), 6);
    });
  });

  it('sees a gap in the middle', async () => {
    const train = column(...Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? i / 100 : 9 + i)));
    const [inside, gap] = await (await hbos().fit(train)).score(column(0.1, 6.5));
    expect(gap).toBeGreaterThan(inside);
  });

  it('scores a constant feature that changes as rare', async () => {
    const fitted = await hbos().fit(column(5, 5, 5));
    const scores = await fitted.score(column(5, 5.01, 4.99, 900));
    expect(scores[0]).toBeCloseTo(surprise(10), 6);
    expect(scores.subarray(1)).toEqual(new Float32Array(3).fill(surprise(0)));
  });

  it('refuses options that do not exist or make no histogram', () => {
    expect(() => hbos({ nBins: 1 })).toThrow('nBins must be an integer in [2, 1000000], got 1');
    expect(() => hbos({ bins: 10 } as object)).toThrow('nBins, got bins');
  });

  it('ranks as its example says', async () => {
    const fitted = await hbos().fit(matrix([[0], [0.1], [0.2], [9]]));
    const scores = await fitted.score(matrix([[0.1], [9]]));
    expect(scores[1]).toBeGreaterThan(scores[0]);
  });
});
