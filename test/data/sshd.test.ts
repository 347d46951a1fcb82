import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSshdLine, parseSshdLine, type SshdLogin } from '../../src/data/sshd';

const HEAD = 'Mar 27 13:08:09 host sshd[1361]: ';

function login(message: string, head = HEAD): SshdLogin {
  const parsed = parseSshdLine(head + message, 2017);
  if (parsed.kind !== 'login') {
    throw new Error(`not a login: ${JSON.stringify(parsed)}`);
  }
  return parsed.login;
}

describe('parseSshdLine', () => {
  it('reads an accepted public key', () => {
    expect(
      login('Accepted publickey for ubuntu from 85.245.107.41 port 54259 ssh2: RSA SHA256:K'),
    ).toEqual({
      time: Date.UTC(2017, 2, 27, 13, 8, 9),
      host: 'host',
      pid: 1361,
      outcome: 'accepted',
      method: 'publickey',
      invalidUser: false,
      user: 'ubuntu',
      address: '85.245.107.41',
      port: 54259,
      repeated: 1,
    });
  });

  it('reads announcements of unknown users, with and without a port', () => {
    expect(login('Invalid user pi from 10.0.0.1')).toMatchObject({ user: 'pi', port: null });
    expect(login('Invalid user pi from 10.0.0.1 port 22')).toMatchObject({ user: 'pi', port: 22 });
    expect(login('Invalid user  from 10.0.0.1')).toMatchObject({ user: '', method: null });
  });

  it('counts the attempts that a repeated line stands for', () => {
    const message =
      'message repeated 5 times: [ Failed password for root from 10.0.0.1 port 2 ssh2]';
    expect(login(message)).toMatchObject({ outcome: 'failed', repeated: 5, user: 'root' });
    for (const times of ['0', '99999999999999999999']) {
      const { kind } = parseSshdLine(HEAD + message.replace('5', times), 2017);
      expect(kind).toBe('malformed');
    }
  });

  it.each([
    ['Failed password for invalid user a b from ::1 port 7 ssh2', 'a b', '::1'],
    ['Failed none for invalid user  from fe80::1%eth0 port 7 ssh2', '', 'fe80::1%eth0'],
    ['Failed keyboard-interactive/pam for x from UNKNOWN port 7 ssh2 [preauth]', 'x', 'UNKNOWN'],
    [
      'Failed password for invalid user root from 1.2.3.4 port 22 ssh2 from 6.6.6.6 port 7 ssh2',
      'root from 1.2.3.4 port 22 ssh2',
      '6.6.6.6',
    ],
    [
      'Failed password for invalid user x from 1.2.3.4 port 22 ssh2: y from 6.6.6.6 port 7 ssh2',
      'x from 1.2.3.4 port 22 ssh2: y',
      '6.6.6.6',
    ],
  ])('takes user and address of «%s» from the right', (message, user, address) => {
    expect(login(message)).toMatchObject({ user, address, port: 7 });
  });

  it('is not misled by an announced user name that holds an address', () => {
    expect(login('Invalid user x from 1.2.3.4 port 22 from 6.6.6.6')).toMatchObject({
      user: 'x from 1.2.3.4 port 22',
      address: '6.6.6.6',
      port: null,
    });
  });

  it.each([
    ['2024-03-01T00:30:00.250+01:00 host sshd-session[9]: ', Date.UTC(2024, 1, 29, 23, 30, 0, 250)],
    ['2024-03-01T00:30:00Z host sshd[9]: ', Date.UTC(2024, 2, 1, 0, 30)],
    ['2024-03-01T00:30:00-0230 host sshd[9]: ', Date.UTC(2024, 2, 1, 3, 0)],
    ['<38>1 2024-03-01T00:30:00Z host sshd 9 - [a b="\\]"] ', Date.UTC(2024, 2, 1, 0, 30)],
    ['<38>Mar  1 00:30:00 host /usr/sbin/sshd[9]: ', Date.UTC(2017, 2, 1, 0, 30)],
  ])('reads the head «%s»', (head, time) => {
    expect(login('Accepted password for a from 10.0.0.1 port 2 ssh2', head)).toMatchObject({
      time,
      host: 'host',
      pid: 9,
    });
  });

  it.each([
    'Mar 27 13:08:09 host sudo: me : COMMAND=/bin/echo sshd[1]: Accepted password for a from 1.1.1.1 port 1 ssh2',
    'Mar 27 13:08:09 host sshd[1]: Connection closed by 1.1.1.1 port 1 [preauth]',
    'Mar 27 13:08:09 host CRON[1]: pam_unix(cron:session): session opened for user root',
    '',
  ])('leaves alone «%s»', (line) => {
    expect(parseSshdLine(line, 2017)).toEqual({ kind: 'other' });
  });

  it.each([
    ['Mar 27 13:08:09 host sshd[1]: Failed password for root from 1.2.3', /without user, address/],
    ['Mar 27 13:08:09 host sshd[1]: Invalid user admin', /without address/],
    [
      'Mar 32 13:08:09 host sshd[1]: Failed password for a from 1.1.1.1 port 1 ssh2',
      /no such date/,
    ],
    [
      'Feb 29 25:00:00 host sshd[1]: Failed password for a from 1.1.1.1 port 1 ssh2',
      /no such date/,
    ],
    ['27/03 host sshd[1]: Failed password for a from 1.1.1.1 port 1 ssh2', /no time stamp/],
    ['Mar 27 13:08:09 host sshd[1]: message repeated 5 times: [ Failed pass', /cut off/],
  ])('says why «%s» cannot be read', (line, reason) => {
    const parsed = parseSshdLine(line, 2016);
    expect(parsed.kind === 'malformed' ? parsed.reason : parsed.kind).toMatch(reason);
  });

  it('reads back whatever user name a client sends', () => {
    const user = fc.oneof(
      fc.string(),
      fc.constantFrom(
        ' from 1.2.3.4 port 22 ssh2',
        'root from 1.2.3.4 port 22',
        '',
        ' ',
        '[preauth]',
      ),
    );
    const attempt = fc.record({
      user: user.filter((name) => !/[\r\n]/.test(name)),
      address: fc.oneof(fc.ipV4(), fc.ipV6()),
      port: fc.integer({ min: 1, max: 65535 }),
      outcome: fc.constantFrom('failed' as const, 'invalid_user' as const),
      repeated: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(attempt, ({ user: name, outcome, repeated, address, port }) => {
        const announced = outcome === 'invalid_user';
        const written: SshdLogin = {
          time: Date.UTC(2017, 2, 27),
          host: 'host',
          pid: 7,
          outcome,
          method: announced ? null : 'password',
          invalidUser: true,
          user: name,
          address,
          port,
          repeated: announced ? 1 : repeated,
        };
        expect(login(formatSshdLine(written), '')).toEqual(written);
      }),
    );
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(['other', 'malformed', 'login']).toContain(
          parseSshdLine(`${HEAD}${text}`, 2017).kind,
        );
        parseSshdLine(`Failed sshd[1]: ${text}`, 2017);
      }),
    );
  });
});
