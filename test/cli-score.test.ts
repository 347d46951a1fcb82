import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isolationForest } from '../src/detectors/isolation-forest';
import { pipeline } from '../src/pipeline/pipeline';

const root = join(__dirname, '..');
let folder = '';
const at = (...names: string[]) => join(folder, ...names);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli score '));
  const rows = Array.from({ length: 3000 }, (_, i) => ({ id: i, bytes: (i * 37) % 101 }));
  const options = { columns: { bytes: 'numeric' as const }, detector: isolationForest() };
  await (await pipeline(options).fit(rows)).save(at('model'));
  const lines = rows.map(({ id, bytes }) => `${id},${bytes}`);
  writeFileSync(at('rows.csv'), ['id,bytes', ...lines].join('\n'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the command; at the first text that matches comes one Ctrl-C. */
function run(args: readonly string[], stopAt?: RegExp) {
  const all = ['--import', 'tsx', 'src/cli.ts', 'score', '--model', at('model'), ...args];
  const child = spawn(process.execPath, all, { cwd: root });
  let [stdout, stderr, isStopped] = ['', '', false];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
    if (!isStopped && stopAt?.test(stderr)) isStopped = child.kill('SIGINT');
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

describe('anomaly-lab score', () => {
  it('writes scores and says how many were flagged', async () => {
    const output = at('new', 'scores.csv');
    const more = ['--id', 'id', '--workers', '2', '--batch', '1000'];
    expect(await run(['--data', at('rows.csv'), '--output', output, ...more])).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /: 3,000 rows scored, \d+ of them flagged \(threshold 0\.\d+\)\n$/,
      ),
      stderr: `scoring ${at('rows.csv')}\n`,
    });
    expect(readFileSync(output, 'utf8')).toMatch(/^id,score,flag\n0,0\.\d+,[01]\n1,/);
  });

  it('ends with one line where the data do not fit', async () => {
    writeFileSync(at('other.csv'), 'size\n1\n');
    expect(await run(['--data', at('other.csv'), '--output', at('scores.csv')])).toEqual({
      code: 1,
      stdout: '',
      stderr: `scoring ${at('other.csv')}\nerror: ${at('other.csv')}: must have column bytes, got size\n`,
    });
  });

  it('stops at Ctrl-C and leaves nothing behind', async () => {
    const lines = Array.from({ length: 500_000 }, (_, i) => i % 101);
    writeFileSync(at('many.csv'), ['bytes', ...lines].join('\n'));
    const before = readdirSync(folder).toSorted();
    const args = ['--data', at('many.csv'), '--output', at('stopped.csv')];
    expect(await run(args, /scoring/)).toEqual({
      code: 130,
      stdout: '',
      stderr: `scoring ${at('many.csv')}\nstopped; nothing was written\n`,
    });
    expect(readdirSync(folder).toSorted()).toEqual(before);
  });
});
