import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCloudTrailGenerator } from '../src/data/cloudtrail/generator/generator';
import { writeCloudTrailFiles } from '../src/data/cloudtrail/generator/write-files';

const root = join(__dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'cli cloudtrail '));
const at = (...names: string[]) => join(folder, ...names);
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: readonly string[]): Promise<Ended> {
  const all = ['--import', 'tsx', 'src/cli.ts', 'cloudtrail', ...args];
  const child = spawn(process.execPath, all, { cwd: root });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

const SETTINGS = { seed: 5, scale: 0.25, attacksPerYear: 312, days: 120 };
const log = at('made', 'events');
const labels = at('made', 'labels.csv.gz');
const trained = (): Promise<Ended> =>
  run(
    ...['train', log, '--labels', labels, '--output', at('model')],
    ...['--epochs', '2', '--history', at('history.json')],
  );

describe('anomaly-lab cloudtrail', () => {
  let training: Ended;
  beforeAll(async () => {
    await writeCloudTrailFiles(at('made'), createCloudTrailGenerator(SETTINGS), {
      format: 'lines',
    });
    training = await trained();
  }, 30_000);

  it('trains a model and says how it does on the newest events', () => {
    const { code, stdout, stderr } = training;
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/macro F1/);
    expect(stdout).toMatch(/for 1 % false positives/);
    expect(readdirSync(at('model')).sort()).toEqual([
      'detector.bin',
      'detector.json',
      'threat-model.bin',
      'threat-model.json',
    ]);
  });

  it('finds threats, as OCSF and as ECS', async () => {
    const args = ['run', log, '--model', at('model')];
    const { code, stdout, stderr } = await run(...args, '--output', at('found', 'ocsf.jsonl'));
    expect(code, stderr).toBe(0);
    const documents = readFileSync(at('found', 'ocsf.jsonl'), 'utf8').trimEnd().split('\n');
    const found = documents.map((line) => JSON.parse(line));
    expect(stdout).toContain(`${found.length.toLocaleString('en-US')} findings of `);
    expect(found.every((one) => one.class_uid === 2004)).toBe(true);
    expect(found.some((one) => one.finding_info.attacks)).toBe(true);
    await run(...args, '--output', at('found', 'ecs.jsonl'), '--findings', 'ecs');
    const [first] = readFileSync(at('found', 'ecs.jsonl'), 'utf8').split('\n');
    expect(JSON.parse(first).ecs.version).toBeDefined();
    expect(readdirSync(at('found')).sort()).toEqual(['ecs.jsonl', 'ocsf.jsonl']);
  });

  it('goes on from a history, and refuses events that it has seen', async () => {
    const [month] = readdirSync(log);
    const line = gunzipSync(readFileSync(join(log, month)))
      .toString()
      .split('\n')[0];
    const later = { ...JSON.parse(line), eventTime: '2024-01-01T00:00:00Z' };
    writeFileSync(at('later.jsonl'), `${JSON.stringify(later)}\nno record\n`);
    const args = ['--model', at('model'), '--output', at('later.out'), '--history'];
    const done = await run('run', at('later.jsonl'), ...args, at('history.json'));
    expect(done.code, done.stderr).toBe(0);
    expect(done.stdout).toContain('of 1 events');
    expect(done.stderr).toContain('1 records could not be read');
    const again = await run('run', log, ...args, at('history.json'));
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('must not be older');
  });

  it.each([
    [
      'a model that is none',
      ['run', log, '--model', at('made')],
      'threat-model.json: no such file',
    ],
    ['labels that are none', ['train', log, '--labels', at('x.csv')], 'x.csv'],
  ])('says what is wrong with %s, without a stack', async (_, args, message) => {
    const { code, stderr } = await run(...args, '--output', at('never'));
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect(readdirSync(folder)).not.toContain('never');
  });

  it('asks for labels of the real events before the work', async () => {
    const { code, stderr } = await run('results', '--real', log);
    expect(code).toBe(1);
    expect(stderr).toBe('error: --real and --labels must be given both or not at all\n');
  });
});
