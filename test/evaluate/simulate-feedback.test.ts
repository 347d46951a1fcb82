import { beforeAll, describe, expect, it } from 'vitest';
import { forestFeedback } from '../../src/detectors/feedback/forest-feedback';
import { labelRegression } from '../../src/detectors/feedback/label-regression';
import { type FittedIsolationForest, isolationForest } from '../../src/detectors/isolation-forest';
import { type JudgedSamples, simulateFeedback } from '../../src/evaluate/simulate-feedback';
import { matrix, takeRows } from '../../src/matrix';
import { createRandom } from '../../src/random';
import { expectRefusal } from '../bad-input';

/** Rare samples to the right are anomalies, as rare ones above are not. */
function judged(seed: number): JudgedSamples {
  const random = createRandom(seed);
  const kinds = Array.from({ length: 400 }, (_, i) => (i < 30 ? 1 : i < 90 ? 2 : 0));
  const rows = kinds.map((kind) => [
    random.normal(kind === 1 ? 4 : 0),
    random.normal(kind === 2 ? 5 : 0),
  ]);
  return { samples: matrix(rows), labels: kinds.map((kind) => (kind === 1 ? 1 : 0)) };
}

const [QUEUE, LATER] = [judged(1), judged(2)];
const OPTIONS = { rounds: 5, perRound: 8, alerts: 30 };
let forest: FittedIsolationForest;
beforeAll(async () => {
  forest = await isolationForest({ seed: 1 }).fit(judged(3).samples);
});

describe('simulateFeedback', () => {
  it('finds more with feedback than without, now and later; random answers do not', async () => {
    const last = async (learn: Parameters<typeof simulateFeedback>[2], more = {}) =>
      (await simulateFeedback(QUEUE, LATER, learn, { ...OPTIONS, ...more })).at(-1)!;
    const none = await last(() => forest);
    for (const learn of [forestFeedback(forest), await labelRegression(forest, QUEUE.samples)]) {
      const taught = await last(learn);
      expect(taught.queueRecall).toBeGreaterThan(none.queueRecall + 0.15);
      expect(taught.laterRecall).toBeGreaterThan(none.laterRecall + 0.25);
      const misled = await last(learn, { answers: 'random' });
      expect(misled.laterRecall).toBeLessThan(taught.laterRecall - 0.25);
    }
  });

  it('counts what was read, and ranks later samples that nobody labels', async () => {
    const rows = await simulateFeedback(QUEUE, LATER, () => forest, OPTIONS);
    expect(rows.map(({ nLabelled }) => nLabelled)).toEqual([0, 8, 16, 24, 32, 40]);
    expect(rows[0]).toMatchObject({ round: 0, nFound: 0, queueRecall: 0 });
    expect(new Set(rows.map(({ laterRecall }) => laterRecall)).size).toBe(1);
    const scores = await forest.score(QUEUE.samples);
    const top = [...scores.keys()].sort((a, b) => scores[b] - scores[a]).slice(0, 40);
    const nFound = top.reduce((sum, i) => sum + QUEUE.labels[i], 0);
    expect(rows[5]).toMatchObject({ nFound, queueRecall: nFound / 30 });
  });

  it('shows the learner labels of the queue alone, each sample once', async () => {
    const seen: number[][] = [];
    await simulateFeedback(
      QUEUE,
      LATER,
      (samples, labels) => {
        expect(labels).toHaveLength(samples.nSamples);
        seen.push([...samples.data]);
        return forest;
      },
      { ...OPTIONS, ask: 'random' },
    );
    const known = new Set(QUEUE.samples.data);
    expect(seen[5]).toHaveLength(80);
    expect(new Set(seen[5]).size).toBe(80);
    expect(seen[5].every((value) => known.has(value))).toBe(true);
    expect(seen[5].slice(0, 64)).toEqual(seen[4]);
  });

  it('repeats itself for a seed', async () => {
    const options = { ...OPTIONS, ask: 'random', seed: 4 } as const;
    const run = (seed = 4) =>
      simulateFeedback(QUEUE, LATER, forestFeedback(forest), { ...options, seed });
    expect(await run()).toEqual(await run());
    expect(await run(5)).not.toEqual(await run());
  });

  it('refuses more labels or alerts than samples, and labels without an anomaly', async () => {
    const run = (
      queue: unknown,
      later: unknown = LATER,
      options = {},
      learn: unknown = () => forest,
    ) =>
      expectRefusal(() =>
        simulateFeedback(queue as never, later as never, learn as never, options),
      );
    await run(QUEUE, LATER, { rounds: 41 });
    await run(QUEUE, LATER, { alerts: 401 });
    await run({ ...QUEUE, labels: new Int32Array(400) });
    await run(QUEUE, { ...LATER, labels: new Int32Array(400) });
    await run({ ...QUEUE, labels: [1] });
    await run({ samples: takeRows(QUEUE.samples, []), labels: [] });
    await run(undefined);
    await run(QUEUE, LATER.samples);
    await run(QUEUE, LATER, {}, forest);
    await run(QUEUE, LATER, {}, () => undefined);
  });
});
