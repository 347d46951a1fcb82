import { expect, it } from 'vitest';
import { binaryMetrics } from '../../src/evaluate/binary-metrics';

it('has the four figures of one table line', () => {
  const metrics = binaryMetrics([0, 0, 1, 1], Int32Array.of(0, 1, 1, 1));
  expect(metrics).toEqual({ accuracy: 0.75, precision: 2 / 3, recall: 1, f1: 0.8 });
});

it('gives a high accuracy and no recall to one that never flags', () => {
  const metrics = binaryMetrics([0, 0, 0, 1], [0, 0, 0, 0]);
  expect(metrics).toEqual({ accuracy: 0.75, precision: 0, recall: 0, f1: 0 });
});

it('refuses flags that do not fit the labels', () => {
  expect(() => binaryMetrics([0, 1], [1])).toThrow('predictions must be as many as labels, 2');
  expect(() => binaryMetrics([0, 1], [1, 0.5])).toThrow('predictions[1] must be 0 or 1, got 0.5');
});
