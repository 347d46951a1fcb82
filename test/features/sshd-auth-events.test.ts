import { describe, expect, it } from 'vitest';
import { generateSshdLog } from '../../src/data/sshd-generator';
import { parseSshdLines, readSshdLog } from '../../src/data/sshd-log';
import { addressDays } from '../../src/features/address-days';
import { authEventsOfSshd } from '../../src/features/sshd-auth-events';
import { realData } from '../real-data';

const LINES = [
  'Mar  1 10:00:00 host sshd[1]: Invalid user  from 192.0.2.1',
  'Mar  1 10:00:01 host sshd[1]: Failed password for invalid user  from 192.0.2.1 port 9 ssh2',
  'Mar  1 10:00:05 host sshd[2]: Failed password for root from 192.0.2.1 port 9 ssh2',
  'Mar  1 10:00:08 host sshd[2]: message repeated 3 times: [ Failed password for root from 192.0.2.1 port 9 ssh2]',
  'Mar  1 10:02:00 host sshd[3]: Accepted password for root from 192.0.2.1 port 9 ssh2',
  'Mar  2 09:00:00 host sshd[5]: Accepted publickey for ann from 2001:db8:1::7 port 9 ssh2: RSA SHA256:x',
];
const loginsOf = (lines: readonly string[]) => parseSshdLines(lines, { year: 2024 }).events;

describe('authEventsOfSshd', () => {
  it('makes one event a try, also of repeated ones', () => {
    const events = authEventsOfSshd(loginsOf(LINES));
    expect(events.map(({ user_id }) => user_id)).toEqual([
      '(empty)',
      'root',
      'root',
      'root',
      'root',
      'root',
      'ann',
    ]);
    expect(events[5]).toEqual({
      user_id: 'root',
      device_id: null,
      ip_address: '192.0.2.1',
      location: '192.0.0.0/16',
      login_success: true,
      access_time: '10:02:00',
      resource_accessed: 'sshd@host',
      bytes_transferred: 0,
      event_label: 'ever_succeeds',
      timestamp: '2024-03-01T10:02:00Z',
    });
    expect(events[6]).toMatchObject({ location: '2001:db8::/32', event_label: 'normal' });
  });

  it.each([
    ['::1', '0:0::/32'],
    ['fe80::1%eth0', 'fe80:0::/32'],
    ['::ffff:24.151.103.17', '24.151.0.0/16'],
    ['gateway.example', null],
  ])('takes the network of %s for the location', (address, location) => {
    const [login] = loginsOf([LINES[2].replace('192.0.2.1', address)]);
    expect(authEventsOfSshd([login])[0].location).toBe(location);
  });

  it('takes labels that are known, and is not flooded by one line', () => {
    const { events, addresses } = generateSshdLog({ seed: 1 });
    const kinds = new Map(addresses.map(({ address, kind }) => [address, kind]));
    const labelOf = ({ address }: { address: string }) => {
      const kind = kinds.get(address) ?? 'user';
      return kind === 'user' ? 'normal' : kind;
    };
    const labels = new Set(authEventsOfSshd(events, { labelOf }).map((e) => e.event_label));
    expect(labels).toEqual(new Set(['normal', 'scanner', 'brute_force', 'spray']));
    const hostile = loginsOf([LINES[3].replace('3 times', '999999999 times')]);
    expect(authEventsOfSshd(hostile)).toHaveLength(1000);
    expect(authEventsOfSshd([])).toEqual([]);
  });

  const path = realData('auth/sshd-auth.log', 'sshd/auth.log');
  it.skipIf(path === undefined)('turns the real log into its tries', async () => {
    const { events: logins } = await readSshdLog(path!, { year: 2017 });
    const events = authEventsOfSshd(logins);
    const of = (isLet: boolean) => events.filter(({ login_success }) => login_success === isLet);
    const nFailed = addressDays(logins).reduce((sum, { failed }) => sum + failed, 0);
    expect([of(true).length, of(false).length]).toEqual([226, nFailed]);
    expect(nFailed).toBe(1128); // 1,042 refusals and 178 announcements, less 92 that are one try
    const weak = events.filter(({ event_label }) => event_label === 'ever_succeeds');
    expect(new Set(weak.map(({ ip_address }) => ip_address)).size).toBe(3);
  });
});
