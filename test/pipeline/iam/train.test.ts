import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { IamEvent } from '../../../src/data/iam/event';
import { createIamDataGenerator } from '../../../src/data/iam/generator';
import { isolationForest } from '../../../src/detectors/isolation-forest';
import type { Windows } from '../../../src/features/window';
import type { Matrix } from '../../../src/matrix';
import type { FittedPipeline } from '../../../src/pipeline/fitted-pipeline';
import { retrainIam } from '../../../src/pipeline/iam/retrain';
import { iamRows, splitNewest } from '../../../src/pipeline/iam/rows';
import { trainIam } from '../../../src/pipeline/iam/train';
import { judge } from '../../../src/pipeline/judge';
import { loadPipeline } from '../../../src/pipeline/load';
import { pipeline } from '../../../src/pipeline/pipeline';

const { events } = createIamDataGenerator({ seed: 7, difficulty: 'easy' }).generateCompleteDataset({
  nUsers: 30,
  normalEventsPerUser: 40,
});
const OLDER: readonly IamEvent[] = events.slice(0, Math.round(events.length * 0.7));
const ENDED = AbortSignal.abort();

describe('trainIam', () => {
  it('trains on the older events and tests on the newest fifth', async () => {
    const { fitted, nTrain, validation, test } = await trainIam('isolationForest', events);
    const n = events.length;
    expect([nTrain / n, validation.nSamples / n, test.nSamples / n]).toEqual([
      expect.closeTo(0.64, 2),
      expect.closeTo(0.16, 2),
      expect.closeTo(0.2, 2),
    ]);
    const { earlier, newest } = splitNewest(iamRows(events), 0.2);
    expect(fitted.state.metadata['trainedUntil']).toBe(
      new Date(earlier.times.at(-1)!).toISOString(),
    );
    const { judgement } = await judge(fitted, { ...newest, history: earlier.rows });
    expect(judgement).toEqual(test);
    expect(test.rocAuc).toBeGreaterThan(0.6);
  });

  it('trains a network on sequences, and it scores the same when loaded', async () => {
    const options = { seed: 1, epochs: 1, sequenceLength: 3 };
    const { fitted } = await trainIam('lstm', OLDER, options);
    expect(fitted.state).toMatchObject({
      windows: { length: 3, entity: 'userId', time: 'time' },
      threshold: 0.5,
      metadata: { recipe: 'iam', model: 'lstm', seed: 1 },
    });
    expect(fitted.detector.params).toMatchObject({ units: [64, 32], dropout: 0.2, epochs: 1 });
    const directory = join(await mkdtemp(join(tmpdir(), 'iam ')), 'lstm');
    await fitted.save(directory);
    const loaded = await loadPipeline(directory);
    const { rows } = iamRows(OLDER);
    expect(await loaded.score(rows)).toEqual(await fitted.score(rows));
    fitted.dispose();
    loaded.dispose();
  });

  it('refuses a part without an anomaly', async () => {
    const normal = events.filter(({ isAnomaly }) => isAnomaly === 0);
    await expect(trainIam('isolationForest', normal)).rejects.toThrow(
      /^the test part must have anomalies and others, got 0 anomalies of 240 events$/,
    );
  });

  it('stops at a signal', async () => {
    const training = trainIam('isolationForest', events, {}, { signal: ENDED });
    await expect(training).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});

describe('retrainIam', () => {
  let old: FittedPipeline<Matrix | Windows>;
  beforeAll(async () => {
    const options = { seed: 3, contamination: 0.2, metadata: { dataFile: 'old.csv' } };
    ({ fitted: old } = await trainIam('isolationForest', OLDER, options));
  });

  it('judges both models on the newer half of what the old one never saw', async () => {
    const done = await retrainIam(old, events, { metadata: { dataFile: 'new.csv' } });
    const seenUntil = Date.parse(String(old.state.metadata['trainedUntil']));
    const unseen = events.filter(({ time }) => time > seenUntil);
    expect(done.new.nSamples / unseen.length).toBeCloseTo(0.5, 1);
    expect(done.nTrain + done.new.nSamples).toBe(events.length);
    expect(done.judgedFrom).toBeGreaterThan(seenUntil);
    const { metadata, rule } = done.fitted.state;
    expect(Date.parse(String(metadata['trainedUntil']))).toBeLessThan(done.judgedFrom);
    expect(metadata).toMatchObject({ seed: 3, dataFile: 'new.csv', model: 'isolationForest' });
    expect(rule).toEqual(old.state.rule);
    expect(done.fitted.detector.params).toEqual(old.detector.params);
    const { rows, labels, times } = iamRows(events);
    const first = times.indexOf(done.judgedFrom);
    const judging = { rows: rows.slice(first), labels: labels.slice(first) };
    expect((await judge(old, judging)).judgement).toEqual(done.old);
  });

  it.each(['rocAuc', 'averagePrecision'] as const)('compares by %s', async (metric) => {
    const { difference, isNotWorse, ...done } = await retrainIam(old, events, { metric });
    expect(difference.estimate).toBeCloseTo(done.new[metric] - done.old[metric], 12);
    expect(difference.lower).toBeLessThanOrEqual(difference.estimate);
    expect(difference.upper).toBeGreaterThanOrEqual(difference.estimate);
    expect(isNotWorse).toBe(difference.estimate >= 0);
  });

  it('refuses to judge a model by events that it saw or that chose it', async () => {
    await expect(retrainIam(old, OLDER.slice(0, 500))).rejects.toThrow(
      /^events must be later than 2024-.*, the last that the old model saw or .* got 0 of 500/,
    );
    const { fitted } = await retrainIam(old, events);
    await expect(retrainIam(fitted, events)).rejects.toThrow(/^events must be later than 2024-/);
  });

  it('refuses newest events without an attack, and other pipelines', async () => {
    const calm = [...OLDER, ...events.slice(OLDER.length).filter((event) => !event.isAnomaly)];
    await expect(retrainIam(old, calm)).rejects.toThrow(/which judge, must have anomalies/);
    const other = await pipeline({
      columns: { bytes: 'numeric' },
      detector: isolationForest({ nTrees: 5 }),
    }).fit(events);
    await expect(retrainIam(other, events)).rejects.toThrow(
      'pipeline must be one of IAM events with model, seed and trainedUntil, got {}',
    );
  });
});
