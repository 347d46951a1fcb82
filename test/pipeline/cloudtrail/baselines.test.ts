import { describe, expect, it } from 'vitest';
import type { CloudTrailEvent } from '../../../src/data/cloudtrail/event';
import { fitCallClasses } from '../../../src/pipeline/cloudtrail/call-classes';
import { fitNextCallModel } from '../../../src/pipeline/cloudtrail/next-call-model';
import { RARITY_JOBS, rarityScores } from '../../../src/pipeline/cloudtrail/rarity-jobs';
import { sliceCloudTrailRows } from '../../../src/pipeline/cloudtrail/rows';
import { smallRows } from './small';

const MINUTE = 60_000;
const small = smallRows();

function event(i: number, changes: Partial<CloudTrailEvent> = {}): CloudTrailEvent {
  return {
    eventId: `e${i}`,
    eventTime: Date.UTC(2024, 0, 1) + i * MINUTE,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: 'eu-west-1',
    sourceIpAddress: '10.1.2.3',
    userAgent: '',
    identityType: 'IAMUser',
    principal: 'ann',
    accountId: '1',
    accessKeyId: '',
    errorCode: '',
    readOnly: true,
    managementEvent: true,
    mfa: null,
    resources: [],
    ...changes,
  };
}

const allScores = (events: readonly CloudTrailEvent[]) =>
  Object.fromEntries(RARITY_JOBS.map((job) => [job, rarityScores(events, job)]));

describe('rarityScores', () => {
  const usual = Array.from({ length: 30 }, (_, i) => event(i));

  it('has the bits of each job by hand', () => {
    const events = [...usual, event(30, { eventName: 'StopLogging' })];
    const scores = allScores(events);
    expect(scores['rare call of a principal'][0]).toBeCloseTo(1); // (0 + 1) / (0 + 2)
    expect(scores['rare call of a principal'][30]).toBeCloseTo(5); // (0 + 1) / (30 + 2)
    expect(scores['rare call from a network'][30]).toBeCloseTo(5);
    expect(scores['rare call to a region'][30]).toBeCloseTo(5);
    expect(scores['rare error code'].every((score) => score === 0)).toBe(true);
  });

  it('keeps principals, networks and regions apart', () => {
    const other = { principal: 'bob', sourceIpAddress: '10.9.2.3', awsRegion: 'us-east-1' };
    const scores = allScores([...usual, event(30, other)]);
    for (const job of RARITY_JOBS.slice(1, 4)) expect(scores[job][30]).toBeCloseTo(1);
  });

  it('sees a spike of distinct errors, not one error many times', () => {
    const failed = (i: number, eventName: string) => event(i, { eventName, errorCode: 'Denied' });
    const many = Array.from({ length: 7 }, (_, i) => failed(30 + i, `Call${i}`));
    const same = Array.from({ length: 7 }, (_, i) => failed(30 + i, 'Call'));
    expect(rarityScores([...usual, ...many], 'spike of errors')[36]).toBeCloseTo(3);
    expect(rarityScores([...usual, ...same], 'spike of errors')[36]).toBeCloseTo(1);
    expect(() => rarityScores(usual, 'rare city' as never)).toThrow('job must be one of');
  });

  it('looks at no later event', () => {
    const { events } = small;
    const [all, cut] = [allScores(events.slice(0, 2000)), allScores(events.slice(0, 900))];
    for (const job of RARITY_JOBS) expect(all[job].subarray(0, 900)).toEqual(cut[job]);
  });
});

describe('fitNextCallModel', () => {
  const calls = ['A', 'B', 'C'];
  const cycle = Array.from({ length: 300 }, (_, i) => event(i, { eventName: calls[i % 3] }));

  it('expects what always followed, and neither a known call elsewhere nor an unknown one', () => {
    const model = fitNextCallModel(cycle);
    const next = (name: string) =>
      model.score([...cycle.slice(0, 3), event(3, { eventName: name })])[3];
    expect(next('A')).toBeLessThan(0.2);
    expect(next('C')).toBeGreaterThan(4);
    expect(next('Never')).toBeGreaterThan(next('C'));
    expect(next('Never')).toBeLessThan(40);
  });

  it('follows each principal by itself', () => {
    const model = fitNextCallModel(cycle);
    const mixed = cycle.slice(0, 9).flatMap((own) => [own, { ...own, principal: 'bob' }]);
    const scores = model.score(mixed);
    expect(scores[17]).toBe(scores[16]);
    expect(scores[17]).toBeLessThan(0.2);
  });

  it('of no events knows nothing', () => {
    expect(fitNextCallModel([]).score([event(0)])[0]).toBeCloseTo(0);
  });
});

describe('fitCallClasses', () => {
  it('gives a call the class that it most often had in attacks', () => {
    const rows = small;
    const { classes, shares } = fitCallClasses(sliceCloudTrailRows(rows, 0, 5000));
    const found = classes(rows);
    expect(Math.min(...found)).toBeGreaterThan(0);
    const logins = rows.events.findIndex(({ eventName }) => eventName === 'ConsoleLogin');
    expect(found[logins]).toBe(1);
    expect(shares(rows).every((share) => share > 0 && share < 1)).toBe(true);
  });

  it('of normal events alone still names an attack', () => {
    const rows = sliceCloudTrailRows(small, 0, 300);
    const normal = { ...rows, labels: new Int32Array(300) };
    expect([...new Set(fitCallClasses(normal).classes(rows))]).toEqual([1]);
  });
});
