import { assert, constantFrom, integer, nat, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitRecords } from '../../../src/data/cloudtrail/record-splitter';
import { recordAt } from './log-folder';

/** What a splitter finds where the bytes come in pieces of some length. */
function split(content: Buffer, pieceBytes: number, maxBytes = 1 << 20) {
  const records: unknown[] = [];
  const malformed: string[] = [];
  const splitter = splitRecords(
    {
      record: (bytes, start, end) => {
        try {
          records.push(JSON.parse(bytes.toString('utf8', start, end)));
          return true;
        } catch {
          malformed.push('parse');
          return false;
        }
      },
      malformed: (reason, { line, byte }) => malformed.push(`${line} ${byte} ${reason}`),
    },
    maxBytes,
  );
  for (let i = 0; i < content.length; i += pieceBytes) {
    splitter.write(content.subarray(i, i + pieceBytes));
  }
  splitter.end('cut');
  return { records, malformed };
}

const records = Array.from({ length: 6 }, (_, i) => recordAt(i));
const delivered = JSON.stringify({ nextToken: 'a}"', Records: records });
const lines = records.map((record) => JSON.stringify(record)).join('\n');
const pretty = JSON.stringify({ Records: records, more: [1] }, null, 1);
const broken = [
  lines.replace('{"eventVersion"', '{eventVersion"'),
  lines.replaceAll('"accountId":"1"}', '"accountId":"1"'),
  delivered.replace('"eventID":"e2"', '"eventID":"e2'),
  `nothing "here\n${lines}\n} ] nor here`,
  lines.slice(0, -5),
].map((text) => Buffer.from(text));

describe('splitRecords', () => {
  it.each([delivered, lines, pretty])('finds the same wherever the pieces end (%#)', (text) => {
    for (const pieceBytes of [1, 2, 3, 7, 64, 1000]) {
      const found = split(Buffer.from(text), pieceBytes);
      expect(found.malformed).toEqual([]);
      expect(found.records).toEqual(records);
    }
  });

  it('finds the same of what is broken', () => {
    for (const content of broken) {
      const whole = split(content, content.length);
      expect(whole.malformed.length).toBeGreaterThan(0);
      for (const pieceBytes of [1, 5, 300]) {
        expect(split(content, pieceBytes).records).toEqual(whole.records);
      }
    }
  });

  it('loses no more than the lines that are harmed', () => {
    const harm = tuple(
      nat(5),
      nat(200),
      integer({ min: 0, max: 40 }),
      constantFrom('{', '"', '}', 'x', ''),
    );
    assert(
      property(harm, ([harmed, at, nBytes, text]) => {
        const texts = records.map((record) => JSON.stringify(record));
        const line = texts[harmed];
        texts[harmed] = line.slice(0, at) + text + line.slice(at + nBytes);
        const found = split(Buffer.from(texts.join('\n')), 100);
        const ids = found.records.map((record) => (record as { eventID?: string }).eventID);
        for (const [i, { eventID }] of (records as { eventID: string }[]).entries()) {
          if (i !== harmed) expect(ids).toContain(eventID);
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('gives up what is longer than it may be, in bounded memory', () => {
    const text = `{"a":"${'x'.repeat(5000)}"}\n{"b":1}`;
    for (const pieceBytes of [10, 700, 10_000]) {
      const found = split(Buffer.from(text), pieceBytes, 1000);
      expect(found.records).toEqual([{ b: 1 }]);
      expect(found.malformed).toEqual(['1 0 longer than 1000 bytes']);
    }
    expect(split(Buffer.from(`${'['.repeat(9000)}{"a":${'['.repeat(9000)}`), 50).malformed).toEqual(
      ['1 9000 nested deeper than 256'],
    );
  });

  it('names line and byte behind pieces and broken records', () => {
    const found = split(Buffer.from(`${lines}\n\n{"a":}}\n{"b" 1}\n`), 33);
    expect(found.malformed).toEqual(['parse', 'parse']);
    const cut = split(Buffer.from(`${lines}\n{"a":1`), 33);
    expect(cut.malformed).toEqual([`7 ${Buffer.byteLength(lines) + 1} cut`]);
  });
});
