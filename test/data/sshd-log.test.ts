import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoginEvent } from '../../src/data/sshd';
import { parseSshdLines, readSshdLog } from '../../src/data/sshd-log';
import { realData } from '../real-data';

const line = (stamp: string, address = '10.0.0.1') =>
  `${stamp} host sshd[1]: Failed password for root from ${address} port 2 ssh2`;

const dates = (events: readonly LoginEvent[]) =>
  events.map(({ time }) => new Date(time).toISOString().slice(0, 10));

describe('parseSshdLines', () => {
  it('goes into a new year where the months start again', () => {
    const lines = ['Nov 30 10:00:00', 'Dec 31 23:59:59', 'Jan  1 00:00:01', 'Mar  1 10:00:00'].map(
      (s) => line(s),
    );
    const expected = ['2022-11-30', '2022-12-31', '2023-01-01', '2023-03-01'];
    expect(dates(parseSshdLines(lines, { year: 2022 }).events)).toEqual(expected);
    expect(dates(parseSshdLines(lines, { endYear: 2023 }).events)).toEqual(expected);
    expect(parseSshdLines(lines, { endYear: 2023 }).assumedYear).toBe(2022);
  });

  it('keeps the year where lines are out of order across its end', () => {
    const lines = ['Dec 31 23:59:59', 'Jan  1 00:00:00', 'Dec 31 23:59:59', 'Jan  1 00:00:01'].map(
      (s) => line(s),
    );
    const { events } = parseSshdLines(lines, { year: 2022 });
    expect(dates(events)).toEqual(['2022-12-31', '2022-12-31', '2023-01-01', '2023-01-01']);
    expect(events.map((event) => event.line)).toEqual([1, 3, 2, 4]);
  });

  it('follows the months of other programs too', () => {
    const other = 'Dec 24 00:00:00 host CRON[1]: nothing';
    const lines = [line('Mar  1 10:00:00'), other, line('Feb  1 10:00:00')];
    expect(dates(parseSshdLines(lines, { year: 2022 }).events)).toEqual([
      '2022-03-01',
      '2023-02-01',
    ]);
  });

  it('takes Feb 29 in a leap year and refuses it in another', () => {
    const lines = [line('Feb 29 10:00:00')];
    expect(dates(parseSshdLines(lines, { year: 2024 }).events)).toEqual(['2024-02-29']);
    expect(() => parseSshdLines(lines, { year: 2023 })).toThrow(
      /lines line 1: year must have a Feb 29, got 2023/,
    );
  });

  it('needs no year where the stamps have one', () => {
    const log = parseSshdLines([line('2024-03-01T00:00:00Z')]);
    expect(dates(log.events)).toEqual(['2024-03-01']);
    expect(log.assumedYear).toBeNull();
    expect(() => parseSshdLines([line('Mar  1 00:00:00')])).toThrow(/year must be given/);
  });

  it('counts and names what it cannot read', () => {
    const log = parseSshdLines(
      ['Mar  1 00:00:00 host sshd[1]: Invalid user a', 'noise', line('Mar  1 00:00:00')],
      {
        year: 2024,
      },
    );
    expect(log).toMatchObject({ nLines: 3, nSkipped: 1 });
    expect(log.events).toHaveLength(1);
    expect(log.skipped).toEqual([
      { file: 'lines', line: 1, reason: 'invalid user without address' },
    ]);
  });

  it.each([{ year: 2017, endYear: 2018 }, { year: 20.5 }, { year: Number.NaN }])(
    'refuses %o',
    (options) => {
      expect(() => parseSshdLines([], options)).toThrow(RangeError);
    },
  );
});

