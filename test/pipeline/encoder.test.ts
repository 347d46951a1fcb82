import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv } from '../../src/data/csv';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { rowOcclusion } from '../../src/explain/row-occlusion';
import { hourOfTime } from '../../src/features/hour-of-time';
import { loadPipeline } from '../../src/pipeline/load';
import { pipeline } from '../../src/pipeline/pipeline';
import { scoreFile } from '../../src/pipeline/scoring/score-file';
import { createScorer } from '../../src/pipeline/scoring/scorer';
import { typicalRow } from '../../src/pipeline/typical-row';
import { createRandom } from '../../src/random';

describe('hourOfTime', () => {
  it.each([
    ['00:00:00', 0],
    ['09:30:00', 9],
    ['23:59:59.999', 23],
    ['23:59:60', 23],
  ])('is the hour of %s', (time, hour) => {
    expect(hourOfTime(time)).toBe(hour);
  });

  it.each(['24:00:00', '9:00:00', '09:60:00', '09:00', '09:00:00Z', '', null, 9, Number.NaN])(
    'is not a number for %s',
    (time) => {
      expect(hourOfTime(time)).toBeNaN();
    },
  );
});

const random = createRandom(1);
const two = (number: number) => String(number).padStart(2, '0');
const ROWS = Array.from({ length: 300 }, () => ({
  user: random.choice(['ann', 'bob']),
  time: `${two(8 + random.integer(10))}:${two(random.integer(60))}:${two(random.integer(60))}`,
  bytes: random.normal(1000, 100),
}));
const COLUMNS = { user: 'label', time: 'hour', bytes: 'numeric' } as const;
const make = () =>
  pipeline({
    columns: COLUMNS,
    scaler: 'standard',
    detector: isolationForest({ nTrees: 50 }),
  });

describe('a column of times of day', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'encoder-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const csvOf = async (rows: readonly (typeof ROWS)[number][]) => {
    const path = join(folder, 'rows.csv');
    const lines = rows.map(({ user, time, bytes }) => `${user},${time},${bytes}`);
    await writeFile(path, ['user,time,bytes', ...lines, ''].join('\n'));
    return path;
  };

  it('becomes one feature, the hour', async () => {
    const unscaled = pipeline({ columns: { time: 'hour' }, detector: isolationForest() });
    const fitted = await unscaled.fit(ROWS);
    expect(fitted.featureNames).toEqual(['time']);
    expect(fitted.state.columns.encoders).toEqual({ time: { kind: 'hour' } });
    const { data } = fitted.transform([{ time: '08:59:59.25' }, { time: '00:00:00' }]);
    expect([...data]).toEqual([8, 0]);
  });

  it('scores the same once saved and loaded, in workers and from a file', async () => {
    const fitted = await make().fit(ROWS);
    const scores = await fitted.score(ROWS);
    const directory = join(folder, 'model');
    await fitted.save(directory);
    const loaded = await loadPipeline(directory);
    expect(await loaded.score(ROWS)).toEqual(scores);
    const scorer = await createScorer(directory, { workers: 1 });
    expect(await scorer.score(fitted.transform(ROWS))).toEqual(scores);
    await scorer.close();
    const output = join(folder, 'scores.csv');
    await scoreFile({ pipeline: fitted, input: await csvOf(ROWS), output });
    const written = await readCsv(output, { score: 'number' });
    expect(written.map(({ score }) => Math.fround(score!))).toEqual([...scores]);
  });

  it.each([
    [null, 'null'],
    ['25:00:00', '"25:00:00"'],
    [8, '8'],
  ])('refuses %s, in training and later', async (time, shown) => {
    const rows = ROWS.with(3, { ...ROWS[3], time: time as string });
    const message = `row 3, column "time" must be a time as HH:MM:SS, got ${shown}`;
    await expect(make().fit(rows)).rejects.toThrow(message);
    const fitted = await make().fit(ROWS);
    await expect(fitted.score(rows)).rejects.toThrow(message);
    const input = await csvOf(rows);
    const scored = scoreFile({ pipeline: fitted, input, output: join(folder, 'x.csv') });
    await expect(scored).rejects.toThrow(
      `${input} line 5, column time: must be a time as HH:MM:SS, got "${time}"`,
    );
  });

  it('has a typical value that occlusion puts in its place', async () => {
    const fitted = await make().fit(ROWS);
    const reference = typicalRow(ROWS, COLUMNS);
    expect(reference['time']).toMatch(/^(0[89]|1[0-7]):00:00$/);
    const night = { user: 'ann', time: '03:10:00', bytes: 1000 };
    const score = (rows: readonly object[]) => fitted.score(rows);
    const [ofUser, ofTime] = await rowOcclusion(score, [night], ['user', 'time'], reference);
    expect(ofTime).toBeGreaterThan(0.02);
    expect(ofTime).toBeGreaterThan(ofUser);
  });
});
