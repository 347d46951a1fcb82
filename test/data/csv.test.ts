import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv, writeCsv } from '../../src/data/csv';
import { readCsvMatrix } from '../../src/data/csv-matrix';
import { rowOf } from '../../src/matrix';

let folder = '';
const put = (name: string, content: string | Buffer) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'csv [1] '));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('readCsv', () => {
  const columns = {
    time: 'time',
    user: 'string',
    port: 'integer',
    ok: 'boolean',
    rate: 'number',
  } as const;
  const text = [
    '\uFEFFtime,"user",other,port,ok,rate',
    '2024-01-31T08:00:00+02:00,"a, ""b""\nc",x,22,true,1.5e3',
    '2024-01-31 08:00:00.250,,x,,0,nan',
  ].join('\r\n');
  const records = [
    { time: Date.UTC(2024, 0, 31, 6), user: 'a, "b"\nc', port: 22, ok: true, rate: 1500 },
    {
      time: Date.UTC(2024, 0, 31, 8, 0, 0, 250),
      user: null,
      port: null,
      ok: false,
      rate: Number.NaN,
    },
  ];

  it('reads the columns that are asked for as the types that are asked for', async () => {
    expect(await readCsv(put('a.csv', text), columns)).toEqual(records);
    expect(await readCsv(put("it's.csv", gzipSync(text)), columns)).toEqual(records);
  });

  it('takes a name with pattern characters for what it is', async () => {
    put('a1.csv', 'v\n1\n');
    expect(await readCsv(put('a[1]*.csv', 'v\n2\n'), { v: 'integer' })).toEqual([{ v: 2 }]);
  });

  it('reads another delimiter', async () => {
    const path = put('b.csv', 'a;b,c\n1;2\n');
    expect(await readCsv(path, { 'b,c': 'number' }, { delimiter: ';' })).toEqual([{ 'b,c': 2 }]);
    await expect(readCsv(path, { a: 'number' }, { delimiter: '"' })).rejects.toThrow(RangeError);
  });

  it.each([
    ['number', '0x10', /bad\.csv line 4, column v: must be a number, got 0x10/],
    ['integer', '5.7', /bad\.csv line 4, column v: must be an integer, got 5.7/],
    ['integer', '9007199254740993', /line 4, column v: must be an integer/],
    ['boolean', 'maybe', /line 4, column v: must be true or false, got maybe/],
    ['time', '1711111111', /line 4, column v: must be a time such as .*, got 1711111111/],
  ] as const)('names file, line and column of a wrong %s', async (type, value, message) => {
    const good = type === 'time' ? '2024-01-01' : '1';
    const path = put('bad.csv', `a,v\nx,${good}\n\ny,${value}\nz,${value}\n`);
    await expect(readCsv(path, { v: type })).rejects.toThrow(message);
    await expect(readCsv(path, { v: type })).rejects.toThrow(TypeError);
  });

  it.each([
    ['a,v\n1,2\n1,2,3\n', /ragged\.csv line 3: must have 2 values, got 3/],
    ['a,v\n1,2\n1\n', /ragged\.csv line 3: must have 2 values, got 1/],
    ['a,v\n1,"2\n', /ragged\.csv line 2: value with unterminated quote/],
    ['a,v,a\n1,2,3\n', /ragged\.csv line 1: column names must differ.*, got a twice/],
    ['v,V\n1,2\n', /ragged\.csv line 1: column names must differ in more than case, got V twice$/],
    ['\n\nv\n1\n', /ragged\.csv line 1: must have column names, got a blank line$/],
    ['a,v\n1,2\r\n3,4\n', /ragged\.csv: must have one kind of line end, got LF and CRLF$/],
    ['a,b\n1,2\n', /ragged\.csv: must have column v, got a, b/],
    ['', /ragged\.csv: must have a header line, got an empty file/],
  ])('says what is wrong with %j', async (content, message) => {
    await expect(readCsv(put('ragged.csv', content), { v: 'string' })).rejects.toThrow(message);
  });

  it('refuses a missing file and a gzip that is cut short', async () => {
    await expect(readCsv(join(folder, 'no.csv'), { v: 'string' })).rejects.toThrow(
      /no\.csv: no such file/,
    );
    const lines = Array.from({ length: 20_000 }, (_, i) => `${i},${Math.sin(i)}`);
    const whole = gzipSync(['a,v', ...lines].join('\n'));
    const path = put('cut.csv.gz', whole.subarray(0, whole.length / 2));
    await expect(readCsv(path, { v: 'string' })).rejects.toThrow(
      /cut\.csv\.gz: broken gzip after line \d+ \(unexpected end of file\)/,
    );
  });

  it('gives no records for a header alone, and refuses to read no column', async () => {
    const path = put('h.csv', 'a,b\n');
    expect(await readCsv(path, { a: 'number' })).toEqual([]);
    await expect(readCsv(path, {})).rejects.toThrow(/columns must be named/);
  });
});

