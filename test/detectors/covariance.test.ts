import { expect, it } from 'vitest';
import { covarianceOf } from '../../src/detectors/covariance';
import { matrix } from '../../src/matrix';

it('gives the covariance of centred samples', () => {
  const covariance = covarianceOf(
    matrix([
      [-1, 2],
      [0, 0],
      [1, -2],
    ]),
  );
  expect(Array.from(covariance)).toEqual([1, -2, -2, 4]);
});

it('gives zeros for one sample', () => {
  expect(Array.from(covarianceOf(matrix([[0, 0]])))).toEqual([0, 0, 0, 0]);
});
