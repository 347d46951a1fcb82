import { expect, it } from 'vitest';
import { matrix } from '../../../src/matrix';
import { plantFault } from '../../../src/pipeline/skab/plant-fault';
import { trailingMeans, trailingMedians } from '../../../src/pipeline/skab/smoothing';
import { madeRecording } from './made-recordings';

it('averages samples with those before', () => {
  const means = trailingMeans(
    matrix([
      [1, 10],
      [3, 20],
      [8, 60],
    ]),
    2,
  );
  expect([...means.data]).toEqual([1, 10, 2, 15, 5.5, 40]);
  expect([...trailingMeans(means, 1).data]).toEqual([...means.data]);
  const inPlace = matrix([[1], [3], [8]]);
  trailingMeans(inPlace, 2, inPlace.data);
  expect([...inPlace.data]).toEqual([1, 2, 5.5]);
});

it('takes the median of scores with those before, the lower of two', () => {
  expect([...trailingMedians([5, 1, 9, 2], 3)]).toEqual([5, 1, 5, 2]);
  expect([...trailingMedians([5, 1], 1)]).toEqual([5, 1]);
});

it('refuses a length below 1', () => {
  expect(() => trailingMedians([1], 0)).toThrow('length must be an integer of at least 1, got 0');
  expect(() => trailingMeans(matrix([[1]]), 1.5)).toThrow('length must be an integer');
});

it('plants a fault behind the first 400 rows, where its labels say', () => {
  const { samples } = madeRecording(1, 1150);
  for (let seed = 1; seed <= 20; seed++) {
    const planted = plantFault(samples, seed);
    const changed = new Set<number>();
    planted.samples.data.forEach((value, index) => {
      if (value !== samples.data[index]) changed.add(Math.floor(index / 8));
    });
    expect([...changed]).toEqual(
      [...planted.labels.keys()].filter((row) => planted.labels[row] === 1),
    );
    expect(Math.min(...changed)).toBeGreaterThanOrEqual(400);
    expect(changed.size).toBeGreaterThanOrEqual(60);
    expect(changed.size).toBeLessThanOrEqual(600);
  }
});
