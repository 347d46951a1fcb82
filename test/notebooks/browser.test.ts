import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../find-browser';
import { hasJupyter, type Lab, makeFolder, startLab } from './jupyter';

const NOTEBOOK = '00-quickstart';
const SCREENSHOTS = 'reports/screenshots';
const KERNEL = 'jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel';

const isReady = hasJupyter();
const executablePath = findBrowser();
let folder: string;
let lab: Lab;
let browser: Browser;
let page: Page;

/** A copy of the notebook without outputs, so that what is seen later was made here. */
function copyNotebook(): void {
  mkdirSync(join(folder, 'notebooks'));
  for (const name of [`${NOTEBOOK}.ts`, 'jupytext.toml']) {
    cpSync(join('notebooks', name), join(folder, 'notebooks', name));
  }
  const notebook = JSON.parse(readFileSync(`notebooks/${NOTEBOOK}.ipynb`, 'utf8'));
  for (const cell of notebook.cells) if (cell.cell_type === 'code') cell.outputs = [];
  writeFileSync(join(folder, 'notebooks', `${NOTEBOOK}.ipynb`), JSON.stringify(notebook));
}

async function screenshot(name: string): Promise<void> {
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

describe.runIf(isReady && executablePath)('the quickstart in JupyterLab', () => {
  beforeAll(async () => {
    folder = makeFolder('browser');
    copyNotebook();
    lab = await startLab(join(folder, 'notebooks'));
    const args = ['--no-sandbox', '--disable-dev-shm-usage']; // as root and in containers
    browser = await chromium.launch({ executablePath: executablePath as string, args });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(60_000);
    await page.goto(`${lab.address}/lab/tree/${NOTEBOOK}.ipynb?token=${lab.token}`);
    await page.waitForFunction(`globalThis.jupyterapp && ${KERNEL}?.status === 'idle'`);
  });

  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });

  it('runs every cell', async () => {
    const succeeded = await page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')");
    await page.waitForFunction(`${KERNEL}?.status === 'idle'`);
    await screenshot('notebook');
    expect(succeeded).toBe(true);
  });

  it('draws interactive figures, which answer to the mouse', async () => {
    const output = page.locator('.jp-RenderedPlotly').first();
    await output.scrollIntoViewIfNeeded();
    await output.hover(); // a picture becomes a figure when the mouse enters
    const plot = page.locator('.js-plotly-plot').first();
    const { x, y, width, height } = (await plot.locator('.nsewdrag').boundingBox()) ?? fail();
    const label = plot.locator('.hoverlayer .hovertext');
    for (let share = 0.05; share < 1 && (await label.count()) === 0; share += 0.05) {
      await page.mouse.move(x + share * width, y + 0.95 * height, { steps: 3 });
      await page.waitForTimeout(100);
    }
    await screenshot('figure');
    expect(await label.first().textContent()).toMatch(/\d/);
  });

  it('saves the .ipynb and its .ts together', async () => {
    const cell = `jupyterapp.shell.currentWidget.content.widgets[0].model.sharedModel`;
    await page.evaluate(`${cell}.setSource(${cell}.getSource() + '\\n\\nOne more line.')`);
    await page.evaluate("jupyterapp.commands.execute('docmanager:save')");
    const source = readFileSync(`notebooks/${NOTEBOOK}.ts`, 'utf8');
    const saved = readFileSync(join(folder, 'notebooks', `${NOTEBOOK}.ts`), 'utf8');
    const [first = ''] = source.split('\n\n// %%', 1);
    expect(saved).toBe(source.replace(first, `${first}\n//\n// One more line.`));
  });
});

function fail(): never {
  throw new Error('the figure is not visible');
}
