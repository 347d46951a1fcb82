import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpz } from '../../../src/data/npz';
import {
  type Detection,
  type DetectOptions,
  detectAnomalies,
} from '../../../src/pipeline/detection/detect-anomalies';
import { createRandom } from '../../../src/random';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'detect '));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Rows of a log in which every 20th is far out, with labels, a user, an hour and gaps. */
function logOf(nRows: number, seed = 1): string {
  const random = createRandom(seed);
  const rows = Array.from({ length: nRows }, (_, i) => {
    const isOut = i % 20 === 7;
    const bytes = i % 11 === 3 ? '' : random.normal(isOut ? 40 : 5, 1).toFixed(3);
    const user = isOut ? 'mallory' : random.choice(['ann', 'bob', 'cid']);
    const time = new Date(Date.UTC(2024, 2, 1) + i * 600_000).toISOString();
    return [`id-${i}`, time, user, bytes, random.normal().toFixed(3), 7, isOut ? 1 : 0].join(',');
  });
  return ['id,time,user,bytes,noise,fixed,label', ...rows].join('\n');
}

const QUICK: Pick<DetectOptions, 'detectors' | 'nTop'> = {
  detectors: ['isolationForest', 'ecod', 'largestZ'],
  nTop: 3,
};
const byName = ({ summary }: Detection) =>
  Object.fromEntries(summary.detectors.map((detector) => [detector.name, detector]));

