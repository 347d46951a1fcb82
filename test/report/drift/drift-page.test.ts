import { JSDOM } from 'jsdom';
import { beforeAll, describe, expect, it } from 'vitest';
import { featureDrift } from '../../../src/evaluate/drift/feature-drift';
import { weeklyDrift } from '../../../src/evaluate/drift/weekly-drift';
import { driftPage } from '../../../src/report/drift/drift-page';
import { driftText } from '../../../src/report/drift/drift-text';

const NAME = '<script>alert(1)</script>';
const same = Array.from({ length: 60 }, (_, i) => i % 12);
const rows = featureDrift(
  { [NAME]: same, gap: same },
  { [NAME]: same.map((x) => x + 6), gap: same.map((x, i) => (i < 30 ? NaN : x)) },
);
const page = async (...args: Parameters<typeof driftPage>) =>
  new JSDOM(await driftPage(...args), { runScripts: 'dangerously' }).window.document;

describe('driftPage', () => {
  let document: Document;
  beforeAll(async () => {
    document = await page(rows, { title: 'a<b>', notes: ['<img src=x onerror=alert(1)>'] });
  });

  it('shows names as text, and runs no script', () => {
    expect(document.querySelectorAll('script')).toHaveLength(0);
    expect(document.querySelectorAll('img:not([src^="data:image/svg+xml"])')).toHaveLength(0);
    expect(document.title).toBe('a<b>');
    expect(document.querySelector('tbody td')?.textContent).toBe(NAME);
    expect(document.querySelector('main li')?.textContent).toContain('<img');
  });

  it('has a line a feature, with missing values before and after', () => {
    const lines = [...document.querySelectorAll('tbody tr')].map((line) => line.textContent);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/large.*Kolmogorov-Smirnov.*0\.5.*yes0 %$/);
    expect(lines[1]).toMatch(/yes0 to 50 %$/);
  });

  it('says what is found, and whose rules the sizes are', () => {
    const text = document.body.textContent;
    expect(text).toContain('2 of 2 tests are significant');
    expect(text).toContain('Siddiqi 2006');
    expect(document.querySelector('.figure img')?.getAttribute('alt')).toContain('Stability index');
  });

  it('says which week', async () => {
    const times = same.map((_, i) => i * 6 * 3_600_000);
    const weekly = weeklyDrift({ a: same.map((x, i) => (i < 28 ? x : 99)) }, times);
    const { body } = await page(weekly);
    expect(body.querySelector('tbody tr')?.textContent).toMatch(/^21970-01-08a/);
    expect(body.textContent).toContain('a in week 2');
    const text = driftText(weekly, ['What was compared.']);
    expect(text).toMatch(/^What was compared\.\n/);
    expect(text).toMatch(/^ *week +feature +index .* test +statistic/m);
    expect(text).toMatch(/significant .*: a in week 2 \(p 2\.6e-16\)/);
  });
});

it('says nothing of no drift', () => {
  const text = driftText(featureDrift({ a: same }, { a: same }));
  expect(text).toContain('0 of 1 tests are significant after correction for their number.');
  expect(text).toMatch(/^a +0 /m);
});
