import { describe, expect, it } from 'vitest';
import { largestZ } from '../../src/detectors/largest-z';
import { matrix } from '../../src/matrix';
import { describeDetector } from './contract';

describeDetector('largestZ', () => largestZ(), { deterministic: true });

describe('largestZ', () => {
  it('scores as its example says', async () => {
    const fitted = await largestZ().fit(matrix([[0], [2]]));
    expect(await fitted.score(matrix([[1], [4]]))).toEqual(Float32Array.of(0, 3));
  });

  it('takes the worst feature, and 1 for the deviation of a constant one', async () => {
    const fitted = await largestZ().fit(
      matrix([
        [0, 5],
        [2, 5],
      ]),
    );
    expect([
      ...(await fitted.score(
        matrix([
          [3, 5],
          [1, 9],
        ]),
      )),
    ]).toEqual([2, 4]);
  });
});
