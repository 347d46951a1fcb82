import { describe, expect, it } from 'vitest';
import { copod } from '../../src/detectors/copod';
import { matrix } from '../../src/matrix';
import { describeDetector } from './contract';

describeDetector('copod', () => copod(), { deterministic: true });

const column = (...values: number[]) => matrix(values.map((value) => [value]));

describe('copod', () => {
  it('looks at the right tail of a feature that is skewed to the right', async () => {
    const scores = await (await copod().fit(column(1, 2, 3, 9))).score(column(1, 9));
    expect(scores[0]).toBeCloseTo(Math.log(4) / 2, 6);
    expect(scores[1]).toBeCloseTo(Math.log(4), 6);
  });

  it('looks at the left tail of a feature that is skewed to the left', async () => {
    const scores = await (await copod().fit(column(-9, 1, 2, 3))).score(column(-9, 3));
    expect(scores[0]).toBeCloseTo(Math.log(4), 6);
    expect(scores[1]).toBeCloseTo(Math.log(4) / 2, 6);
  });

  it('adds both tails of a symmetric feature, as PyOD does', async () => {
    const [score] = await (await copod().fit(column(1, 2, 3))).score(column(2));
    expect(score).toBeCloseTo(2 * Math.log(3 / 2), 6);
  });

  it('ranks as its example says', async () => {
    const fitted = await copod().fit(matrix([[0], [0.1], [0.2], [9]]));
    const scores = await fitted.score(matrix([[0.1], [9]]));
    expect(scores[1]).toBeGreaterThan(scores[0]);
  });
});
