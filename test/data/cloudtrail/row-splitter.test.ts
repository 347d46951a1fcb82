import { describe, expect, it } from 'vitest';
import { splitRows } from '../../../src/data/cloudtrail/row-splitter';

/** Rows, and lines of what is malformed, where the bytes come in pieces of some length. */
function split(text: string, pieceBytes: number, maxBytes = 1000) {
  const rows: string[][] = [];
  const malformed: number[] = [];
  const splitter = splitRows(
    {
      row: (values) => rows.push([...values]),
      malformed: (_, { line }) => malformed.push(line),
    },
    maxBytes,
  );
  const content = Buffer.from(text);
  for (let i = 0; i < content.length; i += pieceBytes) {
    splitter.write(content.subarray(i, i + pieceBytes));
  }
  splitter.end('cut');
  return { rows, malformed };
}

describe('splitRows', () => {
  it.each([1, 2, 5, 1000])('finds rows in pieces of %i bytes', (pieceBytes) => {
    const text = '\uFEFFa,b\r\n"x, ""y""","two\nlines"\r\n\r\n,\n,é\n"",last';
    expect(split(text, pieceBytes)).toEqual({
      rows: [
        ['a', 'b'],
        ['x, "y"', 'two\nlines'],
        ['', ''],
        ['', 'é'],
        ['', 'last'],
      ],
      malformed: [],
    });
  });

  it.each([1, 4, 1000])('goes on behind what is malformed, in pieces of %i bytes', (pieceBytes) => {
    const text = `a,b\n1,"open\n2,3\n4,x"y\n5,6\n"${'z'.repeat(1500)}\n7,8\n"end`;
    const { rows, malformed } = split(text, pieceBytes);
    expect(rows).toContainEqual(['5', '6']);
    expect(rows.at(-1)).toEqual(['7', '8']);
    expect(malformed).toEqual(expect.arrayContaining([4, 6, 8]));
  });

  it('makes nothing of nothing', () => {
    expect(split('', 1)).toEqual({ rows: [], malformed: [] });
    expect(split('\n\n', 1)).toEqual({ rows: [], malformed: [] });
  });
});
