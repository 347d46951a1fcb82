import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Detector } from '../../src/detectors/detector';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { bestF1Threshold } from '../../src/evaluate/thresholds/best-f1';
import { samplesInWindow, type Windows } from '../../src/features/window';
import { loadPipeline } from '../../src/pipeline/load';
import { pipeline } from '../../src/pipeline/pipeline';
import { savePipeline } from '../../src/pipeline/state';
import { createRandom } from '../../src/random';
import { centroids } from './centroids';

const random = createRandom(3);
/** Three users in turn; user 2 sends large amounts twice in a row, and that is the anomaly. */
const ROWS = Array.from({ length: 240 }, (_, i) => {
  const isAnomaly = i % 3 === 2 && i % 30 > 20;
  return {
    userId: `user ${i % 3}`,
    time: i * 60_000,
    bytes: random.normal(isAnomaly ? 900 : 100, 50),
    isAnomaly: Number(isAnomaly),
  };
});
const LABELS = Int32Array.from(ROWS, (row) => row.isAnomaly);
const TRAIN = ROWS.slice(0, 180);
const VALIDATION = ROWS.slice(180);
const FIT = {
  labels: LABELS.slice(0, 180),
  validation: VALIDATION,
  validationLabels: LABELS.slice(180),
};

const unfitted = pipeline({
  columns: { bytes: 'numeric' },
  scaler: 'standard',
  windows: { length: 4, entity: 'userId', time: 'time' },
  detector: centroids(),
  threshold: { kind: 'value', value: 0.5 },
});

describe('a pipeline of sequences', () => {
  it('gives one score a row, from the rows before it of the same entity', async () => {
    const fitted = await unfitted.fit(TRAIN, FIT);
    const scores = await fitted.score(ROWS);
    expect(scores).toHaveLength(ROWS.length);
    const ofOneUser = ROWS.filter(({ userId }) => userId === 'user 1');
    const alone = await fitted.score(ofOneUser);
    expect(alone).toEqual(scores.filter((_, i) => ROWS[i].userId === 'user 1'));
    expect([...(await fitted.predict(ROWS))]).toEqual([...LABELS]);
  });

  it('keeps the type that its detector is fitted to', async () => {
    const fitted = await unfitted.fit(TRAIN, FIT);
    const windows: Windows = fitted.transform(ROWS.slice(0, 5));
    expect(windows).toMatchObject({ length: 4, nFeatures: 1, padded: true });
    expect([...samplesInWindow(windows, 4)]).toEqual([1, 1, 1, 4]);
    expect(fitted.detector.history.stopped).toBe('finished');
    expect(fitted.detector.given.labels).toEqual(FIT.labels);
  });

  it('hands validation windows over that reach back into the training rows', async () => {
    const { detector, calibrationScores } = await unfitted.fit(TRAIN, FIT);
    const { samples, labels } = detector.given.options.validation!;
    expect(labels).toEqual(FIT.validationLabels);
    expect(samples.ends).toHaveLength(60);
    expect([...samplesInWindow(samples, 0)]).toEqual([171, 174, 177, 180]);
    expect(calibrationScores).toEqual((await detector.score(samples)).sort());
  });

  it('takes a history that is not scored', async () => {
    const fitted = await unfitted.fit(TRAIN, FIT);
    const together = (await fitted.score(ROWS)).slice(180);
    expect(await fitted.score(VALIDATION, TRAIN)).toEqual(together);
    expect(await fitted.score(VALIDATION)).not.toEqual(together);
    expect((await fitted.predict(VALIDATION, TRAIN)).length).toBe(60);
  });

  it('does not reach across a pause', async () => {
    const windows = { length: 2, entity: 'userId', time: 'time', maxGapSeconds: 60 };
    const { transform } = await pipeline({
      columns: { bytes: 'numeric' },
      windows,
      detector: centroids(),
    }).fit(TRAIN, FIT);
    expect([...samplesInWindow(transform(ROWS), 200)]).toEqual([200, 200]);
  });

  it.each([
    [{ userId: 'ann', bytes: 1 }, 'row 0: column "time" missing'],
    [{ userId: null, time: 1, bytes: 1 }, 'row 0, column "userId" must be text or a number'],
    [
      { userId: 'ann', time: '1', bytes: 1 },
      'row 0, column "time" must be a time, epoch ms or ISO 8601, got "1"',
    ],
    [{ userId: 'ann', time: Number.NaN, bytes: 1 }, 'times[0] must be finite, got NaN'],
  ])('refuses %o', async (row, message) => {
    const { score } = await unfitted.fit(TRAIN, FIT);
    await expect(score([row])).rejects.toThrow(message);
  });

  it('refuses rows of an entity that run back in time', async () => {
    const { score } = await unfitted.fit(TRAIN, FIT);
    await expect(score(ROWS.toReversed())).rejects.toThrow(
      'times[3] must not be before times[0] of the same entity',
    );
  });
});

