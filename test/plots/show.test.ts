import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { barPlot } from '../../src/plots/bar-plot';
import { show } from '../../src/plots/show';
import { showTable } from '../../src/plots/show-table';

const root = resolve(__dirname, '../..');

interface Output {
  readonly cell: number;
  readonly status?: string;
  readonly text?: string;
  readonly data?: Record<string, string>;
}

describe('in a tslab kernel', () => {
  let folder: string;
  let setup: string;
  beforeAll(async () => {
    // Inside the project, so that the bundle finds its packages as an installed library does.
    mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
    folder = mkdtempSync(join(root, 'node_modules/.cache/anomaly-lab-'));
    const entry = join(folder, 'entry.ts');
    const files = ['bar-plot', 'show', 'show-table'].map((name) => join(root, 'src/plots', name));
    writeFileSync(entry, files.map((file) => `export * from ${JSON.stringify(file)};`).join('\n'));
    const outfile = join(folder, 'plots.js');
    const common = { bundle: true, platform: 'node', format: 'cjs', packages: 'external' } as const;
    await build({ ...common, entryPoints: [entry], outfile, target: 'node20' });
    setup = `const { barPlot, show, showTable } = require(${JSON.stringify(outfile)});
const bars = barPlot(['a', 'b'], [1, 2], { title: 'Two bars' });`;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...cells: string[]): Output[] => {
    const script = join(root, 'test/plots/run-cells.cjs');
    const given = [script, setup, ...cells];
    return JSON.parse(execFileSync(process.execPath, given, { cwd: root, encoding: 'utf8' }));
  };

  it('shows a figure as one output in three forms', () => {
    const outputs = run('await show(bars);').filter(({ cell }) => cell === 1);
    expect(outputs).toHaveLength(2);
    expect(outputs[1].status).toBe('ok');
    const data = outputs[0].data ?? {};
    const plotly = 'application/vnd.plotly.v1+json';
    expect(Object.keys(data)).toEqual([plotly, 'image/png', 'text/plain']);
    expect(data[plotly]).toMatchObject({ layout: { title: { text: 'Two bars' } } });
    const png = Buffer.from(data['image/png'], 'base64');
    expect(png.toString('latin1', 1, 4)).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([700, 420]);
    expect(data['text/plain']).toBe('Two bars\nBars: a 1, b 2.');
  });

  it('shows under the cell that asked, after other awaits and when the next cell already runs', () => {
    const outputs = run(
      'await null; await show(bars); showTable([{ a: 1 }]);',
      'let later = show(bars);',
      'await later;',
    );
    const shown = outputs.filter(({ data }) => data);
    expect(shown.map(({ cell }) => cell)).toEqual([1, 1, 2]);
    expect(Object.keys(shown[1].data ?? {})).toEqual(['text/html', 'text/markdown', 'text/plain']);
    expect(outputs.some(({ text }) => text)).toBe(false);
  });

  it('shows a 3-D figure live, and says why there is no picture', () => {
    const [output] = run(
      "await show({ data: [{ type: 'surface', z: [[1]] }], layout: { width: 300, height: 300 } });",
    ).filter(({ data }) => data);
    expect(output.data?.['image/png']).toBeUndefined();
    expect(output.data?.['text/plain']).toBe(
      'Figure\nsurface, 1 points.\n(no picture: a figure with a surface trace must be drawn in a browser)',
    );
  });
});

describe('outside a notebook', () => {
  afterEach(() => vi.restoreAllMocks());

  it('prints the figure in words, and a table as one string', async () => {
    const print = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await show(barPlot(['a'], [1], { title: 'One bar' }));
    showTable([{ name: 'x', score: 0.5 }]);
    expect(print.mock.calls).toEqual([
      ['One bar\nBars: a 1.'],
      ['name  score\n----  -----\nx     0.500'],
    ]);
  });
});