describe('writeCsv', () => {
  it('writes what readCsv reads back', async () => {
    const columns = { text: 'string', n: 'number', i: 'integer', b: 'boolean', t: 'time' } as const;
    const record = fc.record({
      text: fc.option(fc.string({ minLength: 1 }).filter((text) => !text.includes('\0'))),
      n: fc.option(fc.double()),
      i: fc.option(fc.maxSafeInteger()),
      b: fc.option(fc.boolean()),
      t: fc.option(fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true })),
    });
    const path = join(folder, 'round.csv.gz');
    await fc.assert(
      fc.asyncProperty(fc.array(record), async (records) => {
        const written = records.map((r) => ({ ...r, t: r.t === null ? null : r.t.getTime() }));
        await writeCsv(path, written, columns);
        expect(await readCsv(path, columns)).toEqual(written);
      }),
      { numRuns: 40 },
    );
    expect(readFileSync(path)[0]).toBe(0x1f);
  });

  it('keeps a record that has nothing, and a negative zero', async () => {
    const path = join(folder, 'null.csv');
    const records = [{ v: 1 }, { v: null }, { v: -0 }, { v: null }];
    await writeCsv(path, records, { v: 'number' });
    expect(await readCsv(path, { v: 'number' })).toEqual(records);
  });

  it('refuses a value of another type', async () => {
    const path = join(folder, 'w.csv');
    await expect(writeCsv(path, [{ v: 1 }, { v: 1.5 }], { v: 'integer' })).rejects.toThrow(
      /w\.csv line 3, column v: must be an integer, got 1.5/,
    );
  });
});

describe('readCsvMatrix', () => {
  it('reads features and labels, an empty value as NaN', async () => {
    const path = put('m.csv', 'a,label,b\n1,0,2\n3,1,\n');
    const { samples, labels, columns } = await readCsvMatrix(path, { label: 'label' });
    expect(columns).toEqual(['a', 'b']);
    expect([...samples.data]).toEqual([1, 2, 3, Number.NaN]);
    expect([...labels]).toEqual([0, 1]);
  });

  it('takes the columns in the order that is asked for', async () => {
    const path = put('o.csv', 'a,b,c\n1,2,3\n');
    const { samples, labels } = await readCsvMatrix(path, { columns: ['c', 'a'] });
    expect([...rowOf(samples, 0)]).toEqual([3, 1]);
    expect(labels).toHaveLength(0);
  });

  it('keeps rows in order over many batches', async () => {
    const n = 10_000;
    const path = put(
      'n.csv',
      ['i,label', ...Array.from({ length: n }, (_, i) => `${i},${i % 2}`)].join('\n'),
    );
    const { samples, labels } = await readCsvMatrix(path, { label: 'label' });
    expect([...samples.data]).toEqual(Array.from({ length: n }, (_, i) => i));
    expect(labels[n - 1]).toBe(1);
  });

  it.each([
    ['a,label\n1,0\nx,1\n', /line 3, column a: must be a number, got x/],
    ['a,label\n1,0\n2,0.5\n', /line 3, column label: must be an integer, got 0.5/],
    ['a,label\n1,0\n\n2,\n', /line 4, column label: must be an integer, got nothing/],
    ['a,b\n1,0\n', /must have column label, got a, b/],
    ['a,label\n', /must have samples, got only a header/],
  ])('says what is wrong with %j', async (content, message) => {
    const path = put('bad.csv', content);
    await expect(readCsvMatrix(path, { label: 'label' })).rejects.toThrow(message);
  });
});
