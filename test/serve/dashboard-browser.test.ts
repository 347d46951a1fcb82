import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AuthEvent } from '../../src/data/auth/event';
import { makeApiKey } from '../../src/serve/api-keys';
import { type RunningService, startService } from '../../src/serve/start-service';
import { findBrowser } from '../find-browser';
import { generateAuthLog, saveAuthModel, writeAuthLog } from './auth-example';
import { temporaryFolder } from './example-service';

/** What issue and documents promise for 50,000 events. */
const MOST_MS = 5000;
const SCREENSHOTS = 'reports/screenshots';

const executablePath = findBrowser();
const folder = temporaryFolder();
let browser: Browser;
let service: RunningService;
let events: readonly AuthEvent[];
let lines: readonly string[];
let pages: Page[] = [];
let faults: string[] = [];

async function open(options: BrowserContextOptions = {}, url = service.url): Promise<Page> {
  const viewport = { width: 1280, height: 900 };
  const page = await browser.newPage({ viewport, ...options });
  pages.push(page);
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (said) => said.type() === 'error' && faults.push(said.text()));
  page.on('dialog', (dialog) => faults.push(dialog.message()));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) faults.push(`asks ${request.url()}`);
  });
  await page.goto(`${url}/dashboard`);
  await page.locator('#model option').first().waitFor({ state: 'attached' });
  return page;
}

