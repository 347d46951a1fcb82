import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { featureScoreCorrelation } from '../../src/explain/feature-score-correlation';
import { matrix } from '../../src/matrix';

const golden = JSON.parse(
  readFileSync(join(__dirname, '../golden/feature-score-correlation.json'), 'utf8'),
);

describe('featureScoreCorrelation', () => {
  it('gives the figures of NumPy and SciPy, ties included', () => {
    const { pearson, spearman } = featureScoreCorrelation(matrix(golden.samples), golden.scores);
    pearson.forEach((value, j) => {
      expect(value).toBeCloseTo(golden.pearson[j], 12);
      expect(spearman[j]).toBeCloseTo(golden.spearman[j], 12);
    });
  });

  it('is 1 and -1 along straight lines, also of huge and tiny values', () => {
    const scores = [1, 2, 3, 5];
    const rows = scores.map((score) => [(score - 3) * 4e307, -score * 1e-300, 10 - score]);
    const { pearson, spearman } = featureScoreCorrelation(matrix(rows), scores);
    [1, -1, -1].forEach((sign, j) => {
      expect(pearson[j]).toBeCloseTo(sign, 12);
      expect(spearman[j]).toBeCloseTo(sign, 12);
    });
  });

  it('is 0 for a constant feature, constant scores and a single sample', () => {
    const rows = matrix([
      [0.1, 1],
      [0.1, 2],
      [0.1, 4],
    ]);
    expect(featureScoreCorrelation(rows, [1, 2, 4]).pearson[0]).toBe(0);
    expect([...featureScoreCorrelation(rows, [7, 7, 7]).spearman]).toEqual([0, 0]);
    expect([...featureScoreCorrelation(matrix([[1, 2]]), [3]).pearson]).toEqual([0, 0]);
  });

  it('refuses what does not fit', () => {
    expect(() => featureScoreCorrelation(matrix([[1]]), [1, 2])).toThrow('scores must be 1 as');
    expect(() => featureScoreCorrelation(matrix([[1]]), [Number.NaN])).toThrow('must be finite');
    expect(() => featureScoreCorrelation(matrix([[Number.NaN]]), [1])).toThrow('must be finite');
    expect(() => featureScoreCorrelation(matrix([]), [1])).toThrow('samples must not be empty');
  });
});
