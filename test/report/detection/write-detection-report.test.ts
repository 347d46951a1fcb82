import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectAnomalies } from '../../../src/pipeline/detection/detect-anomalies';
import { writeDetectionReport } from '../../../src/report/detection/write-detection-report';

const folder = mkdtempSync(join(tmpdir(), 'detection '));
const read = (name: string) => readFileSync(join(folder, 'report', name), 'utf8');
let page: Document;

beforeAll(async () => {
  const rows = Array.from({ length: 80 }, (_, i) => {
    const isOut = i % 20 === 7;
    const time = new Date(Date.UTC(2024, 0, 1) + i * 3_600_000).toISOString();
    return `${time},${isOut ? '<img src=x onerror=alert(1)>' : 'a"b'},${isOut ? 99 : (i * 7) % 10},${isOut ? 1 : 0}`;
  });
  const input = join(folder, "<b>it's.csv");
  writeFileSync(
    input,
    ['time,"<script>alert(1)</script>","q""uote",label', ...rows]
      .join('\n')
      .replaceAll('a"b', '"a""b"'),
  );
  const detection = await detectAnomalies({
    input,
    entity: 'label',
    label: false,
    detectors: ['ecod', 'knn', 'largestZ'],
  });
  await writeDetectionReport(detection, join(folder, 'report'));
  page = new JSDOM(read('index.html'), { runScripts: 'dangerously' }).window.document;
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('writeDetectionReport', () => {
  it('writes a page, results and scores, and nothing else', () => {
    expect(readdirSync(join(folder, 'report')).sort()).toEqual([
      ...['index.html', 'results.json', 'scores.csv'],
    ]);
  });

  it('shows names and values of the file as text, and runs no script', () => {
    expect(page.querySelectorAll('script')).toHaveLength(0);
    expect(page.querySelectorAll('img:not([src^="data:image/svg+xml"])')).toHaveLength(0);
    expect(page.title).toBe("Anomalies in <b>it's.csv");
    const cells = [...page.querySelectorAll('td')].map(({ textContent }) => textContent);
    expect(cells).toContain('<script>alert(1)</script>');
    expect(page.querySelector('#rows')?.textContent).toContain('<img src=x onerror=alert(1)>');
  });

  it('has every section that its contents name, each figure with words', () => {
    const links = [...page.querySelectorAll('nav a')].map((link) => link.getAttribute('href')!);
    expect(links).toHaveLength(8);
    for (const link of links) expect(page.querySelector(link)).not.toBeNull();
    const figures = [...page.querySelectorAll('.figure img')];
    expect(figures.length).toBeGreaterThanOrEqual(3);
    for (const figure of figures) expect(figure.getAttribute('alt')?.length).toBeGreaterThan(20);
  });

  it('gives programs the same: JSON without NaN, scores by row', () => {
    const results = JSON.parse(read('results.json'));
    expect(results.table.nRows).toBe(80);
    expect(results.split).toEqual({ kind: 'time', parts: [{ nTrain: 56, nTest: 24 }] });
    expect(results.top[0].row % 20).toBe(8);
    const [header, first] = read('scores.csv').split('\n');
    expect(header).toBe('row,time,entity,meanPercentile,ecod,knn,largestZ');
    expect(first).toMatch(/^57,2024-01-03T08:00:00\.000Z,0,0\.\d+,/);
  });
});
