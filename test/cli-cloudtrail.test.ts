import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createCloudTrailGenerator } from '../src/data/cloudtrail/generator/generator';
import { writeCloudTrailFiles } from '../src/data/cloudtrail/generator/write-files';
import { sigmaRuleSchema } from '../src/report/sigma/sigma-rule';

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

  it('writes Sigma rules, into a folder of their own', async () => {
    const args = ['run', log, '--model', at('model'), '--output', at('rules.jsonl'), '--rules'];
    const { code, stdout, stderr } = await run(...args, at('rules'));
    expect(code, stderr).toBe(0);
    const files = readdirSync(at('rules'));
    expect(files.length).toBeGreaterThan(0);
    expect(stdout).toContain(`rules: ${files.length} Sigma rules`);
    for (const name of files) {
      const rule = sigmaRuleSchema.parse(parse(readFileSync(at('rules', name), 'utf8')));
      expect(rule.title).toMatch(/^AWS Rare Call - /);
    }
    const made = await run(...args, at('made'));
    expect(made.stderr).toContain('must be empty or hold rules of an earlier run');
    const around = await run(...args, folder);
    expect(around.stderr).toContain('--rules must be a folder of its own');
    expect([made.code, around.code]).toEqual([1, 1]);
  });

  it('writes a page on its findings, which say what to look at next', async () => {
    const files = ['--output', at('with', 'found.jsonl'), '--report', at('with', 'page.html')];
    const { code, stdout, stderr } = await run('run', log, '--model', at('model'), ...files);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('page.html: ');
    expect(readdirSync(at('with')).sort()).toEqual(['found.jsonl', 'page.html']);
    const documents = readFileSync(at('with', 'found.jsonl'), 'utf8').trimEnd().split('\n');
    const found = documents.map((line) => JSON.parse(line));
    expect(found.every((one) => one.remediation.desc.length > 20)).toBe(true);
    expect(found[0].evidences[0].api.operation).toBe(found[0].unmapped.event.eventName);
    const page = readFileSync(at('with', 'page.html'), 'utf8');
    expect(page).toContain(`${found.length.toLocaleString('en-US')} events of `);
    expect(page.trimEnd()).toMatch(/<\/html>$/);
  });

  it.each([
    ['the file of the findings', at('same'), 'must be another file than --output'],
    ['a folder', folder, 'must be a file, got a folder'],
    ['nowhere', '/proc/none/page.html', 'must be a place that can be written to'],
  ])('refuses a page in %s before the work, without a stack', async (_, report, message) => {
    const args = ['--model', at('model'), '--output', at('same'), '--report', report];
    const { code, stderr } = await run('run', log, ...args);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect(readdirSync(folder)).not.toContain('same');
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
