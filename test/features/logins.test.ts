import { describe, expect, it } from 'vitest';
import type { SshdLogin } from '../../src/data/sshd';
import { parseSshdLines } from '../../src/data/sshd-log';
import { addressDays } from '../../src/features/address-days';
import { loginAttempts } from '../../src/features/login-attempts';
import { loginFeatures } from '../../src/features/login-features';

const LINES = [
  'Mar  1 10:00:00 host sshd[1]: Invalid user eve from 192.0.2.1',
  'Mar  1 10:00:01 host sshd[1]: Failed password for invalid user eve from 192.0.2.1 port 9 ssh2',
  'Mar  1 10:00:05 host sshd[2]: Failed password for root from 192.0.2.1 port 9 ssh2',
  'Mar  1 10:00:08 host sshd[2]: message repeated 3 times: [ Failed password for root from 192.0.2.1 port 9 ssh2]',
  'Mar  1 10:02:00 host sshd[3]: Accepted password for root from 192.0.2.1 port 9 ssh2',
  'Mar  1 11:30:00 host sshd[4]: Invalid user bob from 192.0.2.7',
  'Mar  2 09:00:00 host sshd[5]: Accepted publickey for ann from 192.0.2.1 port 9 ssh2: RSA SHA256:x',
];
const EVENTS = parseSshdLines(LINES, { year: 2024 }).events;

describe('loginAttempts', () => {
  it('counts an announced try once', () => {
    const attempts = loginAttempts(EVENTS);
    expect(attempts.map((login) => login.outcome)).toEqual([
      'invalid_user',
      'failed',
      'failed',
      'accepted',
      'invalid_user',
      'accepted',
    ]);
  });

  it('takes one try off a repeated refusal that was announced', () => {
    const repeated = [EVENTS[0], { ...EVENTS[1], repeated: 4 }];
    expect(loginAttempts(repeated).map((login) => login.repeated)).toEqual([1, 3]);
  });

  it('does not join processes that share a number days apart', () => {
    const later = { ...EVENTS[1], time: EVENTS[1].time + 86_400_000 };
    expect(loginAttempts([EVENTS[0], later])).toHaveLength(2);
  });
});

describe('addressDays', () => {
  it('describes each address on each day', () => {
    const days = addressDays(EVENTS);
    expect(days.map(({ address, attempts }) => [address, attempts])).toEqual([
      ['192.0.2.1', 6],
      ['192.0.2.7', 1],
      ['192.0.2.1', 1],
    ]);
    expect(days[0]).toEqual({
      address: '192.0.2.1',
      day: Date.UTC(2024, 2, 1),
      attempts: 6,
      failed: 5,
      accepted: 1,
      failedShare: 5 / 6,
      users: 2,
      invalidUserShare: 1 / 6,
      peakPerMinute: 5,
      activeMinutes: 2,
      failedBeforeAccepted: 5,
    });
  });
});

describe('loginFeatures', () => {
  const features = loginFeatures(loginAttempts(EVENTS));

  it('knows the failures of the last hour and the users so far', () => {
    expect(features.map((login) => login.failedLastHour)).toEqual([0, 1, 2, 5, 0, 0]);
    expect(features.map((login) => login.usersSoFar)).toEqual([1, 2, 2, 2, 1, 3]);
    expect(features.map((login) => login.isNewUser)).toEqual([1, 1, 0, 0, 1, 1]);
    expect(features.map((login) => login.secondsSinceLast)).toEqual([
      86400, 5, 3, 112, 86400, 82680,
    ]);
  });

  it('gives the same features when the log is cut off after an event', () => {
    const attempts = loginAttempts(EVENTS);
    attempts.forEach((_, i) => {
      expect(loginFeatures(attempts.slice(0, i + 1))).toEqual(features.slice(0, i + 1));
    });
  });

  it('refuses events out of order', () => {
    const backwards: SshdLogin[] = [...EVENTS].reverse();
    expect(() => loginFeatures(backwards)).toThrow('event 1 must not be older');
  });
});
