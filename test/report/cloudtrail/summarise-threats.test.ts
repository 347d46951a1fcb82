import { describe, expect, it } from 'vitest';
import { createThreatSummary } from '../../../src/report/cloudtrail/summarise-threats';
import { threatFigure } from '../../../src/report/cloudtrail/threat-figure';
import { createTopCounts } from '../../../src/report/cloudtrail/top-counts';
import { judged } from './examples';

const HOUR = 3_600_000;

describe('createThreatSummary', () => {
  it('counts threats by type, band, hour, principal and call, and normal events as events alone', () => {
    const summary = createThreatSummary();
    summary.see([judged(), judged({}, { threatType: 'Normal', riskScore: 0.1 })]);
    summary.see([judged({ eventTime: 5 * HOUR, principal: 'b' }, { riskScore: 0.5 })]);
    expect([summary.nEvents, summary.nFindings]).toEqual([3, 2]);
    expect(summary.types.get('Privilege Escalation')).toBe(2);
    expect([...summary.bands]).toEqual([
      ['high', 1],
      ['medium', 1],
    ]);
    expect(summary.hours.get(5)).toEqual([0, 0, 1, 0, 0]);
    expect(summary.principals.most(1)).toEqual([['arn:aws:iam::123456789012:user/ann', 1]]);
    expect(summary.calls.most(5)).toEqual([['CreateAccessKey of iam.amazonaws.com', 2]]);
  });

  it('keeps the highest of each principal and call, in order, 20 at most', () => {
    const summary = createThreatSummary();
    const risks = Array.from({ length: 60 }, (_, i) => ((i * 37) % 60) / 60);
    risks.forEach((riskScore, i) => {
      summary.see([judged({ principal: `p${i % 30}` }, { riskScore })]);
    });
    const best = new Map<string, number>();
    risks.forEach((risk, i) => {
      best.set(`p${i % 30}`, Math.max(risk, best.get(`p${i % 30}`) ?? 0));
    });
    const expected = [...best].sort(([, a], [, b]) => b - a).slice(0, 20);
    expect(summary.top.map(({ event, threat }) => [event.principal, threat.riskScore])).toEqual(
      expected,
    );
  });

  it('leaves the first of equals', () => {
    const summary = createThreatSummary();
    summary.see([judged({ eventId: 'a' }), judged({ eventId: 'b' })]);
    expect(summary.top.map(({ event }) => event.eventId)).toEqual(['a']);
  });
});

describe('createTopCounts', () => {
  it('is exact while there is room', () => {
    const counts = createTopCounts(4);
    for (const name of 'abcaab') counts.add(name);
    expect(counts.most(2)).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
    expect(counts.uncertain).toBe(0);
  });

  it('keeps the frequent ones beyond it, and says how far counts may be off', () => {
    const counts = createTopCounts(10);
    for (let i = 0; i < 1000; i++) counts.add(i % 2 === 0 ? 'often' : `once ${i}`);
    expect(counts.most(1)).toEqual([['often', 500]]);
    expect(counts.most(100).length).toBeLessThanOrEqual(10);
    expect(counts.uncertain).toBeGreaterThan(0);
  });
});

describe('threatFigure', () => {
  const first = Date.UTC(2024, 0, 1);
  const figureOf = (hours: readonly number[], days: number) => {
    const summary = createThreatSummary();
    for (const hour of hours) summary.see([judged({ eventTime: first + hour * HOUR })]);
    return threatFigure(summary, first, first + days * 24 * HOUR - 1);
  };

  it('counts by day over a long log, and by hour over a short one', () => {
    const long = figureOf([1, 2, 30, 215], 9);
    expect(JSON.stringify(long.layout['title'])).toContain('by day');
    expect(long.data[0]['y']).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 1]);
    const days = figureOf([1, 2, 30, 95], 4);
    expect([days.data[0].type, days.data[0]['y']]).toEqual(['bar', [2, 1, 0, 1]]);
    const short = figureOf([1, 1, 3], 1);
    expect(JSON.stringify(short.layout['title'])).toContain('by hour');
    expect((short.data[0]['y'] as number[]).slice(0, 5)).toEqual([0, 2, 0, 1, 0]);
  });

  it('has a single moment, too', () => {
    expect(threatFigure({ hours: new Map([[0, [0, 1, 0, 0, 0]]]) }, 5, 5).data[0]['y']).toEqual([
      1,
    ]);
  });
});
