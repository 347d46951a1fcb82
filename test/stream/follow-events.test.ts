import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthLogGenerator } from '../../src/data/auth/generator';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { lstmAutoencoder } from '../../src/detectors/lstm-autoencoder';
import { AUTH_HISTORY_COLUMNS, withAuthHistory } from '../../src/features/auth-history';
import type { FittedPipeline } from '../../src/pipeline/fitted-pipeline';
import { pipeline } from '../../src/pipeline/pipeline';
import { type FollowOptions, followEvents } from '../../src/stream/follow-events';
import type { StreamProgress } from '../../src/stream/stream-worker';

let fitted: FittedPipeline;
let folder = '';
const at = (name: string) => join(folder, name);
/** Of POSIX. */
const MAKE_PIPE = 'mkfifo';
/** For a machine that is busy with other tests. */
const LONG = { timeout: 20_000 };

beforeAll(async () => {
  const rows = Array.from({ length: 300 }, (_, i) => ({ bytes: 100 + ((i * 37) % 101) }));
  fitted = await pipeline({ columns: { bytes: 'numeric' }, detector: isolationForest() }).fit(rows);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'follow '));
});
afterEach(() => rmSync(folder, { recursive: true }));

const event = (i: number, bytes = 150) =>
  JSON.stringify({ user: 'ann', bytes, timestamp: `2024-01-01T00:00:${10 + i}Z` });
const optionsOf = (options: Partial<FollowOptions>): FollowOptions => ({
  pipeline: fitted,
  modelName: 'test',
  input: at('in.jsonl'),
  format: 'json',
  output: at('out.ndjson'),
  ...options,
});

/** Follows until so many events and rejected lines are through. */
async function followFor(nLines: number, options: Partial<FollowOptions> = {}) {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), 20_000);
  const counts = await followEvents(
    optionsOf({
      ...options,
      signal: stop.signal,
      onProgress: ({ nEvents, nRejected }) => {
        if (nEvents + nRejected >= nLines) stop.abort();
      },
    }),
  );
  clearTimeout(limit);
  return counts;
}

const written = (name = 'out.ndjson') =>
  readFileSync(at(name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('followEvents with what came before', () => {
  /** Follows a file in two runs, half of it written between them. */
  async function scoresInTwoRuns(fittedWith: FollowOptions['pipeline'], lines: readonly string[]) {
    const half = Math.floor(lines.length / 2);
    const options = { pipeline: fittedWith, all: true };
    writeFileSync(at('in.jsonl'), `${lines.slice(0, half).join('\n')}\n`);
    await followFor(half, options);
    appendFileSync(at('in.jsonl'), `${lines.slice(half).join('\n')}\n`);
    await followFor(lines.length - half, options);
    return written().map(({ anomalyScore }) => anomalyScore as number);
  }

  it('goes on with windows as a batch', LONG, async () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({
      ...{ user: `user-${(i * i) % 5}`, bytes: (i * 37) % 11 },
      at: new Date(Date.UTC(2024, 0, 1, 0, i)).toISOString(),
    }));
    const ofWindows = await pipeline({
      columns: { bytes: 'numeric' },
      windows: { length: 4, entity: 'user', time: 'at' },
      detector: lstmAutoencoder({ units: [4, 2], encoding: 2, epochs: 1, seed: 1 }),
    }).fit(rows);
    const scores = await scoresInTwoRuns(
      ofWindows,
      rows.map((row) => JSON.stringify(row)),
    );
    const expected = await ofWindows.score(rows);
    expect(scores).toHaveLength(rows.length);
    for (const [i, score] of scores.entries()) expect(score / expected[i]).toBeCloseTo(1, 6);
  });

  it('adds the history of logins as a batch, also behind a file that was cut', LONG, async () => {
    const { events } = createAuthLogGenerator({ seed: 3 }).generateCompleteDataset({
      ...{ nUsers: 3, normalEventsPerUser: 40 },
    });
    const rows = withAuthHistory(events);
    const ofHistory = await pipeline({
      columns: AUTH_HISTORY_COLUMNS,
      detector: isolationForest({ seed: 1 }),
    }).fit(rows);
    const lines = events.map((one) => JSON.stringify(one));
    expect(await scoresInTwoRuns(ofHistory, lines)).toEqual([...(await ofHistory.score(rows))]);
    writeFileSync(at('in.jsonl'), `${lines.slice(0, 5).join('\n')}\n`);
    await followFor(5, { pipeline: ofHistory, all: true });
    expect(written().slice(lines.length)).toHaveLength(5);
  });
});

