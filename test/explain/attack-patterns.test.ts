import { describe, expect, it } from 'vitest';
import type { IamLogEvent } from '../../src/data/iam/event';
import { detectAttackPatterns } from '../../src/explain/attack-patterns';

const MINUTE = 60_000;
const MORNING = Date.UTC(2024, 4, 6, 9);

const usual: IamLogEvent = {
  time: MORNING,
  userId: 'ann',
  role: 'developer',
  action: 'read',
  outcome: 'success',
  resource: 'wiki-1',
  sensitivity: 1,
  device: 'laptop',
  country: 'CH',
  city: 'Zurich',
  latitude: 47.4,
  longitude: 8.5,
  address: '2001:db8::1',
  mfa: false,
  bytes: 20_000,
};
const TOKYO = { city: 'Tokyo', country: 'JP', latitude: 35.7, longitude: 139.7 };

/** Twelve mornings of the usual, the last a day before the events. */
const history = Array.from({ length: 12 }, (_, i) => ({
  ...usual,
  time: MORNING - (i + 1) * 24 * 60 * MINUTE,
}));

/** One event a minute, all flagged. */
function patternOf(...changes: Partial<IamLogEvent>[]) {
  const events = changes.map((change, i) => ({ ...usual, time: MORNING + i * MINUTE, ...change }));
  const scores = events.map(() => 0.9);
  return detectAttackPatterns(events, scores, 0.5, { history })[0].patternType;
}

describe('detectAttackPatterns names', () => {
  const failure = { action: 'login', outcome: 'failure' } as const;

  it('failed logins before a success', () => {
    expect(patternOf(failure, failure, failure, { action: 'login' })).toBe('brute_force');
    expect(patternOf(failure, { action: 'login' })).toBe('unknown');
  });

  it('a login from a place that no aircraft reaches in the time', () => {
    const login = { action: 'login', ...TOKYO } as const;
    expect(patternOf({}, login)).toBe('impossible_travel');
    expect(patternOf(login)).toBe('unknown'); // a day after the event before
  });

  it('a session that goes on from an unknown address', () => {
    expect(patternOf({ address: '203.0.113.9' }, {})).toBe('session_hijack');
  });

  it('changes of rights', () => {
    const steps = [{ action: 'assume_role' }, { action: 'create_key' }] as const;
    expect(patternOf(...steps)).toBe('privilege_escalation');
  });

  it('transfers far over the usual for the action', () => {
    expect(patternOf({ bytes: 400_000 })).toBe('data_exfiltration');
    expect(patternOf({ bytes: 60_000 })).toBe('unknown');
  });

  it('a way over many unknown devices, or over roles and unknown resources', () => {
    const devices = [{ device: 'a' }, { device: 'b' }, { device: 'c' }];
    expect(patternOf(...devices)).toBe('lateral_movement');
    const role = (resource: string) => ({ action: 'assume_role', resource }) as const;
    expect(patternOf(role('vault-1'), role('vault-2'), role('vault-3'))).toBe('lateral_movement');
  });

  it('a start far from the usual hours, round midnight', () => {
    expect(patternOf({ time: MORNING + 12 * 60 * MINUTE })).toBe('off_hours_access');
    expect(patternOf({ time: MORNING - 5 * 60 * MINUTE })).toBe('unknown');
  });

  it('nothing new of a user of whom nothing is known', () => {
    const events = ['a', 'b', 'c'].map((device, i) => ({ ...usual, time: MORNING + i, device }));
    const [{ patternType }] = detectAttackPatterns(events, [1, 1, 1], 0.5);
    expect(patternType).toBe('unknown');
  });
});

describe('detectAttackPatterns', () => {
  const at = (minutes: number, userId: string) => ({
    ...usual,
    userId,
    time: MORNING + minutes * MINUTE,
  });

  it('joins flagged events of one user that are close in time, highest score first', () => {
    const events = [at(90, 'ann'), at(0, 'ann'), at(30, 'ann'), at(31, 'bob'), at(151, 'ann')];
    const scores = [0.6, 0.5, 0.2, 0.9, 0.7];
    const rows = detectAttackPatterns(events, scores, 0.5, { maxGapMinutes: 60 });
    expect(rows.map(({ userId, nEvents, maxScore }) => [userId, nEvents, maxScore])).toEqual([
      ['bob', 1, 0.9],
      ['ann', 1, 0.7],
      ['ann', 1, 0.6],
      ['ann', 1, 0.5],
    ]);
    const [, joined] = detectAttackPatterns(events, scores, 0.5, { maxGapMinutes: 90 });
    expect(joined).toMatchObject({ userId: 'ann', nEvents: 3, indices: [1, 0, 4] });
    expect(joined.start).toEqual(new Date(MORNING));
    expect(joined.end).toEqual(new Date(MORNING + 151 * MINUTE));
  });

  it('has no rows where nothing is flagged', () => {
    expect(detectAttackPatterns([usual], [0.1], 0.5, { history })).toEqual([]);
    expect(detectAttackPatterns([], [], 0.5)).toEqual([]);
  });

  it('refuses scores that do not fit, and a negative gap', () => {
    expect(() => detectAttackPatterns([usual], [], 0.5)).toThrow(
      'scores must be 1 as events, got 0',
    );
    expect(() => detectAttackPatterns([usual], [Number.NaN], 0.5)).toThrow('scores[0] must be');
    expect(() => detectAttackPatterns([usual], [1], 0.5, { maxGapMinutes: -1 })).toThrow(
      'maxGapMinutes must be a number of at least 0, got -1',
    );
  });
});