const row = (page: Page, index: number) => page.locator(`#table tr[data-row="${index}"] td`);
const texts = (page: Page, index: number) => row(page, index).allInnerTexts();
const head = (page: Page, name: string) => page.locator('#table th button', { hasText: name });
const value = async (page: Page, name: string) =>
  Number(
    (await page.locator('.bars li', { hasText: name }).locator('.value').innerText()).replace(
      /,| \(.*/g,
      '',
    ),
  );
const shown = (page: Page) => page.locator('#shown').innerText();

/** Chooses a file and waits until its events can be seen. */
async function choose(page: Page, file: string): Promise<number> {
  const started = performance.now();
  await page.locator('#file').setInputFiles(file);
  await row(page, 0).first().waitFor();
  await page.locator('.bars .value').first().waitFor();
  return performance.now() - started;
}

const small = () => folder('small.csv');

describe.runIf(executablePath)('the dashboard in a browser', () => {
  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    events = generateAuthLog();
    lines = (await writeAuthLog(folder('auth.csv'), events)).trim().split('\n');
    writeFileSync(small(), `${lines.slice(0, 2001).join('\n')}\n`);
    await saveAuthModel(folder('forest'), events);
    service = await startService({ models: { forest: folder('forest') }, port: 0, watch: false });
    const args = ['--no-sandbox', '--disable-dev-shm-usage']; // as root and in containers
    browser = await chromium.launch({ executablePath: executablePath as string, args });
  }, 60_000);

  afterEach(async () => {
    await Promise.all(pages.map((page) => page.close()));
    pages = [];
    const found = faults;
    faults = [];
    expect(found).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await service?.close();
  });

  it('shows 50,000 events within 5 s of choosing the file', async () => {
    let page = await open();
    let milliseconds = await choose(page, folder('auth.csv'));
    for (let i = 0; i < 3 && milliseconds >= MOST_MS; i++) {
      page = await open(); // the machine may have been busy with other tests
      milliseconds = await choose(page, folder('auth.csv'));
    }
    console.log(`50,000 events are seen after ${(milliseconds / 1000).toFixed(2)} s`);
    expect(milliseconds).toBeLessThan(MOST_MS);
    expect(await page.locator('#status').innerText()).toContain('50,000 events scored');
    expect((await value(page, 'normal')) + (await value(page, 'anomaly'))).toBe(50_000);
    expect(await page.locator('#timeline path.anomaly').getAttribute('d')).toMatch(/^M/);
    expect(await page.locator('#table tr[data-row]').count()).toBeLessThan(60);
    await page.locator('#table .scroll').evaluate((holder) => holder.scrollTo({ top: 1e9 }));
    await expect.poll(() => texts(page, 49_999)).toHaveLength(14);
  }, 90_000);

  it('sorts by any column, filters by text and label, and downloads what is seen', async () => {
    const page = await open();
    await choose(page, small());
    const scores = async () =>
      Promise.all([0, 1, 2, 3].map(async (i) => Number((await texts(page, i))[2])));
    expect(await scores()).toEqual((await scores()).sort((a, b) => b - a));
    await head(page, 'bytes_transferred').click();
    const most = Math.max(...events.slice(0, 2000).map((event) => event.bytes_transferred));
    await head(page, 'bytes_transferred').click();
    expect((await texts(page, 0))[11]).toBe(String(most));
    const user = events[0].user_id;
    await page.locator('#filter').fill(user.toUpperCase());
    const nOfUser = events.slice(0, 2000).filter(({ user_id }) => user_id === user).length;
    expect(await shown(page)).toBe(`${nOfUser} of 2,000 events.`);
    await page.locator('#filter').fill('');
    await page.locator('#only-anomalies').check();
    const nAnomalies = await value(page, 'anomaly');
    expect(await shown(page)).toBe(`${nAnomalies} of 2,000 events.`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#download').click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(csv).toHaveLength(nAnomalies + 1);
    expect(csv[0]).toBe(`line,score,p_value,prediction,${lines[0]}`);
    expect(csv[1]).toMatch(/^\d+,[\d.]+,[\d.e-]+,anomaly,/);
  });

  it('moves the threshold by slider, number and pointer, and all that hangs on it', async () => {
    const page = await open();
    await choose(page, small());
    const before = await value(page, 'anomaly');
    const line = page.locator('#histogram line.threshold');
    const at = await line.getAttribute('x1');
    await page.locator('#threshold').fill('0');
    expect(await value(page, 'anomaly')).toBe(2000);
    expect((await texts(page, 0))[1]).toBe('anomaly');
    await page.locator('#threshold').fill('9');
    expect([await value(page, 'anomaly'), (await texts(page, 0))[1]]).toEqual([0, 'normal']);
    await page.locator('#threshold-reset').click();
    expect([await value(page, 'anomaly'), await line.getAttribute('x1')]).toEqual([before, at]);
    await page.locator('#threshold-slider').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await value(page, 'anomaly')).toBeGreaterThan(before);
    const { x, y, width, height } = (await page.locator('#histogram svg').boundingBox()) ?? fail();
    await page.mouse.move(x + 0.9 * width, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + 0.3 * width, y + height / 2, { steps: 4 });
    await page.mouse.up();
    const dragged = await value(page, 'anomaly');
    expect(dragged).toBeGreaterThan(before);
    expect(dragged).toBeLessThan(2000);
  });

  it("shows a user's events over time, and why: typical against actual", async () => {
    const page = await open();
    await choose(page, small());
    const user = (await texts(page, 0))[4];
    await row(page, 0).locator('button').click();
    const detail = page.locator('#entity-detail');
    await detail.locator('table').first().waitFor();
    const nEvents = events.slice(0, 2000).filter(({ user_id }) => user_id === user).length;
    expect(await detail.locator('h3').innerText()).toContain(`${user}: ${nEvents} events`);
    expect(await detail.locator('svg path.anomaly').getAttribute('d')).toMatch(/^M/);
    const heads = await detail.locator('th').allInnerTexts();
    expect(heads.slice(0, 4)).toEqual(['column', 'actual', 'typical', 'effect']);
    expect(await detail.locator('details').first().locator('tbody tr').count()).toBe(5);
  });

  it('tells errors by row, and of a file that cannot be read', async () => {
    const page = await open();
    const wrong = lines[3].replace(/true|false/, 'perhaps');
    writeFileSync(folder('wrong.csv'), [lines[0], lines[1], wrong, lines[2]].join('\n'));
    await choose(page, folder('wrong.csv'));
    const cells = page.locator('#errors-table tbody td');
    expect(await cells.allInnerTexts()).toEqual([
      '3',
      'login_success',
      'must be a number, got "perhaps"',
    ]);
    expect(await shown(page)).toBe('2 of 2 events.');
    writeFileSync(folder('other.csv'), 'a,b\n1,2\n');
    await page.locator('#file').setInputFiles(folder('other.csv'));
    await expect
      .poll(() => page.locator('#alert').innerText())
      .toMatch(/other.csv: header must have/);
    faults = faults.filter((fault) => !fault.includes('400 (Bad Request)'));
  });

  it('takes a hostile file for what it is: text', async () => {
    const page = await open();
    const evil = `<script>alert(1)</script><img src=x onerror="alert(2)">`;
    const cells = lines[1].split(',');
    const user = `"${evil.replaceAll('"', '""')}"`;
    const note = '=HYPERLINK("http://evil")'.replaceAll('"', '""');
    const text = `${lines[0]},${user}\n${[user, ...cells.slice(1)].join(',')},"${note}"\n`;
    writeFileSync(folder('hostile.csv'), text);
    await choose(page, folder('hostile.csv'));
    expect((await texts(page, 0))[4]).toBe(evil);
    await row(page, 0).locator('button').click();
    await page.locator('#entity-detail table').first().waitFor();
    expect(await page.locator('main script, main img').count()).toBe(0);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#download').click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toContain(`"'=HYPERLINK(`);
  });

  it('shows events as they are scored, the newest first, until it is stopped', async () => {
    const page = await open();
    await page.locator('#live-toggle').click();
    await expect.poll(() => page.locator('#live-status').innerText()).toBe('Listening.');
    const { event_label, timestamp, ...event } = events[0];
    await predict({ ...event, user_id: 'first' });
    await predict({ ...event, user_id: '<b>second</b>', bytes_transferred: 9e12 });
    const newest = page.locator('#live-table tbody tr').first();
    await expect.poll(() => newest.innerText()).toContain('user_id <b>second</b>');
    expect(await page.locator('#live-table tbody tr').count()).toBe(2);
    await page.locator('#live-toggle').click();
    await expect.poll(() => page.locator('#live-status').innerText()).toBe('Stopped.');
    await predict({ ...event, user_id: 'third' });
    await page.waitForTimeout(500);
    expect(await page.locator('#live-table tbody tr').count()).toBe(2);
  });

  it('asks for a key where the one that it came with is gone', async () => {
    const [old, young] = [makeApiKey('old'), makeApiKey('young')];
    writeFileSync(folder('keys'), old.line);
    const models = { forest: folder('forest') };
    const guarded = await startService({ models, port: 0, watch: false, keysFile: folder('keys') });
    try {
      const httpCredentials = { username: 'any', password: old.key };
      const page = await open({ httpCredentials }, guarded.url);
      expect(await page.locator('#key-form').isVisible()).toBe(false);
      writeFileSync(folder('keys'), young.line);
      await guarded.refresh();
      await page.locator('#file').setInputFiles(small());
      await page.locator('#key').waitFor();
      expect(await page.locator('#alert').innerText()).toContain('an API key must be given');
      await page.locator('#key').fill(young.key);
      await page.keyboard.press('Enter');
      await page.locator('#key').waitFor({ state: 'hidden' });
      await choose(page, small());
      expect(page.url()).toBe(`${guarded.url}/dashboard`);
      await page.locator('#live-toggle').click();
      await expect.poll(() => page.locator('#live-status').innerText()).toBe('Listening.');
      faults = faults.filter((fault) => !fault.includes('401 (Unauthorized)'));
    } finally {
      await Promise.all(pages.map((page) => page.close()));
      await guarded.close();
    }
  });

  it('needs no pointer', async () => {
    const page = await open();
    const focused = () => page.locator(':focus');
    const tabTo = async (selector: string, key = 'Tab') => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press(key);
        if ((await page.locator(`${selector}:focus`).count()) > 0) return;
      }
      throw new Error(`${selector} must be reached by ${key}`);
    };
    await page.keyboard.press('Tab');
    expect(await focused().innerText()).toBe('Skip to the events');
    await tabTo('#file');
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.keyboard.press('Space'),
    ]);
    await chooser.setFiles(small());
    await row(page, 0).first().waitFor();
    await tabTo('#threshold-slider');
    const before = await value(page, 'anomaly');
    await page.keyboard.press('ArrowLeft');
    expect(await value(page, 'anomaly')).toBeGreaterThan(before);
    await tabTo('#timeline svg');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#timeline p').innerText()).toMatch(
      /^2024-01-01 \d\d:00: \d+ events?, /,
    );
    await tabTo('#table th:nth-child(1) button');
    await page.keyboard.press('Enter');
    expect((await texts(page, 0))[0]).toBe('2');
    expect(await page.locator('#table th').first().getAttribute('aria-sort')).toBe('ascending');
    await tabTo('#table td button');
    const user = await focused().innerText();
    await page.keyboard.press('Enter');
    expect(await focused().getAttribute('id')).toBe('entity-detail');
    expect(await page.locator('#entity-detail h3').innerText()).toContain(user);
    await tabTo('#live-toggle');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#live-status').innerText()).toBe('Listening.');
    expect(await page.locator('#live-toggle').getAttribute('aria-pressed')).toBe('true');
  });

  it.each([
    ['light', 1600, 1000, 'main'],
    ['dark', 1280, 850, '#events'],
    ['phone', 400, 850, '#entity-panel'],
  ] as const)('fits its window: %s', async (name, width, height, part) => {
    const colorScheme = name === 'dark' ? 'dark' : 'light';
    const page = await open({ viewport: { width, height }, colorScheme });
    await choose(page, folder('auth.csv'));
    await page.locator('#entity-ranking button').first().click();
    await page.locator('#entity-detail table').first().waitFor();
    const html = page.locator('html');
    expect(await html.evaluate((root) => root.scrollWidth - root.clientWidth)).toBe(0);
    await page.locator(part).evaluate((section) => section.scrollIntoView());
    await page.screenshot({ path: `${SCREENSHOTS}/dashboard-${name}.png` });
  });
});

async function predict(event: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ event });
  const { status } = await fetch(`${service.url}/predict`, { method: 'POST', headers, body });
  expect(status).toBe(200);
}

function fail(): never {
  throw new Error('the histogram must be visible');
}
