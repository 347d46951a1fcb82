import { describe, expect, it } from 'vitest';
import { judgeThreats } from '../../../src/pipeline/cloudtrail/judge-threats';
import { indexAtTime, sliceCloudTrailRows } from '../../../src/pipeline/cloudtrail/rows';
import { threatsByMonth } from '../../../src/pipeline/cloudtrail/threats-by-month';
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

describe('threatsByMonth', () => {
  const months = threatsByMonth(rows, scored, 2.3, BORDERS.testFrom);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

  it('has months whose counts are those of all events', () => {
    expect(months.map(({ month }) => month)).toEqual(['2021-11', '2021-12']);
    expect(sum(months.map(({ nEvents }) => nEvents))).toBe(test.labels.length);
    const nAttacking = test.labels.filter((label) => label > 0).length;
    expect(sum(months.map(({ nAttackingEvents }) => nAttackingEvents))).toBe(nAttacking);
  });

  it('has figures that together are those of judgeThreats', () => {
    const all = judgeThreats(test, own, 2.3);
    const meanBy = (figure: 'accuracy' | 'falsePositiveRate', weigh: (k: number) => number) =>
      sum(months.map((own, k) => own[figure]! * weigh(k))) / sum(months.map((_, k) => weigh(k)));
    expect(meanBy('accuracy', (k) => months[k].nEvents)).toBeCloseTo(all['accuracy'], 12);
    const nNormal = (k: number) => months[k].nEvents - months[k].nAttackingEvents;
    expect(meanBy('falsePositiveRate', nNormal)).toBeCloseTo(all['false positive rate'], 12);
    for (const { macroF1, recall, attacksFound, mostFrequentAccuracy } of months) {
      for (const share of [macroF1, recall, attacksFound]) expect(share).toBeGreaterThan(0);
      expect(mostFrequentAccuracy).toBeGreaterThan(0.9);
    }
  });

  it('says nothing of attacks where there are none, and nothing at all of an empty month', () => {
    const kept = rows.labels.findIndex((label) => label > 0);
    const calm = threatsByMonth(
      sliceCloudTrailRows(rows, 0, kept),
      { scores: scored.scores.slice(0, kept), classes: scored.classes.slice(0, kept) },
      2.3,
      Date.UTC(2020, 11, 1),
    );
    expect(calm[0]).toMatchObject({ month: '2020-12', nEvents: 0, accuracy: null, recall: null });
    expect(calm[1]).toMatchObject({ nAttacks: 0, macroF1: null, recall: null, attacksFound: null });
    expect(calm[1].accuracy).toBeGreaterThan(0.9);
  });

  it('refuses what does not fit', () => {
    expect(() => threatsByMonth(rows, own, 1, BORDERS.testFrom)).toThrow('scores must be');
    expect(() => threatsByMonth(rows, scored, 1, Date.UTC(2030, 0, 1))).toThrow('ascending');
    expect(() => threatsByMonth(sliceCloudTrailRows(rows, 0, 0), own, 1, 0)).toThrow('finite');
  });
});
