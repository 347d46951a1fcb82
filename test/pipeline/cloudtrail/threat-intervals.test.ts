import { describe, expect, it } from 'vitest';
import { judgeThreats } from '../../../src/pipeline/cloudtrail/judge-threats';
import { indexAtTime, sliceCloudTrailRows } from '../../../src/pipeline/cloudtrail/rows';
import { threatIntervals } from '../../../src/pipeline/cloudtrail/threat-intervals';
import { createRandom } from '../../../src/random';
import { BORDERS, smallRows } from './small';

const rows = smallRows();
const random = createRandom(5);
/** Attacks score higher on average, and half of the flagged ones are named right. */
const scored = {
  scores: Float64Array.from(rows.labels, (label) => random.normal(label > 0 ? 1.5 : 0)),
  classes: Int32Array.from(rows.labels, (label) => (random.uniform() < 0.5 && label ? label : 1)),
};
const nSeen = indexAtTime(rows, BORDERS.testFrom);
const test = sliceCloudTrailRows(rows, nSeen, rows.labels.length);
const own = { scores: scored.scores.slice(nSeen), classes: scored.classes.slice(nSeen) };

describe('threatIntervals', () => {
  const all = judgeThreats(test, own, 2.3);
  const intervals = threatIntervals(test, { ...own, threshold: 2.3 }, { nResamples: 200 });

  it('has the figures of judgeThreats between its ends', () => {
    for (const figure of ['macro F1', 'recall at 1 %'] as const) {
      const { estimate, lower, upper } = intervals[figure];
      expect(estimate).toBeCloseTo(all[figure], 12);
      expect(lower).toBeLessThan(estimate);
      expect(upper).toBeGreaterThan(estimate);
    }
  });

  it('is the same for the same seed', () => {
    const options = { nResamples: 50, seed: 7 };
    const scores = { ...own, threshold: 2.3 };
    const once = threatIntervals(test, scores, options);
    expect(threatIntervals(test, scores, options)).toEqual(once);
    expect(threatIntervals(test, scores, { ...options, seed: 8 })).not.toEqual(once);
  });

  it('is wider where whole attacks are found or missed than where single events are', () => {
    const level = new Map<string, number>();
    const scores = Float64Array.from(test.attacks, (attack) => {
      if (attack === '') return random.normal();
      if (!level.has(attack)) level.set(attack, random.normal(2));
      return level.get(attack)!;
    });
    const alone = Float64Array.from(test.labels, (label) => random.normal(label > 0 ? 2 : 0));
    const widthOf = (values: Float64Array) => {
      const found = threatIntervals(test, { ...own, scores: values, threshold: 2.3 });
      return found['recall at 1 %'].upper - found['recall at 1 %'].lower;
    };
    expect(widthOf(scores)).toBeGreaterThan(widthOf(alone));
  });

  it('refuses events of one kind, and options that are none', () => {
    const normal = rows.labels.findIndex((label) => label > 0);
    const calm = sliceCloudTrailRows(rows, 0, normal);
    expect(() => threatIntervals(calm, { ...scored, threshold: 1 })).toThrow('of one kind');
    const wrong = { nResamples: 0 };
    expect(() => threatIntervals(test, { ...own, threshold: 1 }, wrong)).toThrow('nResamples');
    const other = { blocks: 2 } as never;
    expect(() => threatIntervals(test, { ...own, threshold: 1 }, other)).toThrow('blocks');
  });
});
