import { describe, expect, it } from 'vitest';
import { majorityVote } from '../../src/evaluate/combine';
import {
  averageOf,
  averageOfMaximum,
  maximumOf,
  maximumOfAverage,
} from '../../src/metrics/combine-scores';
import { combinationGolden as golden } from './combination-golden';

const size = golden.order.length / golden.nGroups;
const groups = Array.from({ length: golden.nGroups }, (_, i) =>
  golden.order.slice(i * size, (i + 1) * size),
);

describe("combined scores are those of PyOD's combination", () => {
  it.each([
    ['average', averageOf(golden.scores)],
    ['maximum', maximumOf(golden.scores)],
    ['averageOfMaximum', averageOfMaximum(golden.scores, groups)],
    ['maximumOfAverage', maximumOfAverage(golden.scores, groups)],
  ] as const)('%s', (name, combined) => {
    expect(combined).toHaveLength(golden[name].length);
    combined.forEach((score, i) => {
      expect(score).toBeCloseTo(golden[name][i], 12);
    });
  });

  it('majorityVote, a tie being no flag', () => {
    const flags = Object.fromEntries(golden.flags.map((column, i) => [`model ${i}`, column]));
    expect(Array.from(majorityVote(flags))).toEqual(golden.majorityVote);
  });
});

describe('combined scores', () => {
  it('leave their arguments as they were', () => {
    const scores = [Float64Array.of(1, 2), Float64Array.of(3, 0)];
    expect(maximumOf(scores)).toEqual(Float64Array.of(3, 2));
    expect(averageOf(scores)).toEqual(Float64Array.of(2, 1));
    expect(scores).toEqual([Float64Array.of(1, 2), Float64Array.of(3, 0)]);
  });

  it('lie between the average and the maximum by groups', () => {
    const { scores } = golden;
    const [low, high] = [averageOf(scores), maximumOf(scores)];
    for (const middle of [averageOfMaximum(scores, groups), maximumOfAverage(scores, groups)]) {
      expect(middle.every((score, i) => score >= low[i] && score <= high[i])).toBe(true);
    }
  });

  it('refuse no models, empty groups and other lengths', () => {
    expect(() => averageOf([])).toThrow('models must not be empty, got 0 models');
    expect(() => averageOfMaximum([[1]], [[0], []])).toThrow('models must not be empty');
    expect(() => maximumOf([[1, 2], [1]])).toThrow('model 1 must have 2 values as model 0, got 1');
  });
});
