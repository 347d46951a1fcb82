import { beforeAll, describe, expect, it } from 'vitest';
import { isolationForest } from '../../src/detectors/isolation-forest';
import type { FittedPipeline } from '../../src/pipeline/fitted-pipeline';
import { pipeline } from '../../src/pipeline/pipeline';
import { splitCsvLine } from '../../src/stream/csv-line';
import { eventParser } from '../../src/stream/event-parser';

let fitted: FittedPipeline;
beforeAll(async () => {
  const columns = { bytes: 'numeric', user: 'oneHot', admin: 'oneHot', port: 'label' } as const;
  const rows = [
    { bytes: 1, user: 'ann', admin: true, port: 22 },
    { bytes: 2, user: 'bob', admin: false, port: 80 },
  ];
  fitted = await pipeline({ columns, detector: isolationForest() }).fit(rows);
});

describe('splitCsvLine', () => {
  it.each([
    ['a,b', ['a', 'b']],
    ['', ['']],
    [',', ['', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['"say ""hi""",""', ['say "hi"', '']],
    ['a"b,c', ['a"b', 'c']],
    ['x,"y"', ['x', 'y']],
    ['"""",z,', ['"', 'z', '']],
  ])('splits %s', (line, values) => {
    expect(splitCsvLine(line)).toEqual(values);
  });

  it.each([
    ['a,"b', 'must close its quotes in the same line'],
    ['"a"b,c', 'must have a comma behind a quoted value, got b'],
  ])('refuses %s', (line, message) => {
    expect(() => splitCsvLine(line)).toThrow(message);
  });
});

describe('eventParser', () => {
  it('reads JSON objects and skips blank lines', () => {
    const { parse } = eventParser('json', fitted);
    expect(parse('{"a":[1]}')).toEqual({ a: [1] });
    expect(parse('  ')).toBeUndefined();
    expect(() => parse('{')).toThrow(/^not valid JSON \(/);
    expect(() => parse('[1]')).toThrow('must be a JSON object, got [1]');
  });

  it('makes values of a CSV what the columns of the pipeline hold', () => {
    const parser = eventParser('csv', fitted);
    expect(parser.parse('note,user,bytes,admin,port')).toBeUndefined();
    const parse = (line: string) => parser.parse(line);
    expect(parse('7,7,1e3,true,22')).toEqual({
      note: '7',
      user: '7',
      bytes: 1000,
      admin: true,
      port: 22,
    });
    expect(parse(',,true,0,')).toMatchObject({ user: null, bytes: true, admin: false, port: null });
    expect(parse('x,y,0x10,maybe,ssh')).toMatchObject({
      bytes: '0x10',
      admin: 'maybe',
      port: 'ssh',
    });
    expect(() => parse('1,2')).toThrow('must have 5 values as the header, got 2');
  });

  it('takes the header of a new file, or goes on with the one before', () => {
    const parser = eventParser('csv', fitted);
    parser.parse('user,bytes,admin,port');
    parser.startFile();
    expect(parser.parse('bytes,user,port,admin')).toBeUndefined();
    expect(parser.parse('5,ann,22,true')).toMatchObject({ user: 'ann', bytes: 5 });
    parser.startFile();
    expect(parser.parse('6,ann,22,true')).toMatchObject({ user: 'ann', bytes: 6 });
    expect(eventParser('csv', fitted, parser.header).parse('7,bob,22,true')).toMatchObject({
      bytes: 7,
    });
  });

  it('cannot go on without a header', () => {
    expect(() => eventParser('csv', fitted).parse('user,bytes,"x"')).toThrow(
      'header must have column admin, port, got user, bytes, x',
    );
  });
});