describe('detectAnomalies', () => {
  it('splits by time, keeps labels from detectors, and judges by them', async () => {
    const input = write('log.csv', logOf(300));
    const detection = await detectAnomalies({ input, ...QUICK });
    const { choice, split, labels, top } = detection;
    expect(choice.used).toEqual([
      { name: 'time', use: 'hourAndWeekday' },
      { name: 'user', use: 'share' },
      { name: 'bytes', use: 'number' },
      { name: 'noise', use: 'number' },
    ]);
    expect(choice.left).toEqual([
      { name: 'id', reason: 'names rows (id-like)' },
      { name: 'fixed', reason: 'constant' },
      { name: 'label', reason: 'labels: for judging only' },
    ]);
    expect(split.kind).toBe('time');
    const [{ train, test }] = split.splits;
    expect(Math.max(...train)).toBeLessThan(Math.min(...test));
    const { ecod } = byName(detection);
    expect(ecod.metrics?.['rocAuc'].value).toBeGreaterThan(0.8);
    expect(ecod.metrics?.['averagePrecision'].lower).toBeLessThanOrEqual(1);
    expect(ecod.aboveBaseline?.lower).toBeDefined();
    expect(labels?.[top[0].index]).toBe(1);
    expect(top[0].reasons.map(({ column }) => column)).toContain('user');
    expect(top[0].reasons.every(({ actual, typical }) => actual !== typical)).toBe(true);
  });

  it('scores every row once by detectors that have not seen it, where there is no time', async () => {
    const input = write('random.csv', logOf(200));
    const options = { input, ...QUICK, split: 'random' } as const;
    const detection = await detectAnomalies(options);
    const { split, summary } = detection;
    expect(split.kind).toBe('random');
    expect(split.splits).toHaveLength(5);
    expect([...summary.tested]).toEqual(Array.from({ length: 200 }, (_, i) => i));
    for (const { train, test } of split.splits) {
      expect(new Set([...train, ...test]).size).toBe(200);
    }
    expect((await detectAnomalies(options)).summary.scores).toEqual(summary.scores);
    const other = await detectAnomalies({ ...options, seed: 7 });
    expect(other.summary.scores).not.toEqual(summary.scores);
  });

  it('compares without labels: agreement, stability and the highest rows', async () => {
    const input = write('unlabelled.csv', logOf(200));
    const detection = await detectAnomalies({ input, ...QUICK, exclude: ['label'], label: false });
    const { isolationForest } = byName(detection);
    expect(detection.labels).toBeUndefined();
    expect(isolationForest.metrics).toBeUndefined();
    expect(isolationForest.rank).toBeUndefined();
    expect(isolationForest.agreement).toBeGreaterThan(0);
    expect(isolationForest.stability).toBeGreaterThan(0);
    expect(detection.top[0].row % 20).toBe(7);
  });

  it('takes labels of other values, a time and an entity by name', async () => {
    const input = write('named.csv', logOf(200));
    const detection = await detectAnomalies({
      ...{ input, ...QUICK, label: 'user', anomalous: ['mallory'], entity: 'id' },
      ...{ split: 'random', exclude: ['label'] },
    });
    expect(detection.labels?.reduce((sum, label) => sum + label)).toBe(10);
    expect(detection.choice.used.map(({ name }) => name)).toEqual(['time', 'bytes', 'noise']);
    expect(detection.split.kind).toBe('entity');
  });

  it('keeps the rows of an entity in one part', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => `h${i % 13},${(i * 37) % 101}`);
    const input = write('hosts.csv', ['host,load', ...rows].join('\n'));
    const { split, rows: read } = await detectAnomalies({ input, ...QUICK, entity: 'host' });
    const hosts = read.texts.get('host')!;
    for (const { train, test } of split.splits) {
      const seen = new Set(Array.from(train, (i) => hosts[i]));
      expect(Array.from(test).every((i) => !seen.has(hosts[i]))).toBe(true);
    }
  });

  it('splits at random, and says so, where the latest rows hold no anomalies', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => {
      const time = new Date(Date.UTC(2024, 0, 1) + i * 60_000).toISOString();
      return `${time},${(i * 37) % 101},${i < 6 ? 1 : 0}`;
    });
    const input = write('early.csv', ['time,load,label', ...rows].join('\n'));
    const { split, notes } = await detectAnomalies({ input, ...QUICK });
    expect(split.kind).toBe('random');
    expect(notes).toEqual([
      'Rows were split at random and not by time: a test part has no anomalies.',
    ]);
  });

  it('learns from a column y that is a coordinate, not from one that holds classes', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${(i * 37) % 101},${i / 7},${i % 3}`);
    const input = write('plane.csv', ['x,y,label', ...rows].join('\n'));
    const { choice } = await detectAnomalies({ input, ...QUICK });
    expect(choice.used.map(({ name }) => name)).toEqual(['x', 'y']);
    expect(choice.left).toEqual([{ name: 'label', reason: 'its name says that it holds labels' }]);
  });

  it('judges nothing by a single anomaly, and says so', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${(i * 37) % 101},${i === 5 ? 1 : 0}`);
    const input = write('single.csv', ['load,label', ...rows].join('\n'));
    const { labels, notes } = await detectAnomalies({ input, ...QUICK });
    expect(labels).toBeUndefined();
    expect(notes[0]).toContain('Column label marks 1 of 60 rows: too few');
  });

  it('takes at random as many rows as are asked for', async () => {
    const input = write('long.csv', logOf(400));
    const options = { input, ...QUICK, maxRows: 100 };
    const { rows, profile } = await detectAnomalies(options);
    expect({ nTaken: rows.nRows, nRows: profile.nRows }).toEqual({ nTaken: 100, nRows: 400 });
    expect([...rows.rows]).toEqual([...new Set(rows.rows)].sort((a, b) => a - b));
    const { rows: other } = await detectAnomalies({ ...options, seed: 1 });
    expect(other.rows).not.toEqual(rows.rows);
  });

  it('reads parquet, JSON and NPZ alike', async () => {
    const csv = write('same.csv', logOf(120));
    const connection = await (await DuckDBInstance.create()).connect();
    const paths = ['same.parquet', 'same.json'].map((name) => join(folder, name));
    for (const path of paths) {
      const format = path.endsWith('json') ? 'json' : 'parquet';
      await connection.run(
        `COPY (SELECT * FROM read_csv('${csv}')) TO '${path}' (FORMAT ${format})`,
      );
    }
    const scoresOf = async (input: string) =>
      (await detectAnomalies({ input, ...QUICK })).summary.scores['ecod'];
    const expected = await scoresOf(csv);
    for (const path of paths) expect(await scoresOf(path)).toEqual(expected);
    const npz = join(folder, 'same.npz');
    const X = {
      shape: [60, 1],
      data: Float64Array.from({ length: 60 }, (_, i) => (i % 20 ? i % 7 : 90)),
    };
    const y = { shape: [60], data: Int32Array.from({ length: 60 }, (_, i) => (i % 20 ? 0 : 1)) };
    await writeNpz(npz, { X, y });
    const { ecod } = byName(await detectAnomalies({ input: npz, ...QUICK }));
    expect(ecod.metrics?.['rocAuc'].value).toBe(1);
  });

  it('compares all detectors on one column of few values, and reports one that fails', async () => {
    const rows = Array.from({ length: 24 }, (_, i) => (i === 20 ? 9 : i % 3));
    const input = write('one.csv', ['load', ...rows].join('\n'));
    const detection = await detectAnomalies({ input, nTop: 1 });
    const { lof, ecod } = byName(detection);
    expect(lof.error).toMatch(/samples/);
    expect(ecod.error).toBeUndefined();
    expect(detection.summary.scored).not.toContain('lof');
    expect(detection.top[0].row).toBe(20);
    expect(detection.top[0].consensus).toBeGreaterThan(0.7);
  });

  it('counts NaN and infinite numbers as missing', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${['nan', 'inf', ''][i] ?? i / 4},${(i * 7) % 40}`,
    );
    const input = write('nan.csv', ['a,b', ...rows].join('\n'));
    const { summary } = await detectAnomalies({ input, ...QUICK });
    for (const scores of Object.values(summary.scores)) {
      expect(scores.every(Number.isFinite)).toBe(true);
    }
  });

  it('learns from the first features only of 10,000 columns', async () => {
    const names = Array.from({ length: 10_000 }, (_, j) => `c${j}`);
    const rows = Array.from({ length: 30 }, (_, i) =>
      names.map((_, j) => (i * (j + 3)) % 11).join(','),
    );
    const input = write('wide.csv', [names.join(','), ...rows].join('\n'));
    const { choice, profile } = await detectAnomalies({ input, ...QUICK });
    expect(profile.nColumns).toBe(10_000);
    expect(profile.columns).toHaveLength(1000);
    expect(choice.used.length).toBeLessThanOrEqual(300);
  });

  it('names file, line and column of what cannot be', async () => {
    const input = write('wrong.csv', logOf(60));
    const fails = (options: Partial<DetectOptions>, message: string | RegExp) =>
      expect(detectAnomalies({ input, ...QUICK, ...options })).rejects.toThrow(message);
    await fails({ columns: ['nope'] }, `${input}: must have column nope, got id, time,`);
    await fails(
      { label: 'user' },
      /wrong\.csv line 2, column user: label must be 0 or 1, got \w+; name/,
    );
    await fails({ label: 'bytes' }, /line \d+, column bytes: label must be 0 or 1, got/);
    await fails({ label: 'user', anomalous: ['eve'] }, 'column user: must hold eve, got');
    await fails({ time: 'user' }, 'column user: must be times or numbers, got text');
    await fails({ columns: ['fixed'] }, 'must have a column to learn from, got');
    await fails({ detectors: ['nope'] as never }, 'detector must be one of isolationForest,');
    await fails({ detectors: [] }, 'detectors must not be empty');
    await fails({ maxRows: 5 }, 'maxRows must be an integer of at least 20, got 5');
    await fails({ split: 'half' as never }, 'split must be one of time, random, got half');
    await fails({ colums: ['a'] } as never, 'option must be input,');
    await fails(
      { input: write('none.csv', 'a,b\n') },
      'none.csv: must have at least 20 rows, got 0',
    );
    await fails({ input: 'missing.csv' }, 'missing.csv: no such file');
    const flat = ['a,b', ...Array.from({ length: 30 }, () => '1,x')].join('\n');
    await fails(
      { input: write('flat.csv', flat) },
      'must have a column to learn from, got a (constant), b (constant)',
    );
  });

  it('stops with the reason of its signal', async () => {
    const input = write('stopped.csv', logOf(300));
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('enough'));
    await expect(
      detectAnomalies({ input, ...QUICK, onProgress, signal: stop.signal }),
    ).rejects.toThrow('enough');
  });
});
