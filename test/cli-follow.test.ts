import { type ChildProcess, spawn } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isolationForest } from '../src/detectors/isolation-forest';
import { pipeline } from '../src/pipeline/pipeline';
import { createRandom } from '../src/random';

const root = join(__dirname, '..');
const random = createRandom(7);
let folder = '';
const at = (...names: string[]) => join(folder, ...names);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli follow '));
  const rows = Array.from({ length: 500 }, (_, i) => ({ bytes: (i * 37) % 101 }));
  const options = { columns: { bytes: 'numeric' as const }, detector: isolationForest() };
  await (await pipeline(options).fit(rows)).save(at('model'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function start(args: readonly string[], stdout: 'pipe' | number = 'pipe') {
  const all = ['--import', 'tsx', 'src/cli.ts', 'score', '--model', at('model'), ...args];
  const child = spawn(process.execPath, all, { cwd: root, stdio: ['pipe', stdout, 'pipe'] });
  const told = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text) => {
    told.stdout += text;
  });
  child.stderr?.on('data', (text) => {
    told.stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, told, ended };
}

/** Lines with a bad one now and then; the numbers go on from call to call. */
function eventLines(from: number, nLines: number): string {
  return Array.from({ length: nLines }, (_, k) => {
    const i = from + k;
    const time = new Date(1.7e12 + 1000 * i).toISOString();
    return i % 97 === 0
      ? `bad ${i}\n`
      : `{"user":"u${i % 7}","bytes":${(i * 31) % 120},"time":"${time}"}\n`;
  }).join('');
}

const isThrough = (output: string, input: string): boolean => {
  try {
    const { position } = JSON.parse(readFileSync(`${output}.checkpoint.json`, 'utf8'));
    const { ino, size } = statSync(input);
    return position.offset === size && position.inode === String(ino);
  } catch {
    return false;
  }
};

async function stopWhenThrough(child: ChildProcess, output: string, input: string): Promise<void> {
  for (let i = 0; !isThrough(output, input) && i < 1200; i++) await wait(50);
  child.kill('SIGINT');
}

/** Where the machine is slow, more would only take more time. */
const MOST_EVENTS = 24_000;

/** Writes lines until it is stopped, in pieces that end anywhere; rotates the file now and then. */
function startWriter(log: string) {
  let [all, nEvents, nRotations, rest] = ['', 0, 0, ''];
  const timer = setInterval(() => {
    if (nEvents >= MOST_EVENTS) return;
    const more = rest + eventLines(nEvents, 20);
    nEvents += 20;
    const cut = random.integer(more.length);
    appendFileSync(log, more.slice(0, cut));
    all += more.slice(0, cut);
    rest = more.slice(cut);
    if (nEvents % 4000 === 0) {
      appendFileSync(log, rest);
      all += rest;
      rest = '';
      renameSync(log, `${log}.${++nRotations}`);
      writeFileSync(log, '');
    }
  }, 8);
  return () => {
    clearInterval(timer);
    appendFileSync(log, rest);
    return { all: all + rest, nRotations };
  };
}

describe('anomaly-lab score --follow', { timeout: 90_000 }, () => {
  it('loses and repeats nothing, killed ten times while events are written', async () => {
    const args = (input: string, output: string) => [
      ...['--follow', input, '--output', output, '--findings', 'ocsf', '--all'],
      ...['--format', 'json'],
    ];
    writeFileSync(at('app.log'), '');
    let stopWriter: ReturnType<typeof startWriter> | undefined;
    for (let i = 0; i < 10; i++) {
      const { child, told, ended } = start(args(at('app.log'), at('out.ndjson')));
      while (!told.stderr.includes('following')) await wait(5);
      while (!existsSync(at('out.ndjson.checkpoint.json'))) await wait(5);
      stopWriter ??= startWriter(at('app.log')); // what is rotated before the first start is nobody's
      await wait(random.integer(400));
      child.kill('SIGKILL');
      await ended;
    }
    const { all, nRotations } = (stopWriter as ReturnType<typeof startWriter>)();
    const last = start(args(at('app.log'), at('out.ndjson')));
    await stopWhenThrough(last.child, at('out.ndjson'), at('app.log'));
    expect(await last.ended).toBe(0);
    writeFileSync(at('whole.log'), all);
    const unbroken = start(args(at('whole.log'), at('unbroken.ndjson')));
    await stopWhenThrough(unbroken.child, at('unbroken.ndjson'), at('whole.log'));
    await unbroken.ended;
    expect(nRotations).toBeGreaterThan(0);
    const output = readFileSync(at('out.ndjson'));
    expect(output.equals(readFileSync(at('unbroken.ndjson')))).toBe(true);
    const nLines = all.split('\n').length - 1;
    const nRejected = readFileSync(at('out.ndjson.rejected'), 'utf8').split('\n').length - 1;
    expect(output.toString().split('\n').length - 1 + nRejected).toBe(nLines);
    expect(nRejected).toBe(Math.ceil(nLines / 97));
  }, 300_000);

  it('writes to standard output what comes on standard input', async () => {
    const { child, told, ended } = start([
      '--follow',
      '-',
      '--format',
      'csv',
      '--field',
      'user=who',
    ]);
    child.stdin?.end('who,bytes\nann,9000\nbob,50\nbob,many\n');
    expect(await ended).toBe(0);
    expect(JSON.parse(told.stdout)).toMatchObject({ entity: { kind: 'user', name: 'ann' } });
    expect(told.stderr).toBe(
      'following standard input\n- line 4: column "bytes" must be a number, got "many"\n' +
        'standard input: 2 events, 1 finding, 1 line rejected\n',
    );
  });

  it.runIf(existsSync('/dev/full'))('says in one line that standard output is full', async () => {
    const full = openSync('/dev/full', 'w');
    const { child, told, ended } = start(['--follow', '-', '--format', 'csv'], full);
    closeSync(full);
    child.stdin?.end('bytes\n9000\n');
    expect(await ended).toBe(1);
    expect(told.stderr).toBe(
      'following standard input\nerror: standard output: cannot be written to (ENOSPC)\n',
    );
  });

  it('stops at Ctrl-C, and says that it goes on from there', async () => {
    writeFileSync(at('in.jsonl'), eventLines(1, 10));
    const output = at('stopped.ndjson');
    const { child, told, ended } = start(['--follow', at('in.jsonl'), '--output', output]);
    await stopWhenThrough(child, output, at('in.jsonl'));
    expect(await ended).toBe(0);
    expect(told).toEqual({
      stdout: '',
      stderr: expect.stringMatching(
        /^following .*\n.*: 10 events, \d+ findings, 0 lines rejected; the same command goes on from here\n$/,
      ),
    });
  });

  it.each([
    [[], 'one of --data and --follow must be given, got neither'],
    [
      ['--follow', 'a.csv', '--data', 'b.csv'],
      'one of --data and --follow must be given, got both',
    ],
    [['--follow', 'a.csv', '--workers', '2'], '--workers goes with --data only'],
    [['--data', 'a.csv', '--alert-minutes', '5'], '--alert-minutes goes with --follow only'],
    [['--data', 'a.csv'], '--output must be given with --data'],
    [['--follow', 'a.log'], 'a.log: must end in .csv, .json, .jsonl or .ndjson, or --format must'],
  ])('refuses %o in one line', async (args, message) => {
    const { told, ended } = start(args);
    expect(await ended).toBe(1);
    expect(told.stderr).toContain(`error: ${message}`);
    expect(told.stderr.split('\n')).toHaveLength(2);
  });
});
