import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'cli drift '));
const path = (name: string) => join(folder, name);
beforeAll(() => {
  for (const [name, least] of [
    ['old.csv', 0],
    ['new.csv', 5],
  ] as const) {
    const rows = Array.from({ length: 120 }, (_, i) => `${least + ((i * 7) % 10)},${i % 3}`);
    writeFileSync(path(name), ['load,kind', ...rows].join('\n'));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `anomaly-lab drift`. */
function drift(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = ['--import', 'tsx', 'src/cli.ts', 'drift', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: join(__dirname, '..') }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

describe('anomaly-lab drift', () => {
  it('says what drifted, and writes a page', async () => {
    const page = path('pages/drift.html');
    const { code, stdout, stderr } = await drift(path('old.csv'), path('new.csv'), '--html', page);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      '1 of 2 tests are significant after correction for their number: load',
    );
    expect(stdout).toMatch(/^Reference: .*old\.csv, 120 rows\.\nCurrent: .*new\.csv, 120 rows\.\n/);
    expect(stdout).toMatch(/^kind +0 .* Kolmogorov-Smirnov .* no$/m);
    expect(readFileSync(page, 'utf8')).toContain('<h1>Drift of new.csv</h1>');
  });

  it('prints JSON, of the columns asked for', async () => {
    const { stdout } = await drift(path('old.csv'), path('new.csv'), '--json', '--columns', 'load');
    const { rows } = JSON.parse(stdout);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ feature: 'load', size: 'large', statistic: 0.5 });
  });

  it('ends a mistake with one line and exit code 1, and writes nothing', async () => {
    const before = readdirSync(folder);
    const { code, stdout, stderr } = await drift(path('old.csv'), '--html', path('x/drift.html'));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^error: .*old\.csv: must have a column of times to be taken by weeks, got none\n$/,
    );
    expect(readdirSync(folder)).toEqual(before);
    expect(existsSync(path('x'))).toBe(false);
  });
});
