import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
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

describe('anomaly-lab generate auth', () => {
  it('writes the same authentication log for the same seed, gzipped where asked', async () => {
    const args = ['generate', 'auth', '--users', '3', '--events', '20', '--output'];
    const { code, stdout, stderr } = await run([...args, at('auth.csv')]);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `${at('auth.csv')}: 67 synthetic events of 3 users, 7 of them attack steps (medium, seed 42)\n`,
      stderr: 'making 60 normal events and attacks beside them\n',
    });
    expect(readFileSync(at('auth.csv'), 'utf8')).toMatch(
      /^user_id,device_id,.*,event_label,timestamp\nuser-000/,
    );
    await run([...args, at('auth.csv.gz')]);
    const unzipped = gunzipSync(readFileSync(at('auth.csv.gz'))).toString();
    expect(unzipped).toBe(readFileSync(at('auth.csv'), 'utf8'));
  });
});

describe('anomaly-lab generate auth as JSON', () => {
  it('writes an object a line, as events for a stream are', async () => {
    const args = ['generate', 'auth', '--users', '3', '--events', '20', '--output', at('a.jsonl')];
    expect((await run(args)).code).toBe(0);
    const lines = readFileSync(at('a.jsonl'), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(lines[0])).toMatchObject({
      login_success: expect.any(Boolean),
      bytes_transferred: expect.any(Number),
    });
    expect(lines.length).toBeGreaterThan(60);
  });
});

describe('anomaly-lab generate whis', () => {
  it('writes a feature store, again where there is one', async () => {
    const args = ['generate', 'whis', '--users', '3', '--events', '20', '--output', at('whis')];
    for (let i = 0; i < 2; i++) {
      const { code, stdout } = await run(args);
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: `${at('whis')}: 67 synthetic events of 3 users, 7 of them attack steps (medium, seed 42)\n`,
      });
    }
    const files = ['admin_events', 'auth_events', 'labels', 'process_events'];
    expect(readdirSync(at('whis'))).toEqual(files.map((name) => `${name}.parquet`));
  });
});

describe('anomaly-lab generate cloudtrail', () => {
  it('writes logs in folders, labels and what they are, once', async () => {
    const args = ['generate', 'cloudtrail', '--days', '3', '--seed', '4', '--output', at('trail')];
    const { code, stdout } = await run(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /trail: \d{3} synthetic events in \d+ files, \d+ of them of \d attacks? \(/,
    );
    expect(readdirSync(at('trail'))).toEqual(['AWSLogs', 'labels.csv.gz', 'metadata.json']);
    const again = await run(args);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('must be empty, got AWSLogs');
  });
});

describe('anomaly-lab generate hai', () => {
  it('writes four files and what they are, and has no options of others', async () => {
    const args = ['generate', 'hai', '--share', '0.1', '--output', at('hai')];
    const { code, stdout, stderr } = await run(args);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(
      'hai: 99,540 synthetic rows in 4 files, 17,527 of them in 38 attacks (seed 42)',
    );
    expect(readdirSync(at('hai'))).toContain('test2.csv.gz');
    const refused = await run([...args, '--users', '3']);
    expect(refused.stderr).toContain('--users is no option of hai');
    const other = await run(['generate', 'iam', '--share', '0.5', '--output', at('x.csv')]);
    expect(other.stderr).toContain('--share is no option of iam');
  });
});

describe('anomaly-lab generate --start', () => {
  it('makes newer events of the same users, and the folder they go to', async () => {
    const args = ['generate', 'iam', '--users', '30', '--events', '20', '--difficulty', 'easy'];
    const newer = at('new', 'folder', 'newer.csv');
    const { code, stderr } = await run([...args, '--start', '2024-03-04', '--output', newer]);
    expect(code, stderr).toBe(0);
    const homes = (file: string) => {
      const lines = readFileSync(file, 'utf8').split('\n');
      return new Set(lines.filter((line) => /,user-0001,.*,2001:db8:/.test(line)).map(homeOf));
    };
    const homeOf = (line: string) => /2001:db8:[^,]*/.exec(line)?.[0];
    expect(homes(newer)).toEqual(homes(at('all.csv')));
    expect(readFileSync(newer, 'utf8')).toMatch(/^time,.*\n2024-03-/);
  });

  it('says before the work what cannot be made', async () => {
    const at20 = ['generate', 'iam', '--users', '200000', '--events', '100', '--output'];
    const { code, stderr } = await run([...at20, at('big.csv')]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'error: at most 2,000,000 events can be made at once, got 22,222,222 events: 200,000 users with 100 events each and attacks\n',
    });
    expect(await run(['generate', 'hai', '--output', ''])).toMatchObject({
      code: 1,
      stderr: 'error: an output must be a path, got an empty text\n',
    });
  });
});