describe('labels of a pipeline', () => {
  it('are required by a detector that learns from them', async () => {
    await expect(unfitted.fit(TRAIN)).rejects.toThrow(
      new TypeError('labels must be given to centroids, got none'),
    );
    const short = { ...FIT, labels: Int32Array.of(1) };
    await expect(unfitted.fit(TRAIN, short)).rejects.toThrow(
      'labels must be one a row, 180, got 1',
    );
    const shortValidation = { ...FIT, validationLabels: Int32Array.of(1) };
    await expect(unfitted.fit(TRAIN, shortValidation)).rejects.toThrow(
      'validationLabels must be one a row, 60, got 1',
    );
  });

  it('of the training rows choose a threshold where there are no validation rows', async () => {
    const detector = isolationForest({ nTrees: 20 });
    const options = { columns: { bytes: 'numeric' as const }, detector };
    const bestF1 = pipeline({ ...options, threshold: { kind: 'bestF1' } });
    const fitted = await bestF1.fit(TRAIN, { labels: FIT.labels });
    expect(fitted.threshold).toBe(bestF1Threshold(FIT.labels, await fitted.score(TRAIN)));
    await expect(bestF1.fit(TRAIN, { validation: VALIDATION })).rejects.toThrow(
      "threshold rule 'bestF1' must have labels, got none",
    );
  });

  it('reach a detector without labels with the validation rows', async () => {
    let given: unknown;
    const forest = isolationForest({ nTrees: 5 });
    const detector: Detector = {
      ...forest,
      fit: (train, options) => {
        given = options?.validation;
        return forest.fit(train, options);
      },
    };
    const fitted = await pipeline({ columns: { bytes: 'numeric' }, detector }).fit(TRAIN, FIT);
    expect(given).toEqual({
      samples: fitted.transform(VALIDATION),
      labels: FIT.validationLabels,
    });
  });

  it('frees a detector whose scores give no threshold', async () => {
    const made = await centroids().fit((await unfitted.fit(TRAIN, FIT)).transform(ROWS), LABELS);
    const broken = { ...made, score: async () => Float32Array.of(Number.NaN) };
    const detector = { ...centroids(), fit: async () => broken };
    const windows = { length: 4, entity: 'userId', time: 'time' };
    const fit = pipeline({ columns: { bytes: 'numeric' }, windows, detector }).fit(TRAIN, FIT);
    await expect(fit).rejects.toThrow('scores[0] must be finite');
    expect(made.disposed.yet).toBe(true);
  });
});

describe('a saved pipeline', () => {
  const forestOf = (metadata: Record<string, string>) =>
    pipeline({
      columns: { bytes: 'numeric' },
      detector: isolationForest({ nTrees: 5 }),
      metadata,
    }).fit(TRAIN);

  it('is loaded where it was written before there were windows', async () => {
    const directory = join(await mkdtemp(join(tmpdir(), 'pipeline ')), 'saved');
    await (await forestOf({})).save(directory);
    const file = join(directory, 'pipeline.json');
    const text = await readFile(file, 'utf8');
    expect(text).toContain('"windows": null');
    await writeFile(file, text.replace(/ *"windows": null,\n/, ''));
    expect((await loadPipeline(directory)).state.windows).toBeNull();
  });

  it('is replaced as a whole, and by nothing where saving fails', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'pipeline '));
    const directory = join(parent, 'saved');
    await (await forestOf({ version: 'old' })).save(`${directory}/`);
    const next = await forestOf({ version: 'new' });
    const save = async () => {
      await writeFile(join(directory, 'detector', 'left-over'), '');
      throw new Error('disk full');
    };
    const failing = { ...next.detector, save };
    const saving = savePipeline(directory, next.state, failing, next.calibrationScores);
    await expect(saving).rejects.toThrow('disk full');
    expect((await loadPipeline(directory)).state.metadata).toEqual({ version: 'old' });
    await next.save(directory);
    expect((await loadPipeline(directory)).state.metadata).toEqual({ version: 'new' });
    expect(await readdir(parent)).toEqual(['saved']);
    expect(await readdir(join(directory, 'detector'))).not.toContain('left-over');
  });

  it('replaces no folder that holds anything else', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'pipeline '));
    await writeFile(join(directory, 'thesis.md'), 'chapter 1');
    await expect((await forestOf({})).save(directory)).rejects.toThrow(
      `${directory}: must be empty or hold a saved pipeline, got thesis.md`,
    );
    expect(await readdir(directory)).toEqual(['thesis.md']);
    await expect((await forestOf({})).save(join(directory, 'thesis.md'))).rejects.toThrow(
      'must be a folder to save in (ENOTDIR)',
    );
  });
});
