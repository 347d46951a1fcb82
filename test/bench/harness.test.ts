import { describe, expect, it } from 'vitest';
import { withResults } from '../../bench/harness/benchmarks-page';
import { comparePairs, measurePairs } from '../../bench/harness/pairs';
import { createProgress } from '../../bench/harness/progress';
import { continueResults, type Results, type Row, withRow } from '../../bench/harness/results';

const row = (name: string, ours: number): Row => ({
  name,
  size: '320 × 100 × 59',
  unit: 's',
  peerName: 'Keras 3',
  pairs: 5,
  measuredAt: '2025-01-02T03:04:05.000Z',
  ...comparePairs([{ ours, peer: 2 }]),
});

const machine = { cpu: 'a cpu', cores: 2, os: 'linux 6' };
const versions = { node: '20.20.2', keras: '3.15.1' };
const results: Results = {
  generatedAt: '2025-01-01T00:00:00.000Z',
  machine,
  versions,
  rows: [row('a_train', 1), row('b_predict', 1.5)],
  growth: [],
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
});

describe('results', () => {
  it('puts a row measured again in the place of itself only', () => {
    const { rows, generatedAt } = withRow(results, row('a_train', 4));
    expect(rows.map(({ name, ratio }) => [name, ratio])).toEqual([
      ['a_train', 2],
      ['b_predict', 0.75],
    ]);
    expect(generatedAt).toBe('2025-01-02T03:04:05.000Z');
    expect(withRow(results, { ...row('a_train', 4), size: 'other' }).rows).toHaveLength(3);
  });

  it('begins anew on another machine or with other versions', () => {
    expect(continueResults(machine, versions, results).rows).toHaveLength(2);
    expect(continueResults({ ...machine, cores: 4 }, versions, results).rows).toEqual([]);
    expect(continueResults(machine, { ...versions, keras: '4' }, results).rows).toEqual([]);
    expect(continueResults(machine, versions, undefined).rows).toEqual([]);
  });
});

describe('the page', () => {
  const page = 'before\n<!-- made by npm run bench -->\nold\n<!-- end -->\nafter\n';

  it('shows each row, and whether it reaches its goal', () => {
    const text = withResults(page, results);
    expect(text.startsWith('before\n') && text.endsWith('\nafter\n')).toBe(true);
    expect(text).not.toContain('old');
    expect(text).toContain('1.0, reached');
    expect(text).toMatch(/predict.*0\.75.*0\.7 /);
    expect(withResults(text, results)).toBe(text);
  });

  it('refuses a page without the marks', () => {
    expect(() => withResults('text', results)).toThrow('page must have <!-- made by npm run bench');
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
