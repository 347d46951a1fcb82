import { describe, expect, it } from 'vitest';
import { withResults } from '../../bench/harness/benchmarks-page';
import { comparePairs, describePair, measurePairs } from '../../bench/harness/pairs';
import { createProgress } from '../../bench/harness/progress';
import {
  continueResults,
  type GroupName,
  type GroupRow,
  type Results,
  withRow,
} from '../../bench/harness/results';

const row = (name: string, ours: number, group: GroupName = 'networks'): GroupRow => ({
  group,
  name,
  size: '320 × 100 × 59',
  unit: 's',
  peerName: 'Keras 3',
  pairs: 5,
  measuredAt: '2025-01-02T03:04:05.000Z',
  ...comparePairs([{ ours, peer: 2 }]),
});

const setting = {
  machine: { cpu: 'a cpu', cores: 2, os: 'linux 6' },
  versions: { ours: { node: '20.20.2' }, peer: { keras: '3.15.1' } },
};
const results: Results = {
  generatedAt: '2025-01-01T00:00:00.000Z',
  settings: { networks: setting, detectors: setting },
  rows: [
    row('a_train', 1),
    row('b_predict', 1.5),
    { ...row('lof', 3, 'detectors'), rocAuc: { ours: 0.9, peer: 0.8 } },
  ],
  growth: [{ along: 'units', value: 16, ...comparePairs([{ ours: 1, peer: 2 }]) }],
};

describe('pairs', () => {
  it('takes turns at going first', async () => {
    const order: string[] = [];
    const record = (side: string, value: number) => async () => {
      order.push(side);
      return value;
    };
    const pairs = await measurePairs(record('ours', 1), record('peer', 2), 3, () => {});
    expect(order).toEqual(['ours', 'peer', 'peer', 'ours', 'ours', 'peer']);
    expect(pairs).toEqual(Array(3).fill({ ours: 1, peer: 2 }));
  });

  it('compares medians, and keeps the lowest and highest ratio', () => {
    const pairs = [1, 8, 3].map((ours) => ({ ours, peer: 2 }));
    expect(comparePairs(pairs)).toEqual({ ours: 3, peer: 2, ratio: 1.5, spread: [0.5, 4] });
    expect(comparePairs(pairs.slice(0, 2)).ours).toBe(4.5);
  });

  it('says a pair in words', () => {
    const text = describePair({ ours: 0.1, peer: 0.4 }, 's', 'PyOD');
    expect(text).toBe('ours 0.100 s, PyOD 0.400 s, ratio 0.25');
  });
});

describe('results', () => {
  it('puts a row measured again in the place of itself only', () => {
    const { rows, generatedAt } = withRow(results, row('a_train', 4));
    expect(rows.map(({ name, ratio }) => [name, ratio])).toEqual([
      ['a_train', 2],
      ['b_predict', 0.75],
      ['lof', 1.5],
    ]);
    expect(generatedAt).toBe('2025-01-02T03:04:05.000Z');
    expect(withRow(results, { ...row('a_train', 4), size: 'other' }).rows).toHaveLength(4);
  });

  it('begins a group anew on another machine or with other versions', () => {
    const { machine, versions } = setting;
    const kept = continueResults('networks', { machine: { ...machine }, versions }, results);
    expect([kept.rows.length, kept.growth.length]).toEqual([3, 1]);
    const moved = { machine: { ...machine, cores: 4 }, versions };
    expect(continueResults('networks', moved, results)).toMatchObject({
      settings: { networks: moved, detectors: setting },
      rows: [{ name: 'lof' }],
      growth: [],
    });
    const newer = { machine, versions: { ...versions, peer: { shap: '1' } } };
    const detectors = continueResults('detectors', newer, results);
    expect(detectors.rows.map(({ name }) => name)).toEqual(['a_train', 'b_predict']);
    expect(detectors.growth).toHaveLength(1);
    expect(continueResults('networks', setting, undefined).rows).toEqual([]);
  });
});

describe('the page', () => {
  const section = (group: string) =>
    `<!-- ${group}: made by npm run bench -->\nold\n<!-- end -->\n`;
  const page = `before\n${section('networks')}between\n${section('detectors')}between\n${section('threads')}between\n${section('cloudtrail')}after\n`;

  it('shows each row in the table of its group, and whether it reaches its goal', () => {
    const text = withResults(page, results);
    expect(text.startsWith('before\n') && text.endsWith('\nafter\n')).toBe(true);
    const [networks, detectors, threads] = text.split('between');
    expect(threads).toContain('old');
    expect(networks + detectors).not.toContain('old');
    expect(networks).toContain('1, reached');
    expect(networks).toMatch(/predict.*0\.75.*0\.7 /);
    expect(networks).toContain('a cpu, 2 cores, linux 6. Ours: Node 20.20.2. Peer: Keras 3.15.1.');
    expect(detectors).toMatch(/lof.*1\.50.*1 .*0\.900, 0\.800/);
    expect(withResults(text, results)).toBe(text);
  });

  it('leaves a group as it is that is not measured', () => {
    const text = withResults(page, { ...results, settings: { networks: setting } });
    expect(text.split('between')[1]).toBe(`\n${section('detectors')}`);
  });

  it('refuses a page without the marks', () => {
    expect(() => withResults('text', results)).toThrow('page must have <!-- networks: made by');
  });
});

describe('progress', () => {
  it('tells the time left by what was done', () => {
    const lines: string[] = [];
    let time = 0;
    const progress = createProgress(
      [1, 3],
      (line) => lines.push(line),
      () => time,
    );
    progress.say('first', 0);
    time = 10_000;
    progress.next();
    progress.say('second', 0);
    time = 20_000;
    progress.say('second', 1);
    expect(lines).toEqual(['[1/2] first', '[2/2] second, about 30 s left', '[2/2] second']);
  });
});