describe('readSshdLog', () => {
  let folder = '';
  const put = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sshd log '));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads a folder of rotated logs oldest first, each once', async () => {
    put('auth.log.10.gz', gzipSync(`${line('Dec  1 00:00:00')}\n`));
    put('auth.log.2.gz', gzipSync(`${line('Dec 24 00:00:00')}\n`));
    put('auth.log.1.gz', gzipSync('cut off while it is packed').subarray(0, 20));
    put('auth.log.1', `${line('Jan  7 00:00:00')}\n`);
    put('auth.log', '');
    put('kern.log', line('Jul  1 00:00:00'));
    const log = await readSshdLog(folder, { endYear: 2024 });
    expect(dates(log.events)).toEqual(['2023-12-01', '2023-12-24', '2024-01-07']);
    expect(log.events.map(({ file }) => file.slice(folder.length + 1))).toEqual([
      'auth.log.10.gz',
      'auth.log.2.gz',
      'auth.log.1',
    ]);
  });

  it('orders rotations that are named by date, and takes a path given twice once', async () => {
    const paths = [
      put('secure', line('Mar  1 00:00:00')),
      put('secure-20240301', line('Feb 20 00:00:00')),
      put('secure-20240201.gz', gzipSync(line('Jan 20 00:00:00'))),
    ];
    const { events } = await readSshdLog([...paths, ...paths], { year: 2024 });
    expect(dates(events)).toEqual(['2024-01-20', '2024-02-20', '2024-03-01']);
  });

  it.each([
    ['2024-01-05T00:00:00Z', '2023-12-31'],
    ['2023-12-31T23:00:00Z', '2023-12-31'],
    ['2024-12-31T12:00:00Z', '2024-12-31'],
  ])('takes the year from a file changed at %s', async (changed, expected) => {
    const path = put('auth.log', line('Dec 31 12:00:00'));
    utimesSync(path, new Date(changed), new Date(changed));
    expect(dates((await readSshdLog(path)).events)).toEqual([expected]);
  });

  it('reads CRLF, a last line without an end, a very long line and invalid UTF-8', async () => {
    const long = `${line('Mar  1 00:00:00')} ${'x'.repeat(3 << 20)}`;
    const odd = Buffer.from(
      `${line('Mar  2 00:00:00', '10.0.0.9').replace('root', 'r\xff\xfe')}\r\n`,
      'latin1',
    );
    const path = put(
      'auth.log',
      Buffer.concat([Buffer.from(`${long}\n`), odd, Buffer.from(line('Mar  3 00:00:00'))]),
    );
    const log = await readSshdLog(path, { year: 2024 });
    expect(log).toMatchObject({ nLines: 3, nSkipped: 1 });
    expect(log.events.map(({ user }) => user)).toEqual(['r\ufffd\ufffd', 'root']);
  });

  it('goes by what a file holds and not by its name', async () => {
    const path = put('auth.log', gzipSync(line('Mar  1 00:00:00')));
    expect((await readSshdLog(path, { year: 2024 })).events).toHaveLength(1);
    const xz = put('b.log', Buffer.from('fd377a585a0000', 'hex'));
    await expect(readSshdLog(xz)).rejects.toThrow(/b\.log: must be plain or gzip, got xz/);
  });

  it('names the file and the line where a gzip breaks off', async () => {
    const lines = Array.from({ length: 50_000 }, (_, i) =>
      line('Mar  1 00:00:00', `10.0.${i % 256}.${i % 199}`),
    );
    const whole = gzipSync(lines.join('\n'));
    const path = put('auth.log.1.gz', whole.subarray(0, whole.length * 0.9));
    await expect(readSshdLog(path)).rejects.toThrow(
      /auth\.log\.1\.gz: broken gzip after line [1-9]\d* \(unexpected end of file\)/,
    );
    const spoilt = Buffer.from(whole);
    spoilt[whole.length - 6] ^= 1;
    await expect(readSshdLog(put('c.gz', spoilt))).rejects.toThrow(/c\.gz: broken gzip after line/);
  });

  it('says plainly what is missing', async () => {
    await expect(readSshdLog(put('auth.log', ''))).rejects.toThrow(
      /auth\.log: must hold log lines, got an empty file/,
    );
    await expect(readSshdLog(join(folder, 'no.log'))).rejects.toThrow(/no\.log: no such file/);
    rmSync(join(folder, 'auth.log'));
    await expect(readSshdLog(folder)).rejects.toThrow(/must hold auth\.log, secure or sshd\.log/);
  });
});

const log = realData('auth/sshd-auth.log', 'sshd/auth.log');
const reference = realData('auth/sshd-login-events.csv');

describe.skipIf(log === undefined)('readSshdLog on the real log', () => {
  it('reads every login, and counts the attempts of repeated lines', async () => {
    const { events, nLines, nSkipped } = await readSshdLog(log!, { year: 2017 });
    expect({ nLines, nSkipped, nEvents: events.length }).toEqual({
      nLines: 7121,
      nSkipped: 0,
      nEvents: 1121,
    });
    const nOf = (outcome: string) =>
      events.filter((e) => e.outcome === outcome).reduce((sum, e) => sum + e.repeated, 0);
    expect([nOf('accepted'), nOf('failed'), nOf('invalid_user')]).toEqual([226, 1042, 178]);
  });

  it.skipIf(reference === undefined)(
    'agrees with the reference in every field of every login',
    async () => {
      const { events } = await readSshdLog(log!, { year: 2017 });
      const rows = events.map((event) => {
        const time = new Date(event.time).toISOString().slice(0, 19).replace('T', ' ');
        const outcome =
          event.repeated > 1 ? `${event.outcome}_repeated_x${event.repeated}` : event.outcome;
        const { method, user, address } = event;
        const port = event.repeated > 1 ? null : event.port;
        return [time, outcome, method ?? '', +event.invalidUser, user, address, port ?? ''].join();
      });
      const expected = readFileSync(reference!, 'utf8').trimEnd().split(/\r?\n/).slice(1);
      expect(rows).toEqual(expected.map((row) => row.replace(/,[01]$/, '')));
    },
  );
});
