import { describe, expect, it } from 'vitest';
import { ecod } from '../../src/detectors/ecod';
import { matrix } from '../../src/matrix';
import { describeDetector } from './contract';

describeDetector('ecod', () => ecod(), { deterministic: true });

const column = (...values: number[]) => matrix(values.map((value) => [value]));

describe('ecod', () => {
  it('scores by the rarer tail', async () => {
    const fitted = await ecod().fit(column(1, 2, 2, 4));
    const scores = await fitted.score(column(1, 2, 3, 4));
    const shares = [1 / 4, 3 / 4, 1 / 4, 1 / 4];
    scores.forEach((score, i) => {
      expect(score).toBeCloseTo(-Math.log(shares[i]), 6);
    });
  });

  it('gives values past the training samples the share of one more sample', async () => {
    const fitted = await ecod().fit(column(1, 2, 2, 4));
    const scores = await fitted.score(column(-50, 0.9, 5));
    expect(scores).toEqual(new Float32Array(3).fill(Math.log(5)));
  });

  it('adds features up', async () => {
    const fitted = await ecod().fit(matrix([1, 2, 3, 5].map((value) => [value, value])));
    const [score] = await fitted.score(matrix([[1, 3]]));
    expect(score).toBeCloseTo(Math.log(4) + Math.log(2), 6);
  });

  it('adds both tails of a symmetric feature, as PyOD does', async () => {
    const [score] = await (await ecod().fit(column(1, 2, 3))).score(column(2));
    expect(score).toBeCloseTo(2 * Math.log(3 / 2), 6);
  });

  it('ranks as its example says', async () => {
    const fitted = await ecod().fit(matrix([[0], [0.1], [0.2], [9]]));
    const scores = await fitted.score(matrix([[0.1], [9]]));
    expect(scores[1]).toBeGreaterThan(scores[0]);
  });
});
