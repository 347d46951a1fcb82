import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseNotebook } from '../../scripts/notebooks/ipynb';

const FOLDER = 'test/fixtures/notebooks';
const output = mkdtempSync(join(tmpdir(), 'notebooks-'));

interface Ending {
  readonly code: number | null;
  readonly text: string;
}

/** Runs the command line to its end; `interruptMs` is when Ctrl-C is pressed. */
function notebooks(args: readonly string[], interruptMs?: number, env = {}): Promise<Ending> {
  const command = ['--import', 'tsx', 'scripts/notebooks.ts', ...args];
  const child = spawn(process.execPath, command, { env: { ...process.env, ...env } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk;
    });
  }
  if (interruptMs) setTimeout(() => child.kill('SIGINT'), interruptMs);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, text })));
}

function run(...args: string[]): Promise<Ending> {
  return notebooks(['run', '--folder', FOLDER, '--output', output, ...args], undefined, {
    FAST: '1',
  });
}

function read(file: string): string {
  return readFileSync(join(output, file), 'utf8');
}

afterAll(() => rmSync(output, { recursive: true, force: true }));

describe('notebooks run', () => {
  it('runs them all, reports them, and fails when one fails', async () => {
    const { code, text } = await run('--report', '01', '00', '-p', 'COUNT=4');
    expect(code).toBe(1);
    expect(text).toMatch(/✓ 00-passes {2}10 cells, [\d.]+ s, \d+ MB/);
    expect(text).toMatch(/✗ 01-throws {2}cell 6 of 7 failed/);
    expect(text).toMatch(/00-passes +passed +[\d.]+ +\d+\n/);
    expect(text).toMatch(/00-passes +name +world/);
    expect(text).not.toContain('\r');
    const {
      generatedAt,
      node,
      fast,
      parameters,
      notebooks: results,
    } = JSON.parse(read('results.json'));
    expect(parameters).toEqual({ COUNT: 4 });
    expect([node, fast]).toEqual([process.version, true]);
    expect(new Date(generatedAt).toISOString()).toBe(generatedAt);
    expect(results).toEqual([
      {
        name: '00-passes',
        status: 'passed',
        seconds: expect.any(Number),
        peakMemoryMb: expect.any(Number),
        metrics: { rocAuc: 0.30000000000000004, name: 'world' },
      },
      expect.objectContaining({ name: '01-throws', status: 'failed', metrics: {} }),
    ]);
    expect(read('index.html')).toContain('01-throws.ts:24 (cell 6)');
    expect(read('notebooks/00-passes.html')).toContain('A notebook that passes');
    expect(existsSync(`${FOLDER}/00-passes.ipynb`)).toBe(false);
  });

  it('keeps all outputs of a notebook that passes, in their order', () => {
    const { cells } = parseNotebook(read('notebooks/00-passes.ipynb'), '00-passes.ipynb');
    expect(cells.flatMap(({ outputs }) => outputs ?? [])).toEqual([
      { output_type: 'stream', name: 'stdout', text: 'hello world\ntwo\n8\n' },
      { output_type: 'display_data', data: { 'text/html': '<b>last</b>' }, metadata: {} },
    ]);
    const counts = cells.flatMap(({ execution_count }) => execution_count ?? []);
    expect(counts).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('runs no cell after the one that failed', () => {
    const { cells } = parseNotebook(read('notebooks/01-throws.ipynb'), '01-throws.ipynb');
    expect(cells.at(-2)?.outputs).toEqual([
      {
        output_type: 'error',
        ename: 'RangeError',
        evalue: 'nTrees must be at least 1, got 0',
        traceback: [
          `${FOLDER}/01-throws.ts:24 (cell 6)`,
          '    const bad: number = check({',
          'RangeError: nTrees must be at least 1, got 0',
        ],
      },
    ]);
    expect(cells.at(-1)).toMatchObject({ execution_count: null, outputs: [] });
  });

  it('answers a mistake in one line', async () => {
    const wrong = [
      run('99'),
      run('00', '-p', 'SIZE=4'),
      run('00', '--timeout', 'soon'),
      notebooks(['00', '--folder', FOLDER], undefined, { FAST: '1' }),
    ];
    expect((await Promise.all(wrong)).map(({ code, text }) => [code, text.trim()])).toEqual([
      [1, expect.stringMatching(/^notebook must be one of .*, got 99$/)],
      [1, `${FOLDER}/00-passes.ts: parameter must be one of NAME, COUNT, got SIZE`],
      [1, '--timeout must be a number of minutes above 0, got soon'],
      [1, 'FAST must not be set for update: committed notebooks are run in full'],
    ]);
  });

  it('stops the kernel on Ctrl-C, with exit code 130', async () => {
    const args = ['run', '--folder', FOLDER, '--output', output, '07', '08'];
    const { code, text } = await notebooks(args, 2500);
    expect(code).toBe(130);
    expect(text).toContain('Interrupted: the run was interrupted');
    expect(text).not.toContain('08-killed');
  });
});

describe('notebooks make, check and update', () => {
  const folder = mkdtempSync(join('test', 'fixtures', 'update-'));
  const source = join(folder, '00-tiny.ts');
  const made = join(folder, '00-tiny.ipynb');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps the .ipynb in step with the .ts', async () => {
    writeFileSync(source, '// %%\nconsole.log(6 * 7);\n');
    const at = ['--folder', folder];
    expect((await notebooks(['check', ...at])).text).toContain('00-tiny.ipynb: is missing');
    expect((await notebooks(['make', ...at])).text.trim()).toBe(`${made} made`);
    expect((await notebooks(['00', ...at], undefined, { FAST: '' })).text).toContain('updated');
    expect(readFileSync(made, 'utf8')).toContain('"42\\n"');
    expect((await notebooks(['check', ...at])).code).toBe(0);
    writeFileSync(source, '// %%\nconsole.log(6 * 8);\n');
    const { code, text } = await notebooks(['check', ...at]);
    expect([code, text]).toEqual([1, expect.stringContaining('00-tiny.ipynb (cell 1): line 1')]);
  });
});
