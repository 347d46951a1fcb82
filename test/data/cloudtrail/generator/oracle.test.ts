import { describe, expect, it } from 'vitest';
import { CLOUDTRAIL_CLASSES } from '../../../../src/data/cloudtrail/event';
import { createCloudTrailGenerator } from '../../../../src/data/cloudtrail/generator/generator';
import { cloudTrailOracle } from '../../../../src/data/cloudtrail/generator/oracle';
import type { CloudTrailSettings } from '../../../../src/data/cloudtrail/generator/settings';
import { averagePrecision } from '../../../../src/metrics/precision-recall';

/** Probabilities of attack, whether it is one, and the sums of the five. */
function judge(options: Partial<CloudTrailSettings>) {
  const generator = createCloudTrailGenerator({ days: 80, attacksPerYear: 600, ...options });
  const oracle = cloudTrailOracle(generator);
  const [scores, labels, sums]: [number[], number[], number[]] = [[], [], []];
  for (const batch of generator.batches()) {
    const shares = oracle.next().value as Float64Array;
    batch.labels.forEach((label, i) => {
      const own = shares.subarray(
        i * CLOUDTRAIL_CLASSES.length,
        (i + 1) * CLOUDTRAIL_CLASSES.length,
      );
      scores.push(1 - own[0]);
      labels.push(Number(label.class !== 'Normal'));
      sums.push(own.reduce((sum, share) => sum + share, 0));
    });
  }
  expect(oracle.next().done).toBe(true);
  return { scores, labels, sums };
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

describe('cloudTrailOracle', () => {
  const { scores, labels, sums } = judge({ seed: 11 });

  it('gives probabilities of five classes to each event', () => {
    expect(scores.length).toBeGreaterThan(4000);
    expect(sums.every((sum) => Math.abs(sum - 1) < 1e-9)).toBe(true);
  });

  it('expects as many attack events as there are, whatever it is sure of', () => {
    const nAttacks = total(labels);
    expect(Math.abs(total(scores) / nAttacks - 1)).toBeLessThan(0.06);
    const unsure = scores.flatMap((score, i) =>
      score > 0.02 && score < 0.9 ? [[score, labels[i]]] : [],
    );
    const [expected, found] = [0, 1].map((k) => total(unsure.map((pair) => pair[k])));
    expect(Math.abs(expected - found)).toBeLessThan(4 * Math.sqrt(expected * 4) + 5); // events of one attack go together
  });

  it('finds less where attackers hide and users are odd', () => {
    const precisions = (['easy', 'hard'] as const).map((difficulty) => {
      const judged = judge({ seed: 12, difficulty });
      return averagePrecision(judged.labels, judged.scores);
    });
    expect(precisions[0]).toBeGreaterThan(0.99);
    expect(precisions[1]).toBeLessThan(precisions[0]);
    expect(precisions[1]).toBeGreaterThan(0.8);
  });

  it('is sure that nothing is an attack where there are none', () => {
    expect(
      judge({ seed: 11, attacksPerYear: 0, days: 20 }).scores.every((score) => score === 0),
    ).toBe(true);
  });
});
