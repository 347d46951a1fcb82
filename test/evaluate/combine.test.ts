import { describe, expect, it } from 'vitest';
import { averageScores, majorityVote } from '../../src/evaluate/combine';

describe('majorityVote', () => {
  it('flags what more than half of the models flag', () => {
    const votes = majorityVote({ forest: [1, 0], lstm: [1, 1], transformer: [0, 0] });
    expect(votes).toEqual(Int32Array.of(1, 0));
    expect(majorityVote({ a: [1, 1], b: [0, 1] })).toEqual(Int32Array.of(0, 1));
  });

  it('refuses no models, other lengths and what is no flag', () => {
    expect(() => majorityVote({})).toThrow('models must not be empty');
    expect(() => majorityVote({ a: [1], b: [1, 0] })).toThrow('b must have 1 values as a, got 2');
    expect(() => majorityVote({ a: [0.5] })).toThrow('a[0] must be 0 or 1, got 0.5');
  });
});

describe('averageScores', () => {
  const calibration = { forest: [0.4, 0.1, 0.3, 0.2], lstm: [10, 20, 30, 40] };

  it('averages the shares of calibration scores below', () => {
    const scores = { forest: [0.05, 0.25, 0.9], lstm: [40, 25, 41] };
    expect(averageScores(scores, calibration)).toEqual(Float32Array.of(0.375, 0.5, 1));
  });

  it('does not change where a model writes its scores on another scale', () => {
    const scores = { forest: [0.15, 0.35], lstm: [5, 35] };
    const scaled = {
      scores: { ...scores, lstm: scores.lstm.map(Math.log) },
      calibration: { ...calibration, lstm: calibration.lstm.map(Math.log) },
    };
    expect(averageScores(scaled.scores, scaled.calibration)).toEqual(
      averageScores(scores, calibration),
    );
  });

  it('names the model that has no calibration scores, or a score without a rank', () => {
    expect(() => averageScores({ svm: [1] }, calibration)).toThrow(
      'calibrationByModel must have svm, got none',
    );
    expect(() => averageScores({ lstm: [Number.NaN] }, calibration)).toThrow(
      'scores of lstm: scores[0] must be finite, got NaN',
    );
    expect(() => averageScores({ lstm: [1] }, { lstm: [] })).toThrow(
      'calibration of lstm: scores must not be empty',
    );
  });
});
