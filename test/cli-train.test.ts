import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(__dirname, '..');
let folder = '';
const at = (...names: string[]) => join(folder, ...names);

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command; at the first text that matches comes one Ctrl-C. */
function run(args: readonly string[], stopAt?: RegExp): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args], { cwd: root });
  let stdout = '';
  let stderr = '';
  let isStopped = false;
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
    if (!isStopped && stopAt?.test(stderr)) isStopped = child.kill('SIGINT');
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

const metadataOf = (name: string) =>
  JSON.parse(readFileSync(at(name, 'pipeline.json'), 'utf8')).content.metadata;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli train '));
  const generate = ['generate', 'iam', '--users', '30', '--difficulty', 'easy'];
  const made = await run([...generate, '--events', '40', '--output', at('all.csv')]);
  expect(made.code, made.stderr).toBe(0);
  const lines = readFileSync(at('all.csv'), 'utf8').split('\n');
  writeFileSync(at('old.csv'), `${lines.slice(0, 900).join('\n')}\n`);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('anomaly-lab generate', () => {
  it('writes the same events for the same seed', async () => {
    const args = ['generate', 'iam', '--users', '3', '--events', '20', '--output'];
    const { code, stdout } = await run([...args, at('a.csv')]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${at('a.csv')}: 67 synthetic events of 3 users, 7 of them attack steps (medium, seed 42)\n`,
    });
    await run([...args, at('b.csv')]);
    expect(readFileSync(at('b.csv'), 'utf8')).toBe(readFileSync(at('a.csv'), 'utf8'));
    await run([...args, at('c.csv'), '--seed', '1']);
    expect(readFileSync(at('c.csv'), 'utf8')).not.toBe(readFileSync(at('a.csv'), 'utf8'));
  });
});

describe('anomaly-lab train and retrain', () => {
  it('trains, prints metrics of both parts, and saves', async () => {
    const args = ['--model', 'isolation-forest', '--output', at('forest')];
    const { code, stdout } = await run(['train', '--data', at('old.csv'), ...args]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^part +n +anomalies +ROC AUC +average precision/);
    expect(stdout).toMatch(/^validation +144 /m);
    expect(stdout).toMatch(/^test +180 /m);
    expect(metadataOf('forest')).toMatchObject({
      recipe: 'iam',
      model: 'isolationForest',
      seed: 42,
      dataFile: 'old.csv',
    });
  });

  it('changes nothing in a dry run, and otherwise what the comparison says', async () => {
    cpSync(at('forest'), at('judged'), { recursive: true });
    const before = metadataOf('judged');
    const args = ['retrain', at('judged'), '--data', at('all.csv')];
    const dry = await run([...args, '--dry-run']);
    expect(dry.code).toBe(0);
    expect(dry.stdout).toMatch(/^new less old, average-precision: [+-]0\.\d{4}, 95 % interval /m);
    expect(metadataOf('judged')).toEqual(before);
    const { code, stdout } = await run(args);
    expect(code).toBe(0);
    const isReplaced = stdout.includes('replaces the old one, kept in');
    expect(
      isReplaced ||
        stdout.includes('the old model stays, the new one has a lower average-precision'),
    ).toBe(true);
    expect(metadataOf('judged')['dataFile']).toBe(isReplaced ? 'all.csv' : 'old.csv');
    if (isReplaced) expect(metadataOf('judged.previous')).toEqual(before);
    expect(readdirSync(folder).filter((name) => /\.(part|next|old)$/.test(name))).toEqual([]);
  });

  it('stops a training at Ctrl-C and writes nothing', async () => {
    const args = ['--model', 'lstm', '--epochs', '500', '--output', at('stopped')];
    const training = run(['train', '--data', at('old.csv'), ...args], /epoch \d+ of 500/);
    const { code, stdout, stderr } = await training;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/stopped; nothing was written\n$/);
    expect(readdirSync(folder)).not.toContain('stopped');
  });

  it.each([
    [['train', '--data', 'x.csv', '--output', 'x'], /^error: required option '--model <name>'/],
    [
      ['train', '--data', 'no-such.csv', '--model', 'lstm', '--output', 'x'],
      /^error: .*no-such\.csv/,
    ],
    [
      ['train', '--data', 'x', '--model', 'lstm', '--output', 'src'],
      /^error: .*src: must be empty or hold a saved pipeline, got /,
    ],
    [
      ['train', '--data', 'x', '--model', 'isolation-forest', '--output', 'x', '--epochs', '3'],
      /^error: --epochs is for networks only\n$/,
    ],
    [
      ['train', '--data', 'x', '--model', 'lstm', '--output', 'x', '--seed', 'one'],
      /^error: option '--seed <n>' argument 'one' is invalid\. It must be an integer/,
    ],
    [['retrain', 'no-such', '--data', 'x'], /^error: no-such.pipeline\.json: no such file\n$/],
    [['generate', 'hai', '--output', 'x'], /^error: command-argument value 'hai' is invalid/],
  ])('ends %j with one line and exit code 1', async (args, line) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
