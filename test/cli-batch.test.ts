import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFeatureStore } from '../src/data/whis/feature-store-files';
import { createWhisGenerator } from '../src/data/whis/generator';
import { isolationForest } from '../src/detectors/isolation-forest';
import { pipeline } from '../src/pipeline/pipeline';

const root = join(__dirname, '..');
let folder = '';
const at = (...names: string[]) => join(folder, ...names);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli batch '));
  const size = { nUsers: 5, normalEventsPerUser: 60 };
  await writeFeatureStore(
    at('whis'),
    createWhisGenerator({ seed: 3 }).generateCompleteDataset(size),
  );
  const rows = Array.from({ length: 100 }, (_, i) => ({
    hour_of_day: i % 24,
    fail_count_1h: i % 3,
  }));
  const columns = { hour_of_day: 'numeric', fail_count_1h: 'numeric' } as const;
  await (await pipeline({ columns, detector: isolationForest() }).fit(rows)).save(at('model'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: readonly string[]) {
  const all = ['--import', 'tsx', 'src/cli.ts', ...args];
  const { stdout, stderr, status } = spawnSync(process.execPath, all, {
    cwd: root,
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}
const features = (...args: readonly string[]) =>
  run('features', at('whis'), '--table', 'auth_events', ...args);
const score = (...args: readonly string[]) => run('score', '--model', at('model'), ...args);

describe('anomaly-lab features', () => {
  it('writes a folder a day, which anomaly-lab score takes', () => {
    expect(features('--output', at('features'))).toEqual({
      stdout: expect.stringMatching(/features: features of \d+ auth_events, \d+ days\n$/),
      stderr: `computing features of auth_events in ${at('whis')}\n`,
      status: 0,
    });
    expect(readdirSync(at('features'))).toContain('day=2024-01-02');
    const { stdout, status } = score('--data', at('features'), '--output', at('scores'));
    expect({ stdout, status }).toEqual({
      stdout: expect.stringMatching(/scores: \d+ rows scored, \d+ of them flagged/),
      status: 0,
    });
    expect(readdirSync(at('scores'))).toEqual(readdirSync(at('features')));
    expect(score('--data', at('features'), '--output', at('scores')).stderr).toContain(
      `error: ${at('scores')}: must be empty or missing; to replace it: --overwrite on the command line, overwrite: true in code\n`,
    );
  });

  it('ends with one line where nobody listens, and writes nothing', () => {
    const args = ['--engine', 'spark', '--connect', '127.0.0.1:1'];
    const { stdout, stderr, status } = features('--output', at('none'), ...args);
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(stderr.split('\n').slice(-2)).toEqual([
      'error: Spark at 127.0.0.1:1: cannot be reached (connect ECONNREFUSED 127.0.0.1:1)',
      '',
    ]);
    expect(readdirSync(folder)).not.toContain('none');
  });

  it('does not write into its own store', () => {
    expect(features('--output', at('whis')).stderr).toMatch(
      /error: auth_events must not lie in --output, got .*: it is replaced as a whole/,
    );
  });
});

describe('anomaly-lab score', () => {
  it('refuses options of the other engine', () => {
    const data = ['--data', at('whis'), '--output', at('none')];
    expect(score(...data, '--day', 'time').stderr).toBe(
      'error: --day goes with --engine spark only\n',
    );
    expect(score('--follow', 'log', '--engine', 'spark').stderr).toBe(
      'error: --engine spark goes with --data only\n',
    );
  });
});