describe('followEvents', () => {
  it('writes findings of anomalies with reasons, and lines that hold none elsewhere', async () => {
    const lines = [event(1), event(2, 99_999), 'nonsense', '{"user":"x"}', '{"bytes":"7"}', ''];
    writeFileSync(at('in.jsonl'), `${lines.join('\n')}\n${event(3, 0)}\n`);
    expect(await followFor(6)).toEqual({ nEvents: 3, nFindings: 2, nRejected: 3 });
    expect(written()).toMatchObject([
      { isAnomaly: true, event: { bytes: 99_999 }, reasons: [{ feature: 'bytes' }] },
      { isAnomaly: true, event: { bytes: 0 }, entity: { kind: 'user', name: 'ann' } },
    ]);
    expect(written('out.ndjson.rejected')).toEqual([
      { file: at('in.jsonl'), line: 3, reason: expect.stringMatching(/^not valid JSON/) },
      { file: at('in.jsonl'), line: 4, reason: 'column "bytes" missing; it has user' },
      { file: at('in.jsonl'), line: 5, reason: 'column "bytes" must be a number, got "7"' },
    ]);
  });

  it.each([
    ['ocsf', { class_uid: 2004, is_alert: false }],
    ['ecs', { event: { kind: 'event' }, ecs: { version: '9.4.0' } }],
    ['plain', { isAnomaly: false }],
  ] as const)('writes all events as %s', async (findings, document) => {
    writeFileSync(at('in.jsonl'), `${event(1)}\n`);
    await followFor(1, { findings, all: true });
    expect(written()).toMatchObject([document]);
  });

  it('goes on where it stopped, and cuts off what was written after the checkpoint', async () => {
    writeFileSync(at('out.ndjson'), '"from before"\n');
    writeFileSync(at('in.jsonl'), `${event(1, 5000)}\nbad\n${event(2, 6000)}`);
    await followFor(2);
    appendFileSync(at('out.ndjson'), '{"half a find');
    appendFileSync(at('out.ndjson.rejected'), 'x\n');
    appendFileSync(at('in.jsonl'), `\n${event(3, 7000)}\n`);
    await followFor(2);
    expect(written().map((one) => one.event?.bytes)).toEqual([undefined, 5000, 6000, 7000]);
    expect(written('out.ndjson.rejected')).toHaveLength(1);
  });

  it('keeps what stood in the output when it was killed before the first checkpoint', async () => {
    writeFileSync(at('out.ndjson'), '1\n2\n{"cut');
    writeFileSync(at('in.jsonl'), `${event(1, 5000)}\n`);
    await followFor(1);
    expect(written()).toMatchObject([1, 2, { event: { bytes: 5000 } }]);
  });

  it('reads CSV, its columns named anew after a rotation', async () => {
    writeFileSync(at('in.csv'), 'who,bytes\nann,9000\n');
    const stop = new AbortController();
    const options = { input: at('in.csv'), format: 'csv' as const, fields: { user: 'who' } };
    let nRead = 0;
    const onProgress = ({ nEvents, nRejected }: StreamProgress) => {
      nRead = nEvents + nRejected;
    };
    const following = followEvents(optionsOf({ ...options, signal: stop.signal, onProgress }));
    await expect.poll(() => nRead, LONG).toBe(1);
    rmSync(at('in.csv'));
    writeFileSync(at('in.csv'), 'bytes,who\n8000,bob\nmany,eve\n');
    await expect.poll(() => nRead, LONG).toBe(3);
    stop.abort();
    await following;
    const found = written().map((one) => [one.entity.name, one.event.bytes]);
    expect(found).toEqual([
      ['ann', 9000],
      ['bob', 8000],
    ]);
    expect(written('out.ndjson.rejected')).toMatchObject([{ line: 3 }]);
  });

  it('writes a finding within a second of its event', async () => {
    writeFileSync(at('in.jsonl'), '');
    const stop = new AbortController();
    let [nFindings, start] = [-1, 0];
    const times: number[] = [];
    const onProgress = (progress: StreamProgress) => {
      if (progress.nFindings > 0) times.push(performance.now() - start);
      nFindings = progress.nFindings;
    };
    const following = followEvents(optionsOf({ signal: stop.signal, onProgress }));
    for (let i = 0; i < 5; i++) {
      await expect.poll(() => nFindings, LONG).toBe(i);
      start = performance.now();
      appendFileSync(at('in.jsonl'), `${event(i, 5000)}\n`);
    }
    await expect.poll(() => nFindings, LONG).toBe(5);
    stop.abort();
    await following;
    expect(Math.min(...times)).toBeLessThan(1000); // of one time in five the machine may be busy
  });

  it('reads a stream to its end, also a last line without an end', async () => {
    const notices: string[] = [];
    let text = '';
    const input = Readable.from([Buffer.from('x\n{"bytes":'), Buffer.from('9000}')]);
    const output = async (more: string) => {
      text += more;
    };
    const options = optionsOf({ input, output, onNotice: (notice) => notices.push(notice) });
    expect(await followEvents(options)).toEqual({ nEvents: 1, nFindings: 1, nRejected: 1 });
    expect(JSON.parse(text)).toMatchObject({ event: { bytes: 9000 } });
    expect(notices).toEqual([expect.stringMatching(/^- line 1: not valid JSON/)]);
  });

  it('appends whole lines only where a stream goes to a file', async () => {
    writeFileSync(at('out.ndjson'), '1\n{"cut');
    await followEvents(optionsOf({ input: Readable.from([Buffer.from(event(1, 5000))]) }));
    expect(written()).toMatchObject([1, { event: { bytes: 5000 } }]);
    expect(existsSync(at('out.ndjson.checkpoint.json'))).toBe(false);
  });
});

