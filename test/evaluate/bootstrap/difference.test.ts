import { describe, expect, it } from 'vitest';
import { bootstrapDifference } from '../../../src/evaluate/bootstrap/difference';
import { averagePrecision } from '../../../src/metrics/precision-recall';
import { rocAuc } from '../../../src/metrics/roc';
import { createRandom } from '../../../src/random';

/** Two detectors that see the same, the first with less noise. */
function planted(n: number, noise: number, seed: number) {
  const random = createRandom(seed);
  const labels = Int32Array.from({ length: n }, (_, i) => (i % 5 === 0 ? 1 : 0));
  const a = Float64Array.from(labels, (label) => random.normal(label));
  return { labels, a, b: a.map((score) => score + random.normal(0, noise)) };
}

describe('bootstrapDifference', () => {
  it('finds the better detector, and turns with their order', () => {
    const { labels, a, b } = planted(500, 2, 1);
    const better = bootstrapDifference(labels, a, b, rocAuc);
    expect(better.estimate).toBe(rocAuc(labels, a) - rocAuc(labels, b));
    expect(better.lower).toBeGreaterThan(0);
    expect(better.pValue).toBeCloseTo(2 / 1001, 12);
    const worse = bootstrapDifference(labels, b, a, rocAuc);
    expect(worse.upper).toBeCloseTo(-better.lower, 12);
    expect(worse.pValue).toBe(better.pValue);
  });

  it('is 0 between equals, whatever the metric', () => {
    const { labels, a } = planted(100, 0, 2);
    for (const metric of [rocAuc, averagePrecision]) {
      const same = bootstrapDifference(labels, a, a, metric, { nResamples: 50 });
      expect(same).toMatchObject({ estimate: 0, lower: 0, upper: 0, pValue: 1 });
    }
  });

  it('finds a difference about as rarely as it says where there is none', () => {
    let nFound = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { labels, a } = planted(200, 0, seed);
      const random = createRandom(seed + 1000);
      const [one, other] = [1, 2].map(() => a.map((score) => score + random.normal(0, 1)));
      const options = { nResamples: 200, seed };
      if (bootstrapDifference(labels, one, other, rocAuc, options).pValue <= 0.1) nFound++;
    }
    expect(nFound).toBeGreaterThan(8); // 20 expected, standard deviation 4.2
    expect(nFound).toBeLessThan(33);
  });

  it('refuses scores that do not fit the labels', () => {
    expect(() => bootstrapDifference([0, 1], [1, 2], [1], rocAuc)).toThrow(
      'scoresB must be as many',
    );
  });
});
