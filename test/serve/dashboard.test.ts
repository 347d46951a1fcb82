import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bucketsOf } from '../../src/serve/dashboard/rows/buckets';
import { resultsOf } from '../../src/serve/dashboard/rows/results';
import { timesOf } from '../../src/serve/dashboard/rows/times';
import { csvCell, toCsv } from '../../src/serve/dashboard/rows/to-csv';
import { sentEvents } from '../../src/serve/dashboard/sse';
import { startService } from '../../src/serve/start-service';
import type { CellValue } from '../../src/serve/upload/answer';
import { fitLogins, serviceStarter, temporaryFolder } from './example-service';

const folder = temporaryFolder();
const start = serviceStarter();

beforeAll(async () => {
  const fitted = await fitLogins();
  await fitted.save(folder('model'));
});

describe('GET /dashboard', () => {
  it('sends the page and its files, none of which asks for anything elsewhere', async () => {
    const { app } = await start({ models: { forest: folder('model') } });
    const { body } = await app.inject('/dashboard');
    const files = [...body.matchAll(/(?:href|src)="(dashboard\/[^"]+)"/g)].map(([, file]) => file);
    expect(files).toHaveLength(3);
    for (const url of ['/dashboard', ...files.map((file) => `/${file}`)]) {
      const response = await app.inject(url);
      expect(response.statusCode).toBe(200);
      expect(response.body.replaceAll(/http:\/\/www\.w3\.org\/2000\/svg/g, '')).not.toMatch(
        /https?:/,
      );
    }
  });

  it('lets nothing run or load but its own', async () => {
    const { app } = await start({ models: { forest: folder('model') } });
    const { headers } = await app.inject('/dashboard');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('is where the root leads', async () => {
    const { app } = await start({ models: { forest: folder('model') } });
    const { statusCode, headers } = await app.inject('/');
    expect([statusCode, headers.location]).toEqual([302, 'dashboard']);
  });

  it('does not keep the service from stopping', async () => {
    const models = { forest: folder('model') };
    const service = await startService({ models, port: 0, workers: 0, watch: false });
    const { body } = await fetch(`${service.url}/live`);
    const started = performance.now();
    await service.close();
    expect(performance.now() - started).toBeLessThan(10_000); // else it would be 15 s and more
    expect(await new Response(body).text()).toMatch(/^retry: /);
  });

  it('is not sent again while it is the same', async () => {
    const { app } = await start({ models: { forest: folder('model') } });
    const { headers } = await app.inject('/dashboard/main.js');
    const again = { 'if-none-match': String(headers.etag) };
    const response = await app.inject({ url: '/dashboard/main.js', headers: again });
    expect([response.statusCode, response.body]).toEqual([304, '']);
  });
});

describe('colours of the page', () => {
  const style = readFileSync('src/serve/dashboard/style.css', 'utf8');
  const coloursOf = (text: string) =>
    Object.fromEntries(
      [...text.matchAll(/--([\w-]+): (#[\da-f]{6})/g)].map(([, name, colour]) => [name, colour]),
    );
  const light = coloursOf(style.slice(0, style.indexOf('@media')));
  const dark = coloursOf(style.slice(style.indexOf('@media'), style.indexOf('* {')));
  const texts = [
    ['text', 'page'],
    ['text', 'panel'],
    ['text', 'hover'],
    ['text', 'marked'],
    ['muted', 'panel'],
    ['accent', 'panel'],
    ['accent', 'marked'],
    ['on-accent', 'accent'],
    ['anomaly-text', 'panel'],
    ['anomaly-text', 'marked'],
  ];
  const shapes = [
    ['normal', 'panel'],
    ['anomaly', 'panel'],
    ['control', 'panel'],
  ];

  it.each([
    ['light', light],
    ['dark', dark],
  ])('have contrast in %s: 4.5 for texts, 3 for what is drawn', (_, colours) => {
    const ratio = ([a, b]: string[]) => contrast(colours[a], colours[b]);
    expect(texts.filter((pair) => !(ratio(pair) >= 4.5))).toEqual([]);
    expect(shapes.filter((pair) => !(ratio(pair) >= 3))).toEqual([]);
  });
});

describe('rows of the page', () => {
  it('writes CSV in which no text is a formula', () => {
    const texts = ['=cmd()', '+1+1', '-2', '-x', '@SUM(A1)', '\tx', '"a",b', 'user-1', '|x'];
    expect(texts.map(csvCell)).toEqual([
      "'=cmd()",
      "'+1+1",
      '-2',
      "'-x",
      "'@SUM(A1)",
      "'\tx",
      '"""a"",b"',
      'user-1',
      "'|x",
    ]);
    const csv = toCsv(results({ note: ['=1', null] }), [1, 0], 0.5);
    expect(csv).toBe(
      "line,score,p_value,prediction,note\r\n3,0.9,0.1,anomaly,\r\n2,0.1,0.1,normal,'=1\r\n",
    );
  });

  it('takes times without a zone for UTC, and none for NaN', () => {
    const times = timesOf(results({ at: ['2024-03-01 08:30:00', 'soon'] }), 'at') ?? [];
    expect([...times]).toEqual([Date.UTC(2024, 2, 1, 8, 30), Number.NaN]);
  });

  it('counts by hours, or by more where there would be too many', () => {
    const hour = 3_600_000;
    const few = bucketsOf([0, hour, hour + 1, Number.NaN], [0, 1, 0, 1], 0.5, 'hour');
    expect(few?.nEvents).toEqual(Uint32Array.of(1, 2));
    expect(few?.nAnomalies).toEqual(Uint32Array.of(0, 1));
    const years = bucketsOf([0, 100 * 365 * 24 * hour], [0, 0], 1, 'hour');
    expect(years?.nEvents.length).toBeLessThanOrEqual(1501);
    expect(bucketsOf([Number.NaN], [1], 0, 'day')).toBeUndefined();
  });

  it('reads events that come in pieces', async () => {
    const text = 'retry: 1\n\nid: a-1\ndata: {"x":"é"}\n\n: still here\n\nid: a-2\ndata: 2\n\n';
    const bytes = new TextEncoder().encode(text);
    const body = new ReadableStream<Uint8Array>({
      start: (pieces) => {
        for (const byte of bytes) pieces.enqueue(Uint8Array.of(byte));
        pieces.close();
      },
    });
    const read = [];
    for await (const event of sentEvents(body)) read.push(event);
    expect(read).toEqual([
      { id: 'a-1', data: '{"x":"é"}' },
      { id: 'a-2', data: '2' },
    ]);
  });
});

/** Two rows with scores 0.1 and 0.9. */
function results(columns: Readonly<Record<string, readonly CellValue[]>>) {
  return resultsOf({
    model: 'forest',
    threshold: 0.5,
    nRows: 2,
    nErrors: 0,
    errors: [],
    nHiddenColumns: 0,
    lines: [2, 3],
    scores: [0.1, 0.9],
    pValues: [0.1, 0.1],
    labels: [0, 1],
    columns: Object.entries(columns).map(([name, values]) => ({
      name,
      isRead: true,
      values,
      codes: [0, 1],
    })),
  });
}

/** Source: WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