describe('a mistake', () => {
  it.each([
    [{ findings: 'cef' as never }, 'findings must be plain, ocsf or ecs, got cef'],
    [{ bucketMinutes: -1 }, 'bucketMinutes must be above 0, got -1'],
    [{ every: 1 } as never, 'option must be pipeline, modelName'],
    [{ output: 'in.jsonl' }, 'output must be another file than the input'],
    [{ output: 'folder' }, 'folder: must be a file that can be written to (EISDIR)'],
    [{ input: 'none.jsonl' }, 'none.jsonl: no such file'],
  ])('as %o is refused', async (options, message) => {
    mkdirSync(at('folder'));
    writeFileSync(at('in.jsonl'), '');
    const { input, output } = options as { input?: string; output?: string };
    const inFolder = { ...(input && { input: at(input) }), ...(output && { output: at(output) }) };
    await expect(followEvents(optionsOf({ ...options, ...inFolder }))).rejects.toThrow(message);
    expect(existsSync(at('out.ndjson'))).toBe(false);
  });

  it('as an output that is the input by another name is refused', async () => {
    writeFileSync(at('in.jsonl'), `${event(1)}\n`);
    linkSync(at('in.jsonl'), at('hard'));
    symlinkSync(at('in.jsonl'), at('soft'));
    for (const name of ['hard', 'soft']) {
      await expect(followEvents(optionsOf({ output: at(name) }))).rejects.toThrow('another file');
    }
    expect(readFileSync(at('in.jsonl'), 'utf8')).toBe(`${event(1)}\n`);
  });

  it('as a checkpoint that cannot be written is refused with its name', async () => {
    writeFileSync(at('in.jsonl'), '');
    mkdirSync(at('out.ndjson.checkpoint.json.part'));
    await expect(followEvents(optionsOf({}))).rejects.toThrow(
      `${at('out.ndjson.checkpoint.json')}: cannot be written to (EISDIR)`,
    );
  });

  it.runIf(existsSync('/dev/null'))('as a pipe or a device is refused at once', async () => {
    execFileSync(MAKE_PIPE, [at('pipe')]);
    await expect(followEvents(optionsOf({ input: at('pipe') }))).rejects.toThrow(
      'pipe: must be a file, got a folder, pipe or device',
    );
    writeFileSync(at('in.jsonl'), '');
    await expect(followEvents(optionsOf({ output: '/dev/null' }))).rejects.toThrow(
      '/dev/null: must be a file, got a device',
    );
  });

  it('as a CSV without the columns is refused with its line', async () => {
    writeFileSync(at('in.csv'), '\na,b\n1,2\n');
    const options = optionsOf({ input: at('in.csv'), format: 'csv' });
    await expect(followEvents(options)).rejects.toThrow(
      `${at('in.csv')} line 2: header must have column bytes, got a, b`,
    );
  });

  it('as another input or format for the same output is refused', async () => {
    writeFileSync(at('in.jsonl'), `${event(1)}\n`);
    writeFileSync(at('other.jsonl'), '');
    await followFor(1);
    await expect(followFor(1, { input: at('other.jsonl') })).rejects.toThrow(
      `checkpoint.json: must be of ${at('other.jsonl')}, got ${at('in.jsonl')}; take another output`,
    );
    await expect(followFor(1, { findings: 'ecs' })).rejects.toThrow('must be of ecs, got plain');
    appendFileSync(at('in.jsonl'), `${event(2, 5000)}\n`);
    await followFor(1);
    writeFileSync(at('out.ndjson'), '');
    await expect(followFor(1)).rejects.toThrow(
      /out\.ndjson: must have the \d+ bytes written before, got 0/,
    );
    writeFileSync(at('out.ndjson.checkpoint.json'), '{}');
    await expect(followFor(1)).rejects.toThrow('checkpoint.json: format: ');
  });
});
