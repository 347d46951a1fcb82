import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthEvent } from '../../../src/data/auth/event';
import { readAuthEvents, readAuthLog, writeAuthEvents } from '../../../src/data/auth/events-file';
import { createAuthLogGenerator } from '../../../src/data/auth/generator';

const { events } = createAuthLogGenerator({ seed: 4 }).generateCompleteDataset({ nUsers: 3 });
const log = events.map(({ event_label, ...event }) => event);
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'auth-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const at = (name: string) => join(folder, name);

/** A file of three events with another value in its third line. */
async function fileWithWrong(column: string, value: string): Promise<string> {
  const path = at('bad.csv');
  await writeAuthEvents(path, events.slice(0, 3));
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.split(','));
  lines[2][lines[0].indexOf(column)] = value;
  writeFileSync(path, lines.map((line) => line.join(',')).join('\n'));
  return path;
}

describe('readAuthEvents', () => {
  it.each(['events.csv', 'events.csv.gz'])(
    'reads what writeAuthEvents wrote to %s',
    async (name) => {
      await writeAuthEvents(at(name), events);
      expect(await readAuthEvents(at(name))).toEqual(events);
      expect(await readAuthLog(at(name))).toEqual(log);
    },
  );

  it('has names and order of the seed', async () => {
    await writeAuthEvents(at('seed.csv'), events.slice(0, 1));
    const [header, line] = readFileSync(at('seed.csv'), 'utf8').split('\n');
    expect(header).toBe(
      'user_id,device_id,ip_address,location,login_success,access_time,resource_accessed,bytes_transferred,event_label,timestamp',
    );
    expect(line).toMatch(
      /^\S+,device-\d+,[\d.]+,[\w ]+,(true|false),\d\d:\d\d:\d\d,[a-z]+-\d+,\d+,\w+,20\S+Z$/,
    );
  });

  it('reads parquet and JSON, too', async () => {
    await writeAuthEvents(at('any.csv'), events);
    writeFileSync(at('any.jsonl'), events.map((event) => JSON.stringify(event)).join('\n'));
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT * REPLACE (access_time::VARCHAR AS access_time,
         strftime(timestamp, '%Y-%m-%dT%H:%M:%SZ') AS timestamp)
       FROM read_csv('${at('any.csv')}')) TO '${at('any.parquet')}'`,
    );
    connection.closeSync();
    instance.closeSync();
    expect(await readAuthEvents(at('any.parquet'))).toEqual(events);
    expect(await readAuthEvents(at('any.jsonl'))).toEqual(events);
  });

  it('sorts by time and keeps the order of one time', async () => {
    const tied = [events[9], { ...events[9], user_id: 'other' }, events[0]];
    await writeAuthEvents(at('tied.csv'), tied);
    expect(await readAuthEvents(at('tied.csv'))).toEqual([events[0], tied[0], tied[1]]);
  });

  it('needs labels, of any text; readAuthLog does not', async () => {
    await writeAuthEvents(at('log.csv'), log);
    expect(await readAuthLog(at('log.csv'))).toEqual(log);
    await expect(readAuthEvents(at('log.csv'))).rejects.toThrow(
      /log\.csv: must have column event_label, got user_id, /,
    );
    await expect(writeAuthEvents(at('x.csv'), [events[0], log[1]])).rejects.toThrow(
      /must all have event_label, or none, got 1 of 2/,
    );
    const other = [{ ...events[0], event_label: 'suspicious, maybe' }];
    await writeAuthEvents(at('other.csv'), other);
    expect(await readAuthEvents(at('other.csv'))).toEqual(other);
  });

  it('takes a device, address or location that is missing for null', async () => {
    const sparse: AuthEvent[] = [
      { ...events[0], device_id: null, ip_address: null, location: null },
    ];
    await writeAuthEvents(at('sparse.csv'), sparse);
    expect(await readAuthEvents(at('sparse.csv'))).toEqual(sparse);
  });

  it('reads no events from a header alone', async () => {
    await writeAuthEvents(at('none.csv'), []);
    expect(await readAuthLog(at('none.csv'))).toEqual([]);
  });

  it.each([
    ['user_id', '', /bad\.csv line 3, column user_id: must be there, got nothing/],
    ['login_success', 'maybe', /line 3, column login_success: must be true or false, got maybe/],
    ['login_success', '', /line 3, column login_success: must be true or false, got nothing/],
    ['access_time', '25:00:00', /column access_time: must be a time as HH:MM:SS, got 25:00:00/],
    ['access_time', '', /column access_time: must be a time as HH:MM:SS, got nothing/],
    ['resource_accessed', '', /column resource_accessed: must be there, got nothing/],
    ['bytes_transferred', '-1', /bytes_transferred: must be a number in \[0, 1e15\], got -1/],
    ['bytes_transferred', '1e16', /must be a number in \[0, 1e15\], got 10000000000000000/],
    ['bytes_transferred', 'NaN', /must be a number in \[0, 1e15\], got NaN/],
    ['bytes_transferred', 'many', /column bytes_transferred: must be a number, got many/],
    ['event_label', '', /line 3, column event_label: must be there, got nothing/],
    ['timestamp', 'yesterday', /column timestamp: must be a time such as .*, got yesterday/],
    ['timestamp', '1969-12-31T23:59:59Z', /from 1970 to 2100, got 1969-12-31T/],
    ['timestamp', '2100-01-02', /from 1970 to 2100, got 2100-01-02/],
  ])('names file, line and column of a wrong %s, %j', async (column, value, message) => {
    const path = await fileWithWrong(column, value);
    await expect(readAuthEvents(path)).rejects.toThrow(message);
  });

  it('names a line of the wrong length, and a file that is missing', async () => {
    writeFileSync(at('short.csv'), `${readFileSync(at('seed.csv'), 'utf8')}a,b\n`);
    await expect(readAuthEvents(at('short.csv'))).rejects.toThrow(
      /short\.csv line 3: must have 10 values, got 2/,
    );
    await expect(readAuthEvents(at('no.csv'))).rejects.toThrow(/no\.csv: no such file/);
    await expect(readAuthEvents(at('no.xml'))).rejects.toThrow(/no\.xml: must end in \.csv/);
  });
});
