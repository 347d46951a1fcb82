import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type CloudTrailRunFlags, runCloudTrail } from '../src/cli/cloudtrail-run';
import { trainCloudTrailModel } from '../src/cli/cloudtrail-train';
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

/** Runs the command; a last argument may say that a SIGTERM stops it once a file is there. */
function run(...args: readonly (string | { readonly stopAt: string })[]): Promise<Ended> {
  const words = args.filter((arg) => typeof arg === 'string');
  const stop = args.find((arg) => typeof arg !== 'string');
  const all = ['--import', 'tsx', 'src/cli.ts', 'cloudtrail', ...words];
  const child = spawn(process.execPath, all, { cwd: root });
  const watch = setInterval(() => {
    if (stop && !child.killed && existsSync(stop.stopAt)) child.kill('SIGTERM');
  }, 5);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearInterval(watch);
      resolve({ code, stdout, stderr });
    }),
  );
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
    expect(stdout).toMatch(/figure +value +most frequent class\n/);
    expect(stdout).toMatch(/macro F1( +0\.\d{4}){2}\n/);
    expect(stdout).toMatch(/of the newest [\d,]+ synthetic events\n/);
    expect(stderr).not.toContain('taken for Normal');
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
    expect(stdout).toContain('figures on them are in sample, if it learned from this log');
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
    const made = await run(...args, at('found'));
    expect(made.stderr).toContain('must be empty or hold rules of an earlier run');
    const around = await run(...args, folder);
    expect(around.stderr).toContain('--output must not lie in --rules');
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
    ['the file of the findings', at('same'), 'must be another path than --output'],
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

  /** A log of one event, of the year after the others, and one line that is none. */
  const writeLater = (path: string, change: object = {}) => {
    const [month] = readdirSync(log);
    const packed = readFileSync(join(log, month));
    const [line] = gunzipSync(packed).toString().split('\n');
    const later = { ...JSON.parse(line), eventTime: '2024-01-01T00:00:00Z', ...change };
    writeFileSync(path, `${JSON.stringify(later)}\nno record\n`);
  };

  it('goes on from a history, and refuses events that it has seen', async () => {
    writeLater(at('later.jsonl'));
    const args = ['--model', at('model'), '--output', at('later.out'), '--history'];
    const done = await run('run', at('later.jsonl'), ...args, at('history.json'));
    expect(done.code, done.stderr).toBe(0);
    expect(done.stdout).toContain('of 1 event\n');
    expect(done.stderr).toContain('1 record could not be read');
    const again = await run('run', log, ...args, at('history.json'));
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(
      /^error: history .*history\.json ends at 2024-01-01T00:00:00\.000Z, the log begins at 2021-.*Z: give a newer log, or leave --history out\n$/,
    );
  });

  it('begins a history, and shows names from a log in one short line', async () => {
    const principal = `arn:aws:iam::1:user/\u001b[31m\u0007\n\u202e${'x'.repeat(500)}`;
    writeLater(at('strange.jsonl'), { userIdentity: { type: 'IAMUser', arn: principal } });
    const files = ['--output', at('strange.out'), '--report', at('strange.html')];
    const { code, stdout, stderr } = await run(
      ...['run', at('strange.jsonl'), '--model', at('model'), ...files],
      ...['--threshold', '0', '--history', at('new folder', 'begun.json')],
    );
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('begun.json: no such file yet; a history begins');
    expect(
      JSON.parse(readFileSync(at('new folder', 'begun.json'), 'utf8')).principals,
    ).toHaveLength(1);
    const shown = stdout.split('\n').find((line) => line.includes('arn:aws:iam'));
    expect(shown).toMatch(/^arn:aws:iam::1:user\/ \[31m x+…: 1 finding$/);
    expect(shown!.length).toBeLessThan(100);
    expect(readFileSync(at('strange.html'), 'utf8')).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  });

  it('writes features as parquet, in a folder a day', async () => {
    const output = at('features');
    const { code, stdout, stderr } = await run('features', log, '--output', output);
    expect(code, stderr).toBe(0);
    const [, nDays] = /: features of [\d,]+ events, (\d+) days\n$/.exec(stdout) ?? [];
    const days = readdirSync(output).filter((name) => name.startsWith('day='));
    expect(days.length).toBe(Number(nDays));
    const again = await run('features', log, '--output', output);
    expect(again.stderr).toMatch(
      /error: .*features: must be empty or missing; to replace it: --overwrite/,
    );
  });

  it.each([
    [['--worker-file', 'w.js'], '--worker-file goes with --engine spark only'],
    [['--connect', 'localhost'], '--connect goes with --engine spark only'],
    [
      ['--engine', 'spark', '--order', 'sort'],
      '--order goes with --engine duckdb only; Spark sorts',
    ],
    [['--engine', 'spark'], '--engine spark needs --connect HOST:PORT'],
    [['--output', log], '--output must be another path than the log'],
  ])('refuses features with %j', async (words, message) => {
    const { code, stderr } = await run('features', log, '--output', at('refused'), ...words);
    expect(code).toBe(1);
    expect(stderr).toContain(`error: ${message}`);
  });

  it('fails where nothing can be read, and writes no findings', async () => {
    writeFileSync(at('none.jsonl'), 'no record\n');
    const args = ['--model', at('model'), '--output', at('none.out')];
    const { code, stderr } = await run('run', at('none.jsonl'), ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: no event could be read in .*none\.jsonl: .*, line 1: .*\n$/);
    expect(readdirSync(folder)).not.toContain('none.out');
    const real = await run('results', '--real', at('none.jsonl'), '--labels', labels);
    expect(real.stderr).toContain('error: no event could be read in');
  });

  it('stops at a SIGTERM and leaves no part of a file', async () => {
    const args = ['run', log, '--model', at('model'), '--output', at('stopped', 'found')];
    const { code, stderr } = await run(...args, { stopAt: at('stopped', 'found.part') });
    expect(code, stderr).toBe(143);
    expect(stderr).toBe('stopped; nothing was written\n');
    expect(readdirSync(at('stopped'))).toEqual([]);
  });

  const unheard = new AbortController().signal;

  it.each([
    ['the labels', { output: at('new'), history: labels }, 'than --labels'],
    ['the model', { output: at('new'), history: at('new', 'h.json') }, 'lie in --output'],
    ['the log', { output: join(log, 'model') }, 'lie in the log'],
  ])('refuses to train into %s', async (_, places, message) => {
    const before = readFileSync(labels);
    const flags = { labels, seed: 1, order: 'merge', ...places } as const;
    await expect(trainCloudTrailModel([log], flags, unheard)).rejects.toThrow(message);
    expect(readFileSync(labels)).toEqual(before);
  });

  it.each([
    ['a history that is the findings', { history: at('new') }, 'than --output'],
    ['a page in the model', { report: at('model', 'page.html') }, 'lie in --model'],
    ['findings in the log', { output: join(log, 'found.jsonl') }, 'lie in the log'],
    ['findings that are the model', { output: at('model', 'detector.bin') }, 'lie in --model'],
    ['no name', { output: '' }, '--output must be a path, got an empty text'],
  ])('refuses %s', async (_, places, message) => {
    const flags = { model: at('model'), output: at('new'), findings: 'ocsf', order: 'merge' };
    const all = { ...flags, ...places } as CloudTrailRunFlags;
    await expect(runCloudTrail([log], all, unheard)).rejects.toThrow(message);
    expect(readdirSync(folder)).not.toContain('new');
  });

  it('refuses a threshold or a scale that is no number', async () => {
    const args = ['run', log, '--model', at('model'), '--output', at('new')];
    const { code, stderr } = await run(...args, '--threshold', '');
    expect([code, stderr]).toEqual([1, expect.stringContaining('a number from 0 to 1.')]);
    const scaled = await run('results', '--scale', 'abc');
    expect(scaled.stderr).toContain('It must be a number from 0.25 to 100.');
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
