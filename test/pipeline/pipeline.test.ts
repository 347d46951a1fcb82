import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isolationForest } from '../../src/detectors/isolation-forest';
import type { FittedPipeline } from '../../src/pipeline/fitted-pipeline';
import { loadPipeline } from '../../src/pipeline/load';
import { pipeline } from '../../src/pipeline/pipeline';
import { createRandom } from '../../src/random';

const random = createRandom(1);
const ROWS = Array.from({ length: 200 }, () => ({
  bytes: random.normal(1000, 100),
  failures: random.integer(3),
  protocol: random.choice(['ssh', 'ftp']),
  user: random.choice(['ann', 'bob', 'cy']),
  note: 'ignored',
}));

const fitExample = (options = {}): Promise<FittedPipeline> =>
  pipeline({
    columns: { bytes: 'numeric', failures: 'numeric', protocol: 'oneHot', user: 'frequency' },
    scaler: 'standard',
    detector: isolationForest({ nTrees: 50 }),
    metadata: { trainedOn: 'test rows' },
    ...options,
  }).fit(ROWS);

describe('pipeline', () => {
  it('names the features behind its columns', async () => {
    const { featureNames, transform } = await fitExample();
    expect(featureNames).toEqual([
      'bytes',
      'failures',
      'protocol=ftp',
      'protocol=ssh',
      'protocol is unknown',
      'user',
    ]);
    expect(transform(ROWS)).toMatchObject({ nSamples: 200, nFeatures: 6 });
  });

  it('scores a strange row above the others and flags it', async () => {
    const fitted = await fitExample();
    const strange = { bytes: 9000, failures: 50, protocol: 'irc', user: 'eve' };
    const [score] = await fitted.score([strange]);
    expect(score).toBeGreaterThan(Math.max(...(await fitted.score(ROWS))));
    expect([...(await fitted.predict([strange]))]).toEqual([1]);
  });

  it('flags about the share of training rows that its rule leaves above', async () => {
    const fitted = await fitExample({ threshold: { kind: 'contamination', share: 0.1 } });
    const flagged = (await fitted.predict(ROWS)).reduce((sum, x) => sum + x, 0);
    expect(flagged).toBe(20);
  });

  it('chooses the threshold on validation rows, not on training rows', async () => {
    const far = ROWS.slice(0, 20).map((row) => ({ ...row, bytes: row.bytes * 3 }));
    const fitted = await pipeline({
      columns: { bytes: 'numeric' },
      detector: isolationForest({ nTrees: 50 }),
    }).fit(ROWS, { validation: far });
    expect(fitted.calibrationScores).toHaveLength(20);
    expect(fitted.threshold).toBeGreaterThan((await fitted.score(ROWS)).toSorted()[100]);
  });

  it('fills missing numbers when asked to, and refuses them otherwise', async () => {
    const holes = [
      { ...ROWS[0], bytes: null },
      { ...ROWS[1], bytes: Number.NaN },
    ];
    const filled = await fitExample({ missing: 'median' });
    expect((await filled.score(holes)).every(Number.isFinite)).toBe(true);
    const strict = await fitExample();
    await expect(strict.score(holes)).rejects.toThrow(
      'row 0, column "bytes" must be a number, got null; an imputer fills missing values',
    );
  });

  it.each([
    [{ bytes: 1, failures: 0, protocol: 'ssh' }, 'row 0: column "user" missing; it has bytes'],
    [{ ...ROWS[0], bytes: '12' }, 'row 0, column "bytes" must be a number, got "12"'],
    [{ ...ROWS[0], bytes: Infinity }, 'row 0, column "bytes" must be finite, got Infinity'],
    [{ ...ROWS[0], user: {} }, 'row 0, column "user" must be a category'],
    [null, 'row 0 must be an object of columns, got null'],
  ])('refuses %o and names the column', async (row, message) => {
    const fitted = await fitExample();
    await expect(fitted.score([row as never])).rejects.toThrow(message);
  });

  it('refuses nothing to learn from and unknown kinds of columns', async () => {
    const detector = isolationForest();
    await expect(pipeline({ columns: { a: 'numeric' }, detector }).fit([])).rejects.toThrow(
      'rows must not be empty',
    );
    await expect(pipeline({ columns: {}, detector }).fit(ROWS)).rejects.toThrow(
      'columns must not be empty',
    );
    const columns = { bytes: 'binned' as 'numeric' };
    await expect(pipeline({ columns, detector }).fit(ROWS)).rejects.toThrow(
      'column "bytes" must be numeric, hour, oneHot, label or frequency, got binned',
    );
  });
});

