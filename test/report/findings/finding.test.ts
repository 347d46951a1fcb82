import { describe, expect, it } from 'vitest';
import { isolationForest } from '../../../src/detectors/isolation-forest';
import { pipeline } from '../../../src/pipeline/pipeline';
import { attackMappingOf, kindName } from '../../../src/report/findings/attack-techniques';
import { eventFieldsOf } from '../../../src/report/findings/event-fields';
import { type FindingOptions, findingOf } from '../../../src/report/findings/finding';
import { findingModelOf } from '../../../src/report/findings/finding-model';
import { confidenceOf, riskScore, severityOf } from '../../../src/report/findings/severity';
import { LOGIN, MODEL } from './examples';

const scored = { score: 0.7, pValue: 0.001 };

describe('riskScore', () => {
  it.each([
    [1, 0, 'informational'],
    [0.11, 23, 'informational'],
    [0.1, 25, 'low'],
    [0.01, 50, 'medium'],
    [1 / 1000, 75, 'high'],
    [1 / 10_000, 100, 'critical'],
    [1e-300, 100, 'critical'],
  ])('makes a p-value of %d %d points, %s', (pValue, points, severity) => {
    expect(riskScore(pValue)).toBe(points);
    expect(severityOf(points)).toBe(severity);
  });

  it.each([0, -0.1, 1.1, Number.NaN])('refuses a p-value of %d', (pValue) => {
    expect(() => riskScore(pValue)).toThrow('pValue must be in (0, 1], got');
  });

  it('trusts a p-value as far as the calibration reaches', () => {
    expect([10, 999, 9999].map(confidenceOf)).toEqual(['low', 'medium', 'high']);
  });
});

describe('eventFieldsOf', () => {
  it('finds the columns of authentication events', () => {
    expect(eventFieldsOf(LOGIN)).toEqual({
      time: Date.parse(LOGIN.timestamp),
      user: 'user_17',
      address: '203.0.113.7',
      device: 'laptop-3',
      host: null,
      location: 'Oslo',
      resource: 'payroll',
      outcome: 'false',
      kind: null,
    });
  });

  it.each([
    [
      { userId: 'a', sourceIPAddress: '::1' },
      { user: 'a', address: '::1' },
    ],
    [
      { user: { name: 'a' }, source: { ip: '::1' } },
      { user: 'a', address: '::1' },
    ],
    [
      { 'user.name': 'a', '@timestamp': '2024-01-01' },
      { user: 'a', time: 1_704_067_200_000 },
    ],
    [{ time: 1_704_067_200 }, { time: 1_704_067_200_000 }],
    [{ time: '1704067200000' }, { time: 1_704_067_200_000 }],
    [{ time: new Date(5) }, { time: 5000 }],
    [{ user: '', user_name: null, account: 7 }, { user: '7' }],
    [
      { time: 'noon', user: ['a'] },
      { time: null, user: null },
    ],
    [{ event_label: 'brute_force', kind: 'x' }, { kind: null }],
    [{ time: Number.MAX_VALUE }, { time: null }],
  ])('reads %o', (event, fields) => {
    expect(eventFieldsOf(event)).toMatchObject(fields);
  });

  it('reads chosen columns and no others', () => {
    const event = { who: 'a', user: 'b', inner: { when: '2024-01-01', label: 'New Device' } };
    const columns = { user: 'who', time: 'inner.when', kind: 'inner.label', device: 'none' };
    expect(eventFieldsOf(event, columns)).toMatchObject({
      user: 'a',
      time: 1_704_067_200_000,
      kind: 'New Device',
      device: null,
    });
  });
});

