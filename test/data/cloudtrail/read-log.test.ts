import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readCloudTrail } from '../../../src/data/cloudtrail/read-log';
import { realData } from '../../real-data';
import { logFolder, readAll, recordAt } from './log-folder';

const real = realData('cloudtrail/invictus-aws-2023-07.jsonl.gz');
const folder = logFolder();
const records = [0, 1, 2, 3].map((second) => recordAt(second));
const asDelivered = (some: readonly object[]) => JSON.stringify({ Records: some });
const asLines = (some: readonly object[]) => some.map((one) => `${JSON.stringify(one)}\n`).join('');

describe('readCloudTrail', () => {
  it('reads every form that records come in, plain and gzipped', async () => {
    const wrapped = records.map((record) => ({ CloudTrailEvent: JSON.stringify(record) }));
    const forms = [
      asDelivered(records),
      JSON.stringify({ Records: records }, null, 2),
      `\uFEFF${asDelivered(records)}`,
      asDelivered(records.slice(0, 1)) + asDelivered(records.slice(1)),
      `${asDelivered(records.slice(0, 1))}\r\n${asDelivered(records.slice(1))}\r\n`,
      JSON.stringify({ nextToken: 'x{', Records: records, count: 4, more: null }),
      asLines(records),
      asLines(records).replaceAll('\n', '\r\n').trimEnd(),
      JSON.stringify(records),
      JSON.stringify({ Events: wrapped }),
      asLines(records.map((record) => ({ eventData: record }))),
      asLines(records.map((record) => ({ eventJson: JSON.stringify(record) }))),
      asLines(records.map((record) => ({ 'detail-type': 'AWS API Call', detail: record }))),
    ];
    for (const form of forms) {
      for (const content of [form, gzipSync(form)]) {
        const { ids, report } = await readAll(folder.write('a', content));
        expect(report.malformed, form.slice(0, 60)).toEqual([]);
        expect(ids).toBe('e0 e1 e2 e3');
      }
    }
  });

  it('reads folders by date, and no signatures', async () => {
    const path = (day: string) => `AWSLogs/1/CloudTrail/us-east-1/2024/01/${day}`;
    folder.write(`${path('02')}/b.json.gz`, gzipSync(asDelivered(records.slice(2))));
    folder.write(`${path('01')}/a.json`, asDelivered(records.slice(0, 2)));
    folder.write('AWSLogs/1/CloudTrail-Digest/d.json', '{"digestStartTime": "x"}');
    folder.write('AWSLogs/notes.txt', 'no log');
    folder.write('invictus.labels.csv', 'eventID,class\ne0,Normal');
    const { ids, report } = await readAll(folder.path());
    expect(ids).toBe('e0 e1 e2 e3');
    expect(report).toEqual({
      ...{ nFiles: 2, nEvents: 4, nRepeated: 0, nMalformed: 0, malformed: [] },
      firstTime: Date.UTC(2024, 0, 1),
      lastTime: Date.UTC(2024, 0, 1, 0, 0, 3),
    });
  });

  it('says plainly where there is nothing to read', async () => {
    await expect(readAll(folder.path('none'))).rejects.toThrow(/none: no such file or folder/);
    await expect(readAll(folder.path())).rejects.toThrow(/must hold \.json/);
    await expect(readAll([])).rejects.toThrow('paths: must hold .json');
    expect((await readAll(folder.write('a.json', ''))).report.nEvents).toBe(0);
    expect((await readAll(folder.write('a.json', '{"Records":[]}'))).report.nMalformed).toBe(0);
  });

  it('checks its options', () => {
    expect(() => readCloudTrail('a', { order: 'time' as 'sort' })).toThrow(
      'order must be one of merge, sort, file, got time',
    );
    expect(() => readCloudTrail('a', { disorderMinutes: -1 })).toThrow(/at least 0, got -1/);
    expect(() => readCloudTrail('a', { maxRecordBytes: 10 })).toThrow(/in \[1024, /);
    expect(() => readCloudTrail('a', { sorted: true } as object)).toThrow(/sorted/);
  });

  it.skipIf(real === undefined)('reads the real log, whatever form it has', async () => {
    const { events, report } = await readAll(real!);
    expect(events).toHaveLength(2900);
    expect(report.nMalformed).toBe(0);
    expect(new Set(events.map(({ principal }) => principal)).size).toBe(20);
    const lines = gunzipSync(readFileSync(real!)).toString().trimEnd().split('\n');
    const delivered = folder.write('r.json.gz', gzipSync(`{"Records":[${lines.join(',')}]}`));
    expect((await readAll(delivered)).events).toEqual(events);
  });
});

describe('malformed records', () => {
  const line = (index: number) => JSON.stringify(records[index]);

  it.each([
    ['a line that is cut', `${line(0)}\n${line(1).slice(0, 90)}\n${line(2)}\n`],
    ['a text that is not closed', `${line(0)}\n{"eventVersion": "1.0\n${line(2)}\n`],
    ['a brace that is not closed', `${line(0)}\n{"a":{"b":1}\n${line(2)}\n`],
    ['a value that is missing', `${line(0)}\n{"a":\n${line(2)}\n`],
    ['a comma at the end', `${line(0)}\n{"a":1,}\n${line(2)}\n`],
    ['a word', `${line(0)}\nnonsense { and more\n${line(2)}\n`],
    ['a word in a record', `${line(0)}\n{nonsense}\n${line(2)}\n`],
    ['brackets that do not match', `${line(0)}\n{"a":[1}\n${line(2)}\n`],
    ['no time', `${line(0)}\n{"eventSource":"a","eventName":"b"}\n${line(2)}\n`],
    [
      'a wrong time',
      `${line(0)}\n${JSON.stringify(recordAt(1, { eventTime: 'now' }))}\n${line(2)}`,
    ],
    ['null', `${line(0)}\nnull\n${line(2)}\n`],
    ['a number', `${line(0)}\n5 \n${line(2)}`],
    ['a text', `${line(0)}\n"x"\n${line(2)}\n`],
    ['an empty array', `${line(0)}\n[]\r\n${line(2)}\n`],
    ['null in an array', `[${line(0)},\nnull,\n${line(2)}]`],
    ['something else', `${line(0)}\n{"hello":"world"}\n${line(2)}\n`],
  ])('keeps %s aside, and reads what is behind it', async (_, content) => {
    const { ids, report } = await readAll(folder.write('a.json', content));
    expect(ids).toBe('e0 e2');
    expect(report.nMalformed).toBe(1);
    const [{ file, line, byte, reason, text }] = report.malformed;
    expect([file, line, byte]).toEqual([
      folder.path('a.json'),
      2,
      Buffer.from(content).indexOf('\n') + 1,
    ]);
    expect(reason).not.toBe('');
    expect(content.replace(/\n.*\n/, '')).not.toContain(text);
  });

  it.each([
    ['a brace too few', (text: string) => text.replace('"accountId":"1"}', '"accountId":"1"')],
    ['a quote too few', (text: string) => text.replace('"eventSource":"', '"eventSource":')],
    ['a comma too many', (text: string) => text.replace(',"eventID"', ',,"eventID"')],
  ])('finds the next record of a document behind %s', async (_, harm) => {
    const texts = records.map((record, i) => (i === 1 ? harm(JSON.stringify(record)) : line(i)));
    const { ids, report } = await readAll(
      folder.write('a.json', `{"Records":[${texts.join(',')}]}`),
    );
    expect(ids).toBe('e0 e2 e3');
    expect(report.nMalformed).toBe(1);
    expect(report.malformed[0].text).toContain('{"eventVersion":"1.08","userIdentity"');
  });

  it('names the file and place of each to a listener, and keeps the first hundred', async () => {
    const seen: number[] = [];
    const onMalformed = ({ line }: { line: number }) => seen.push(line);
    const path = folder.write('a.json', `${'{"a":1}\n'.repeat(250)}${line(0)}`);
    const { ids, report } = await readAll(path, { onMalformed });
    expect(ids).toBe('e0');
    expect([report.nMalformed, report.malformed.length]).toEqual([250, 100]);
    expect(seen[249]).toBe(250);
    expect(report.malformed[0].reason).toBe('eventTime must be a time, got none');
  });

  it('gives up a line of 100 MB in bounded memory', async () => {
    const huge = Buffer.alloc(100_000_000, '{"a":"x",');
    const before = process.memoryUsage().arrayBuffers;
    const path = folder.write('a.json', Buffer.concat([Buffer.from(`${line(0)}\n`), huge]));
    const { ids, report } = await readAll(path);
    expect(ids).toBe('e0');
    expect(report.nMalformed).toBeLessThanOrEqual(2);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(150_000_000);
    const text = Buffer.alloc(100_000_000, 'x');
    folder.write(
      'b.json',
      Buffer.concat([Buffer.from('{"a":"'), text, Buffer.from(`"}\n${line(1)}`)]),
    );
    const second = await readAll(folder.path('b.json'));
    expect(second.ids).toBe('e1');
    expect(second.report.malformed[0].reason).toBe('longer than 1048576 bytes');
  });

  it('reads what there is of a gzip that is cut short, and says so once', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => recordAt(i, { requestID: Math.sin(i) }));
    const whole = gzipSync(asDelivered(many));
    for (const size of [0.2, 0.5, 0.99].map((part) => Math.floor(whole.length * part))) {
      const path = folder.write('a.json.gz', whole.subarray(0, size));
      const { events, report } = await readAll(path);
      const readable = partOf(whole.subarray(0, size)).split('"eventID"').length - 1;
      expect(Math.abs(events.length - readable)).toBeLessThanOrEqual(1);
      expect(report.nMalformed).toBe(1);
      expect(report.malformed[0].reason).toMatch(/^broken gzip \(unexpected end of file\)/);
    }
  });

  it('counts values without any record, but no array without records', async () => {
    const read = async (text: string) => (await readAll(folder.write('a.json', text))).report;
    for (const text of ['[]', '[ ]\n', '', '{"Records":[]}', '{"Records": [],\n"more": [\n1\n]}']) {
      expect((await read(text)).nMalformed, text).toBe(0);
    }
    expect((await read('null')).nMalformed).toBe(1);
    expect((await read('null\n5\n"x"\n[]\n')).malformed.map(({ line }) => line)).toEqual([
      1, 2, 3, 4,
    ]);
  });

  it('names the line of a gzip that is broken between records', async () => {
    const header = Buffer.from([0x1f, 0x8b, 8, 0xff, 1, 2, 3, 4]);
    const { report } = await readAll(folder.write('a.json.gz', header));
    expect(report.malformed).toMatchObject([{ line: 1, byte: 0 }]);
    const whole = gzipSync(`${line(0)}\n`);
    const cut = await readAll(folder.write('a.json.gz', whole.subarray(0, -8)));
    expect(cut.report.malformed).toMatchObject([{ line: 2, byte: Buffer.byteLength(line(0)) + 1 }]);
  });

  it('keeps a text that is nested without end aside', async () => {
    const deep = recordAt(1, { eventName: JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) });
    const { report } = await readAll(folder.write('a.json', JSON.stringify(deep)));
    expect(report.malformed[0].reason).toBe('eventName must be a text, got an array');
    const detail = { eventData: `{"eventTime":${'['.repeat(2e5)}${']'.repeat(2e5)}}` };
    const inside = await readAll(folder.write('a.json', JSON.stringify(detail)));
    expect(inside.report.malformed[0].reason).toBe('eventTime must be a time, got an array');
  });

  it('reads what there is before a gzip breaks', async () => {
    const whole = gzipSync(asLines(Array.from({ length: 3000 }, (_, i) => recordAt(i))));
    whole.fill(0xaa, whole.length - 300, whole.length - 200);
    const { events, report } = await readAll(folder.write('a.json.gz', whole));
    expect(events.length).toBeGreaterThan(2000);
    expect(report.malformed.at(-1)!.reason).toMatch(/^broken gzip/);
  });

  it('does not stop at bytes that are no text', async () => {
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31 + i) % 256));
    const content = Buffer.concat([noise, Buffer.from(`\n${line(0)}\n`), noise]);
    const { ids, report } = await readAll(folder.write('a.json', content));
    expect(ids).toBe('e0');
    expect(report.nMalformed).toBeGreaterThan(0);
  });
});

