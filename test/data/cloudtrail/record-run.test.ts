import { describe, expect, it } from 'vitest';
import { recordRun } from '../../../src/data/cloudtrail/record-run';
import { logFolder, readAll, recordAt } from './log-folder';

const folder = logFolder();
const records = Array.from({ length: 300 }, (_, second) => recordAt(second));
const texts = records.map((record) => JSON.stringify(record));
const lines = (some: readonly string[]) => some.map((text) => `${text}\n`).join('');
const array = (some: readonly string[]) => `{"Records":[${some.join(',')}]}`;
const changed = (index: number, text: string) => texts.map((one, i) => (i === index ? text : one));
const without = (field: string, index: number) => {
  const { [field]: _, ...rest } = records[index] as Record<string, unknown>;
  return JSON.stringify(rest);
};

describe('a log read many records at once', () => {
  const forms: Readonly<Record<string, string>> = {
    lines: lines(texts),
    'an array as delivered': array(texts),
    'arrays, one a line': lines([array(texts.slice(0, 150)), array(texts.slice(150))]),
    'an array among lines': lines([...texts.slice(0, 100), array(texts.slice(100))]),
    'pretty print': JSON.stringify({ Records: records }, null, 1),
    'lines of Windows': lines(texts).replaceAll('\n', '\r\n'),
    'blank lines': texts.join('\n\n'),
    'a line that is no JSON': lines(changed(50, '{"eventVersion": oops}')),
    'an element that is no JSON': array(changed(50, '{"eventVersion": oops}')),
    'a text that a line ends': lines(changed(60, texts[60].replace('quote', 'quo\nte'))),
    'a record without a time': lines(changed(70, without('eventTime', 70))),
    'an element without a name': array(changed(70, without('eventName', 70))),
    'numbers and texts between': lines(changed(80, '5')) + lines(['"text"', texts[80]]),
    'a record that is open': lines(texts).slice(0, -30),
    'an array that is open': array(texts).slice(0, -30),
    'two records a line': lines([texts.slice(0, 150).join(''), texts.slice(150).join(',')]),
    'a record in a record': lines(changed(5, JSON.stringify(recordAt(5, { of: records[6] })))),
    'records in a record': array(
      changed(5, JSON.stringify(recordAt(5, { of: records.slice(6, 9) }))),
    ),
    'a record with records': lines(
      changed(5, JSON.stringify(recordAt(5, { Events: records.slice(5, 7) }))),
    ),
  };

  it.each(Object.entries(forms))('is as one by one: %s', async (_, form) => {
    const path = folder.write('a.json', form);
    const atOnce = await readAll(path);
    const oneByOne = await readAll(path, { maxRecordBytes: 4095 }); // no run is that short
    expect(atOnce.events).toEqual(oneByOne.events);
    expect(atOnce.report).toEqual(oneByOne.report);
    expect(atOnce.events.length).toBeGreaterThan(290);
  });
});

describe('recordRun', () => {
  it('ends behind the last record that is surely whole', () => {
    const bytes = Buffer.from(lines(texts));
    const run = recordRun(bytes, 0, 1 << 20)!;
    expect(JSON.parse(`[${run.text}]`)).toEqual(records);
    expect(run.end).toBe(bytes.length - 1);
    const inArray = recordRun(Buffer.from(texts.join(',')), 0, 1 << 20)!;
    expect(JSON.parse(`[${inArray.text}]`)).toEqual(records.slice(0, -1));
  });

  it('is none where there is little, or more than a record may have', () => {
    expect(recordRun(Buffer.from(lines(texts.slice(0, 3))), 0, 1 << 20)).toBeUndefined();
    expect(recordRun(Buffer.from(lines(texts)), 0, 5000)).toBeUndefined();
    expect(recordRun(Buffer.from('{"a":1}'), 0, 1 << 20)).toBeUndefined();
  });
});