describe('findingOf', () => {
  it('says what is unusual, the largest reason first, without what speaks against it', () => {
    const reasons = [
      { feature: 'bytes', actual: 9000, typical: 200, contribution: 0.4 },
      { feature: 'hour', actual: 9, typical: 10, contribution: -0.1 },
    ];
    const finding = findingOf(LOGIN, { ...scored, reasons }, MODEL);
    expect(finding).toMatchObject({
      isAnomaly: true,
      score: 75,
      severity: 'high',
      confidence: 'high',
      kind: 'anomaly',
      attack: null,
      entity: { kind: 'user', name: 'user_17' },
      title: 'Unusual activity of user user_17',
      message:
        'Unusual activity of user user_17: bytes 9000 (typically 200); at least as unusual as 99.90 % of the calibration',
    });
    expect(finding.reasons).toEqual([reasons[0]]);
  });

  it('is about the address where there is no user, and about nobody where there is none', () => {
    const { entity } = findingOf({ src_ip: '203.0.113.7', host: 'db' }, scored, MODEL);
    expect(entity).toEqual({ kind: 'address', name: '203.0.113.7' });
    expect(findingOf({}, scored, MODEL)).toMatchObject({ entity: null, time: 0 });
  });

  it('has one key for what is one alert, and an id for each event', () => {
    const at = (timestamp: string, more = {}) =>
      findingOf({ ...LOGIN, timestamp, ...more }, scored, MODEL);
    const first = at('2024-03-29T03:00:00Z');
    expect(at('2024-03-29T03:00:00Z')).toEqual(first);
    const later = at('2024-03-29T03:59:59Z', { bytes_transferred: 1 });
    expect(later.deduplicationKey).toBe(first.deduplicationKey);
    expect(later.uid).not.toBe(first.uid);
    const others = [
      at('2024-03-29T04:00:00Z'),
      at('2024-03-29T03:00:00Z', { user_id: 'b' }),
      findingOf(LOGIN, { ...scored, kind: 'x' }, MODEL),
      findingOf(LOGIN, scored, { ...MODEL, name: 'other' }),
    ].map((finding) => finding.deduplicationKey);
    expect(new Set([first.deduplicationKey, ...others])).toHaveProperty('size', 5);
    const day = { bucketMinutes: 1440 };
    expect(findingOf(LOGIN, scored, MODEL, day).deduplicationKey).toBe(
      findingOf({ ...LOGIN, timestamp: '2024-03-29T23:00:00Z' }, scored, MODEL, day)
        .deduplicationKey,
    );
  });

  it('knows techniques by kinds, however they are written', () => {
    const { technique, subtechnique } = attackMappingOf('Password Spray') ?? {};
    expect([technique?.id, subtechnique?.id]).toEqual(['T1110', 'T1110.003']);
    expect(['bruteForce', 'brute-force', 'Brute Force'].map(kindName)).toEqual(
      Array(3).fill('brute_force'),
    );
    expect(attackMappingOf('constructor')).toBeNull();
    const byColumn = findingOf({ ...LOGIN, rule: 'lateral movement' }, scored, MODEL, {
      fields: { kind: 'rule' },
    });
    expect(byColumn.attack?.tactic.id).toBe('TA0008');
  });

  it.each([
    [{ score: Number.NaN, pValue: 0.1 }, {}, 'score must be finite, got NaN'],
    [{ score: 1, pValue: 0 }, {}, 'pValue must be in (0, 1], got 0'],
    [scored, { bucketMinutes: 0 }, 'bucketMinutes must be above 0, got 0'],
    [
      scored,
      { bucket: 5 },
      'option must be fields, bucketMinutes, receivedTime or original, got bucket',
    ],
  ])('refuses %o with %o', (wrong, options, message) => {
    expect(() => findingOf(LOGIN, wrong, MODEL, options as FindingOptions)).toThrow(message);
  });
});

describe('findingModelOf', () => {
  it('has a version that changes with what was learned', async () => {
    const fitOn = (rows: object[]) =>
      pipeline({ columns: { a: 'numeric' }, detector: isolationForest() }).fit(rows);
    const rows = [{ a: 1 }, { a: 2 }, { a: 3 }];
    const model = findingModelOf(await fitOn(rows), 'x');
    expect(model).toMatchObject({ name: 'x', detector: 'isolationForest', nCalibration: 3 });
    expect(model.version).toMatch(/^[0-9a-f]{12}$/);
    expect(findingModelOf(await fitOn(rows), 'x')).toEqual(model);
    const other = findingModelOf(await fitOn([...rows, { a: 9 }]), 'x');
    expect(other.version).not.toBe(model.version);
  });
});