/** What zlib makes of a gzip that is cut. */
function partOf(gzip: Buffer): string {
  return gunzipSync(gzip, { finishFlush: 2 }).toString();
}

describe('order', () => {
  const inRegion = (region: string, seconds: readonly number[]) =>
    seconds.map((second) => recordAt(second, { awsRegion: region, eventID: `${region}${second}` }));

  it('is by time over regions, and by path and place where times are equal', async () => {
    folder.write(
      'a/1_CloudTrail_a_20240101T0005Z_x.json',
      asDelivered(inRegion('a', [4, 0, 9, 9])),
    );
    folder.write('a/1_CloudTrail_a_20240101T0010Z_x.json', asDelivered(inRegion('a', [400, 300])));
    folder.write('b/1_CloudTrail_b_20240101T0005Z_x.json', asDelivered(inRegion('b', [9, 2])));
    folder.write('b/1_CloudTrail_b_20240101T0010Z_x.json', asDelivered(inRegion('b', [8, 350])));
    const inTime = 'a0 b2 a4 b8 a9 b9 a300 b350 a400';
    for (const order of ['merge', 'sort'] as const) {
      const { ids, report } = await readAll(folder.path(), { order });
      expect(ids).toBe(inTime);
      expect(report.nRepeated).toBe(1);
    }
    expect((await readAll(folder.path(), { order: 'file' })).ids).toMatch(/^a4 a0 a9 a400 a300 b9/);
  });

  it('opens files as their time comes, and refuses what comes too late', async () => {
    folder.write('late.jsonl', asLines([recordAt(0), recordAt(50_000), recordAt(10)]));
    const days = Array.from({ length: 6000 }, (_, i) => recordAt(60_000 + i));
    folder.write('later.jsonl', asLines([...days, recordAt(5)]));
    await expect(readAll(folder.path())).rejects.toThrow(
      /later\.jsonl: event e5 of .* comes after one of .*; have it sorted: --order sort on the command line, order: 'sort' in code/,
    );
    const { events } = await readAll(folder.path(), { order: 'sort' });
    expect(events).toHaveLength(6004);
    expect(events.map(({ eventTime }) => eventTime)).toEqual(
      events.map(({ eventTime }) => eventTime).sort((a, b) => a - b),
    );
  });
});
