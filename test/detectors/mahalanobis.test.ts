import { describe, expect, it } from 'vitest';
import { mahalanobis } from '../../src/detectors/mahalanobis';
import { matrix } from '../../src/matrix';
import { describeDetector } from './contract';

describeDetector('mahalanobis', () => mahalanobis(), { deterministic: true });

describe('mahalanobis', () => {
  it('counts sample standard deviations from the mean', async () => {
    const scores = await (await mahalanobis().fit(matrix([[4], [8], [6]]))).score(
      matrix([[6], [10]]),
    );
    expect(scores[0]).toBe(0);
    expect(scores[1]).toBeCloseTo(2, 6);
  });

  it('agrees with the quadratic form of the inverse covariance', async () => {
    const train = matrix([
      [0, 0],
      [2, 2],
      [4, 0],
      [2, 6],
    ]);
    const [score] = await (await mahalanobis().fit(train)).score(matrix([[4, 4]]));
    // The mean is [2, 2], the covariance [[8, 0], [0, 24]] / 3.
    expect(score).toBeCloseTo(Math.sqrt((4 * 3) / 8 + (4 * 3) / 24), 6);
  });

  it('sees a broken dependency that no single feature shows', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => [i, 2 * i + (i % 7)]);
    const [kept, broken] = await (await mahalanobis().fit(matrix(rows))).score(
      matrix([
        [99, 200],
        [90, 20],
      ]),
    );
    expect(broken).toBeGreaterThan(5 * kept);
  });

  it('lets a change of a constant feature or a fixed sum outweigh everything else', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => [i, (i * 7) % 20, 3]).map((row) => [
      ...row,
      row[0] + row[1],
    ]);
    const [kept, changed, broken] = await (await mahalanobis().fit(matrix(rows))).score(
      matrix([
        [19, 19, 3, 38],
        [10, 10, 3.1, 20],
        [10, 10, 3, 20.1],
      ]),
    );
    expect(kept).toBeLessThan(5);
    expect(changed).toBeGreaterThan(1e4);
    expect(broken).toBeGreaterThan(1e4);
  });

  it('ranks as its example says', async () => {
    const fitted = await mahalanobis().fit(
      matrix([
        [0, 0],
        [1, 1.1],
        [2, 1.9],
        [3, 3],
      ]),
    );
    const scores = await fitted.score(
      matrix([
        [3, 3],
        [3, 0],
      ]),
    );
    expect(scores[1]).toBeGreaterThan(scores[0]);
  });
});