describe('a mistaken argument of a pipeline', () => {
  it('is refused where it is one row, or a value without a text', async () => {
    const fitted = await fitExample();
    const one = ROWS[0] as unknown as object[];
    await expect(fitted.score(one)).rejects.toThrow(
      'rows must be an array of objects, got [object',
    );
    const [row] = ROWS;
    await expect(fitted.score([{ ...row, bytes: Symbol('x') }])).rejects.toThrow(
      'row 0, column "bytes" must be a number, got Symbol(x)',
    );
    await expect(fitted.score([{ ...row, user: Object.create(null) }])).rejects.toThrow(
      'row 0, column "user" must be a category, got [object Object]',
    );
  });

  it.each([
    [{ scalar: 'standard' }, 'option must be columns, detector, windows, missing, scaler, '],
    [{ scaler: 'zscore' }, 'scaler must be one of none, standard, minmax, robust, got zscore'],
    [{ missing: 'mode' }, 'missing must be one of none, mean, median, constant, got mode'],
  ])('is refused at once where it is the option %o', (options, message) => {
    expect(() => fitExample(options)).toThrow(message);
  });

  it.each([Number.NaN, [1], null])('is refused where metadata %o could not be loaded', (value) => {
    const metadata = { note: value } as unknown as Record<string, number>;
    expect(() => fitExample({ metadata })).toThrow(/^metadata note must be a string/);
  });
});

describe('loadPipeline', () => {
  const saved = async (): Promise<string> => {
    const directory = await mkdtemp(join(tmpdir(), 'pipeline '));
    await (await fitExample()).save(directory);
    return directory;
  };

  it('scores as the pipeline that was saved, wherever the folder is moved', async () => {
    const directory = await saved();
    const moved = `${directory} moved`;
    await cp(directory, moved, { recursive: true });
    await rm(directory, { recursive: true });
    const [before, after] = [await fitExample(), await loadPipeline(moved)];
    expect(await after.score(ROWS)).toEqual(await before.score(ROWS));
    expect(after.state).toEqual(before.state);
    expect(after.calibrationScores).toEqual(before.calibrationScores);
  });

  it('writes the same bytes for the same seed', async () => {
    const [a, b] = [await saved(), await saved()];
    for (const file of ['pipeline.json', 'pipeline.bin', 'detector/detector.bin']) {
      expect(await readFile(join(a, file))).toEqual(await readFile(join(b, file)));
    }
  });

  it.each([
    ['"threshold"', '"treshold"', /pipeline\.json: content\.threshold: /],
    ['"version": 1', '"version": 9', /version must be at most 1, got 9; update/],
    ['anomaly-lab-pipeline', 'zip', /format must be anomaly-lab-pipeline, got zip/],
    ['"kind": "standard"', '"kind": "magic"', /content\.scaler\.kind: /],
  ])('refuses %s changed to %s and names the field', async (from, to, message) => {
    const directory = await saved();
    const file = join(directory, 'pipeline.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
    await expect(loadPipeline(directory)).rejects.toThrow(message);
  });

  it('refuses a folder whose detector is gone', async () => {
    const directory = await saved();
    await rm(join(directory, 'detector'), { recursive: true });
    await expect(loadPipeline(directory)).rejects.toThrow(/detector.detector\.json: no such file/);
  });
});
