import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realData } from './real-data';

const root = join(__dirname, '..');
const REAL = ['adbench/6_cardio.csv.gz', 'auth/sshd-login-events.csv'];
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'detect '));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function run(args: readonly string[], stopAfterMs?: number) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args], { cwd: root });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (part) => {
      text[name] += part;
      if (stopAfterMs !== undefined) setTimeout(() => child.kill('SIGINT'), stopAfterMs);
    });
  }
  const [code] = await once(child, 'close');
  return { code, ...text };
}

describe('anomaly-lab detect', () => {
  for (const name of REAL) {
    const input = realData(name);
    it.skipIf(input === undefined)(
      `reports on ${name}`,
      async () => {
        const output = join(folder, 'report');
        const { code, stdout } = await run(['detect', input!, '--output', output]);
        expect({ code, last: stdout.trim().split('\n').at(-1) }).toEqual({
          code: 0,
          last: `report: ${join(output, 'index.html')}`,
        });
        expect(readdirSync(output).sort()).toEqual(['index.html', 'results.json', 'scores.csv']);
        expect(readFileSync(join(output, 'index.html'), 'utf8')).toContain('<h2>In short</h2>');
      },
      60_000,
    );
  }

  it('writes nothing when it is stopped', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `${i % 97},${(i * 37) % 1009}`);
    const input = join(folder, 'long.csv');
    writeFileSync(input, ['a,b', ...rows].join('\n'));
    const output = join(folder, 'stopped');
    const { code, stdout, stderr } = await run(['detect', input, '--output', output], 100);
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/stopped; nothing was written\n$/);
    expect(readdirSync(folder)).not.toContain('stopped');
  });

  it.each([
    [['detect', 'no.csv'], /^reading no\.csv\nerror: no\.csv: no such file\n$/],
    [
      ['detect', 'a.csv', '--output', 'README.md'],
      /^error: README\.md: must be a folder, got a file\n$/,
    ],
    [['explore', 'no.csv', '--html', 'src'], /^error: src: must be a file, got a folder\n$/],
    [['explore', 'README.md'], /^error: README\.md: must end in \.csv, [^\n]*\n$/],
  ])('ends %j with one line and exit code 1', async (args, line) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(line);
  });
});
