import { expect, it } from 'vitest';

/** Every metric of labels and flags refuses the same input with the same words. */
export function refusesBadInput(
  metric: (labels: ArrayLike<number>, predictions: ArrayLike<number>) => unknown,
): void {
  it('refuses labels and predictions that it cannot score', () => {
    expect(() => metric([], [])).toThrow('labels must not be empty, got 0 values');
    expect(() => metric([0, 0], [0, 1])).toThrow(
      'labels must hold at least one 1 (anomaly), got only 0',
    );
    expect(() => metric([1, NaN], [0, 1])).toThrow('labels[1] must be 0 or 1, got NaN');
    expect(() => metric([1, -1], [0, 1])).toThrow('labels[1] must be 0 or 1, got -1');
    expect(() => metric([1, 0], [0])).toThrow('predictions must be as many as labels, 2, got 1');
    expect(() => metric([1, 0], [0, 0.5])).toThrow('predictions[1] must be 0 or 1, got 0.5');
    expect(() => metric([1, 0], [0, Infinity])).toThrow(RangeError);
  });
}

/** Scores from nothing but extreme series are numbers in [0, 1]. */
export const extremeSeries: readonly (readonly [labels: number[], predictions: number[]])[] = [
  [[1], [0]],
  [[1], [1]],
  [
    [1, 1, 1],
    [0, 0, 0],
  ],
  [
    [1, 1, 1],
    [1, 1, 1],
  ],
  [
    [1, 1, 1],
    [0, 1, 0],
  ],
  [
    [0, 0, 1],
    [1, 0, 0],
  ],
  [
    [1, 0, 1],
    [0, 1, 0],
  ],
];
