import { beforeAll, describe, expect, it } from 'vitest';
import type { UploadAnswer } from '../../src/serve/upload/answer';
import { csvRecords } from '../../src/serve/upload/csv-records';
import { fitLogins, LOGINS, serviceStarter, temporaryFolder } from './example-service';

const folder = temporaryFolder();
const start = serviceStarter();

const HEADER = 'user_id,login_success,access_time,bytes_transferred,note';
const GOOD = 'ann,true,09:15:00,5000,fine';

beforeAll(async () => {
  const fitted = await fitLogins();
  await fitted.save(folder('model'));
});

async function upload(payload: string | Buffer, query = '', type = 'text/csv') {
  const { app } = await start({ models: { forest: folder('model') } });
  const headers = { 'content-type': type };
  return app.inject({ method: 'POST', url: `/upload${query}`, payload, headers });
}

async function uploaded(payload: string | Buffer): Promise<UploadAnswer> {
  const response = await upload(payload);
  expect(response.body.slice(0, 200)).toContain('"model":"forest"');
  return response.json();
}

const refused = async (payload: string | Buffer) => {
  const response = await upload(payload);
  return `${response.statusCode} ${response.json().message}`;
};

describe('csvRecords', () => {
  const read = (text: string) => [...csvRecords(text, ',')];
  const cells = (text: string) => read(text).map((record) => record.cells);

  it('reads quotes, line ends of all kinds and empty cells', () => {
    expect(cells('a,b\r\n"x, ""y""",\r1,2\n\n,\n')).toEqual([
      ['a', 'b'],
      ['x, "y"', ''],
      ['1', '2'],
      ['', ''],
    ]);
  });

  it('counts lines within quotes', () => {
    expect(read('a\n"1\n2\r\n3"\nb').map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  it.each([
    ['"a', /closed/],
    ['a"b', /quoted as a whole/],
    ['"a"b', /end the cell/],
  ])('tells what is wrong with the quotes of %s', (text, message) => {
    expect(read(text)[0].error).toMatch(message);
  });
});

describe('POST /upload', () => {
  it('scores rows as /predict does, in columns', async () => {
    const lines = LOGINS.slice(0, 50).map((login) => Object.values(login).join(','));
    const answer = await uploaded([HEADER, ...lines].join('\n'));
    const { app } = await start({ models: { forest: folder('model') } });
    const payload = { events: LOGINS.slice(0, 50) };
    const { results } = (await app.inject({ method: 'POST', url: '/predict', payload })).json();
    const of = (name: string) => results.map((result: Record<string, unknown>) => result[name]);
    expect(answer.scores).toEqual(of('score'));
    expect(answer.pValues).toEqual(of('pValue'));
    expect(answer.labels).toEqual(of('label'));
    expect(answer.lines.slice(0, 2)).toEqual([2, 3]);
    const [user, , , bytes, note] = answer.columns;
    expect(user.codes.map((code) => user.values[code])).toEqual(
      LOGINS.slice(0, 50).map(({ user_id }) => user_id),
    );
    expect(bytes.values[0]).toBe(LOGINS[0].bytes_transferred);
    expect([user.isRead, note.isRead]).toEqual([true, false]);
  });

  it('tells each error with line and column, and scores the other rows', async () => {
    const rows = [GOOD, 'ann,maybe,25:00:00,5000,', 'ann,true', '', 'ann,true,09:15:00,,', 'a"n,b'];
    const { nRows, nErrors, errors, lines } = await uploaded([HEADER, ...rows, GOOD].join('\r\n'));
    expect({ nRows, nErrors, lines }).toEqual({ nRows: 2, nErrors: 5, lines: [2, 8] });
    expect(errors).toEqual([
      { line: 3, column: 'login_success', message: 'must be a number, got "maybe"' },
      { line: 3, column: 'access_time', message: 'must be a time as HH:MM:SS, got "25:00:00"' },
      { line: 4, column: null, message: 'must have 5 cells, got 2' },
      { line: 6, column: 'bytes_transferred', message: 'must be a number, got nothing' },
      { line: 7, column: null, message: 'a cell with a quote in it must be quoted as a whole' },
    ]);
  });

  it('counts all errors and tells the first 1,000', async () => {
    const answer = await uploaded(`${HEADER}\n${'ann,x,09:15:00,1,\n'.repeat(1500)}`);
    expect([answer.nErrors, answer.errors.length, answer.nRows]).toEqual([1500, 1000, 0]);
  });

  it('takes semicolons, tabs and a byte order mark', async () => {
    for (const delimiter of [';', '\t']) {
      const text = `\uFEFF${HEADER}\n${GOOD}`.replaceAll(',', delimiter);
      expect((await uploaded(text)).nRows).toBe(1);
    }
  });

  it.each([
    ['nothing', '', '400 file must have a header line, got nothing'],
    ['blank lines', '\n\n', '400 file must have a header line, got blank lines'],
    [
      'a missing column',
      'user_id,note\n1,2',
      /400 header must have login_success, .*got user_id, note/,
    ],
    ['a name twice', `${HEADER},note`, '400 header must have each name once, got "note" twice'],
  ])('refuses %s', async (_, text, message) => {
    expect(await refused(text)).toMatch(message);
  });

  it.each([
    ['UTF-16', Buffer.from(`${HEADER}\n${GOOD}`, 'utf16le').fill(0xff, 0, 2)],
    ['Latin-1', Buffer.from(`${HEADER}\nJosé,true,09:15:00,1,`, 'latin1')],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex')],
  ])('refuses %s and says where', async (_, bytes) => {
    expect(await refused(bytes)).toMatch(
      /^400 file must be text in UTF-8, got other bytes in line \d/,
    );
  });

  it('bears 10,000 columns, cells of a megabyte and names of objects', async () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `c${i}`);
    const row = [GOOD, '__proto__', 'x'.repeat(2 ** 20), ...names].join(',');
    const header = [HEADER, '__proto__', 'constructor', ...names].join(',');
    const answer = await uploaded(`${header}\n${row}\n`);
    expect([answer.nRows, answer.columns.length, answer.nHiddenColumns]).toEqual([1, 50, 9957]);
    const long = answer.columns.find(({ name }) => name === 'constructor');
    expect(String(long?.values[0]).length).toBeLessThan(600);
    const { errors } = await uploaded(`${HEADER}\n${'u'.repeat(2 ** 20)},true,09:15:00,1,`);
    expect(errors[0].message).toBe('must have at most 500 characters, got 1048576');
  });

  it.each([
    ['commas', ','],
    ['quotes', '"'],
    ['text', 'x'],
  ])('refuses a record of %s that would hold up the event loop', async (_, text) => {
    const header = `${HEADER}\n${GOOD}\n`;
    expect(await refused(`${header}${text.repeat(3 * 2 ** 20)}`)).toMatch(
      /^413 a record must have at most 2097152 characters, got more in line 3$/,
    );
  });

  it('refuses what is no CSV, too long, or for a model that is not there', async () => {
    expect((await upload('{}', '', 'application/json')).statusCode).toBe(415);
    expect((await upload(GOOD, '?model=other')).statusCode).toBe(404);
    expect((await upload(GOOD, '?model=a&model=b')).statusCode).toBe(400);
    expect((await upload(Buffer.alloc(33 * 2 ** 20, 'a'))).statusCode).toBe(413);
    expect((await upload(`${HEADER}\n${'1\n'.repeat(250_001)}`)).statusCode).toBe(413);
  });
});