describe('anomaly-lab train and retrain', () => {
  it('learn from several files, with a threshold that is chosen', async () => {
    const files = ['--data', at('all.csv'), at('new', 'folder', 'newer.csv')];
    const rule = ['--threshold', 'best-f1', '--model', 'logistic-regression', '--epochs', '2'];
    const made = await run(['train', ...files, ...rule, '--output', at('logistic')]);
    expect(made.code, made.stderr).toBe(0);
    expect(metadataOf('logistic')).toMatchObject({
      model: 'logisticRegression',
      dataFile: 'all.csv, newer.csv',
    });
    const state = JSON.parse(readFileSync(at('logistic', 'pipeline.json'), 'utf8')).content;
    expect(state.rule).toEqual({ kind: 'bestF1' });
    const first = await run(['train', '--data', at('old.csv'), ...rule, '--output', at('first')]);
    expect(first.code, first.stderr).toBe(0);
    const anew = await run(['retrain', at('first'), ...files, '--dry-run']);
    expect(anew.code, anew.stderr).toBe(0);
    expect(anew.stdout).toContain('(dry run)');
  });

  it('name the file that cannot teach', async () => {
    const [header, line] = readFileSync(at('all.csv'), 'utf8').split('\n');
    writeFileSync(at('header.csv'), `${header}\n`);
    writeFileSync(at('one.csv'), `${header}\n${line}\n`);
    const train = (...files: string[]) =>
      run(['train', '--model', 'isolation-forest', '--output', at('x'), '--data', ...files]);
    expect((await train(at('header.csv'))).stderr).toBe(
      `error: ${at('header.csv')}: must have events, got a header only\n`,
    );
    expect((await train(at('one.csv'))).stderr).toContain(
      `error: ${at('one.csv')}: events must be of different times, so that `,
    );
    expect((await train(at('all.csv'), at('old.csv'))).stderr).toContain(
      `error: ${at('old.csv')}: must not repeat events of ${at('all.csv')}, got that of user-`,
    );
  });

  it('name the folder of a damaged model', async () => {
    cpSync(at('logistic'), at('damaged'), { recursive: true });
    const file = at('damaged', 'pipeline.json');
    const whole = readFileSync(file, 'utf8');
    const retrainDamaged = async (from: string, to: string) => {
      writeFileSync(file, whole.replace(from, to));
      return (await run(['retrain', at('damaged'), '--data', at('all.csv')])).stderr;
    };
    expect(await retrainDamaged('"seed": 42', '"seed": "NaN"')).toContain(
      `error: ${at('damaged')}: pipeline must be one of IAM events with model, seed and trainedUntil, got {`,
    );
    expect(await retrainDamaged('"model": "logisticRegression"', '"model": "lstm"')).toBe(
      `error: ${at('damaged')}: pipeline must hold the detector lstmClassifier for the model lstm, got logisticRegression\n`,
    );
  });

  it('says in the help that old events are needed, too', async () => {
    const { stdout } = await run(['retrain', '--help']);
    expect(stdout).toContain("must together hold the users' old events, too");
  });

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
    [
      ['train', '--data', 'x', '--model', 'lstm', '--output', 'x', '--threshold', 'value:'],
      /^error: option '--threshold <rule>' argument 'value:' is invalid\. It must be best-f1, best-g-mean, value:/,
    ],
    [
      ['train', '--data', 'x', '--model', 'lstm', '--output', 'x', '--threshold', 'quantile:2'],
      /^error: option '--threshold <rule>' argument 'quantile:2' is invalid\. q must be in \[0, 1\], got 2\.$/m,
    ],
    [
      ['train', '--data', 'x', '--model', 'lstm', '--output', 'package.json/x'],
      /^error: package\.json\/x: must be a/,
    ],
    [['generate', 'iam', '--output', 'src'], /^error: src: must be a file, got a folder\n$/],
    [
      ['generate', 'iam', '--output', 'x', '--start', '2024-02-30'],
      /^error: option '--start <day>' argument '2024-02-30' is invalid\. It must be a day such as/,
    ],
    [
      ['retrain', '--data', 'x', 'no-such'],
      /^error: the model's folder must be given before --data/,
    ],
    [['retrain', 'no-such', '--data', 'x'], /^error: no-such.pipeline\.json: no such file\n$/],
    [
      ['generate', 'nothing', '--output', 'x'],
      /^error: command-argument value 'nothing' is invalid .* Allowed choices are iam, auth, whis, cloudtrail, hai\.$/m,
    ],
    [['generate', 'auth', '--output', 'src'], /^error: src: must be a file, got a folder\n$/],
    [['generate', 'whis', '--output', 'package.json'], /must be a folder, got a file\n$/],
    [['generate', 'cloudtrail', '--output', 'package.json'], /must be a folder, got a file\n$/],
    [
      ['generate', 'cloudtrail', '--output', 'x', '--users', '5'],
      /^error: --users is no option of cloudtrail\n$/,
    ],
    [
      ['generate', 'iam', '--output', 'x', '--scale', '5'],
      /^error: --scale is no option of iam\n$/,
    ],
    [['generate', 'auth'], /^error: required option '--output <path>' not specified\n$/],
  ])('ends %j with one line and exit code 1', async (args, line) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
