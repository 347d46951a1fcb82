import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { forestFeedback } from '../../../src/detectors/feedback/forest-feedback';
import {
  type FittedIsolationForest,
  isolationForest,
} from '../../../src/detectors/isolation-forest';
import { loadDetector, saveDetector } from '../../../src/detectors/load';
import { treeShap } from '../../../src/explain/tree-shap';
import { type Matrix, matrix, takeRows } from '../../../src/matrix';
import { createRandom } from '../../../src/random';
import { expectRefusal, expectStrictOptions } from '../../bad-input';

const random = createRandom(12);
const draw = (n: number, x: number, y: number) =>
  Array.from({ length: n }, () => [random.normal(x, 0.5), random.normal(y, 0.5)]);
/** Normal samples about the middle, and two groups apart of which the first alone is an anomaly. */
const ROWS = [...draw(180, 0, 0), ...draw(10, 6, 0), ...draw(10, 0, 6)];
const TRAIN = matrix(ROWS);
const NEW = matrix([...draw(5, 6, 0), ...draw(5, 0, 6)]);
let fitted: FittedIsolationForest;
beforeAll(async () => {
  fitted = await isolationForest({ nTrees: 60, seed: 3 }).fit(TRAIN);
});

const mean = (scores: Float32Array) =>
  scores.reduce((sum, score) => sum + score, 0) / scores.length;

describe('forestFeedback', () => {
  it('ranks new samples by what was said of others like them', async () => {
    const next = forestFeedback(fitted)(takeRows(TRAIN, [180, 181, 190, 191]), [1, 1, 0, 0]);
    const [before, after] = [await fitted.score(NEW), await next.score(NEW)];
    const gap = (scores: Float32Array) => mean(scores.slice(0, 5)) - mean(scores.slice(5));
    expect(Math.abs(gap(before))).toBeLessThan(0.05);
    expect(gap(after)).toBeGreaterThan(0.1);
    expect(Math.min(...after.slice(0, 5))).toBeGreaterThan(Math.max(...after.slice(5)));
  });

  it('is the sum of edges, each shorter by a yes and longer by a no, scaled to the mean length', async () => {
    const rows = matrix([[0], [1], [2], [9]]);
    const small = await isolationForest({ nTrees: 3, seed: 1 }).fit(rows);
    const [samples, labels] = [matrix([[9], [0], [0.1]]), [1, 0, 0]];
    const next = forestFeedback(small, { learningRate: 0.7 })(samples, labels);
    const lengths = Array.from({ length: 4 }, (_, i) => walked(small, rows, i, samples, labels));
    const original = Array.from({ length: 4 }, (_, i) =>
      walked(small, rows, i, samples, [0, 0, 0], 0),
    );
    const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
    const scale = total(lengths) / total(original);
    const scores = await next.score(rows);
    for (const [i, length] of lengths.entries()) {
      const expected = 2 ** (-length / 3 / (small.forest.normaliser * scale));
      expect(scores[i]).toBeCloseTo(expected, 5);
    }
  });

  it('gives the forest itself without labels, and at a rate of 0', async () => {
    const before = await fitted.score(NEW);
    expect(forestFeedback(fitted)(takeRows(TRAIN, []), [])).toBe(fitted);
    const still = forestFeedback(fitted, { learningRate: 0 })(takeRows(TRAIN, [1]), [1]);
    expect(await still.score(NEW)).toEqual(before);
    forestFeedback(fitted)(TRAIN, new Int32Array(200));
    expect(await fitted.score(NEW)).toEqual(before);
  });

  it('does not mind the order of labels, and stays a score after many', async () => {
    const learn = forestFeedback(fitted);
    const [a, b] = [
      [180, 5, 190],
      [190, 180, 5],
    ].map((rows) =>
      learn(
        takeRows(TRAIN, rows),
        rows.map((i) => (i === 180 ? 1 : 0)),
      ),
    );
    expect(await a.score(NEW)).toEqual(await b.score(NEW));
    for (const label of [0, 1]) {
      const all = learn(TRAIN, new Int32Array(200).fill(label));
      const scores = await all.score(TRAIN);
      expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
    }
  });

  it('is saved, loaded and explained like any forest', async () => {
    const next = forestFeedback(fitted)(takeRows(TRAIN, [180, 190]), [1, 0]);
    const directory = await mkdtemp(join(tmpdir(), 'feedback-'));
    try {
      await saveDetector(next, directory);
      const scores = await next.score(NEW);
      expect(await (await loadDetector(directory)).score(NEW)).toEqual(scores);
    } finally {
      await rm(directory, { recursive: true });
    }
    const { contributions } = treeShap(next, NEW);
    expect(contributions.data.every(Number.isFinite)).toBe(true);
  });

  it.each(['fast', 'ml'] as const)('answers odd samples of engine %s', async (engine) => {
    for (const rows of [[[1]], [[2], [2], [2]], [[1, 2, 3]]]) {
      const samples = matrix(rows);
      const odd = await isolationForest({ nTrees: 5, engine }).fit(samples);
      for (const label of [0, 1]) {
        const next = forestFeedback(odd)(
          samples,
          rows.map(() => label),
        );
        expect((await next.score(samples)).every((score) => score > 0 && score <= 1)).toBe(true);
      }
    }
  });

  it('refuses bad labels, samples, detectors and options', async () => {
    const learn = forestFeedback(fitted);
    const one = takeRows(TRAIN, [0]);
    for (const labels of [[2], [NaN], [], [0, 1], null]) {
      await expectRefusal(() => learn(one, labels as never));
    }
    for (const samples of [matrix([[1]]), matrix([[NaN, 1]]), undefined]) {
      await expectRefusal(() => learn(samples as never, [1]));
    }
    for (const none of [undefined, isolationForest()]) {
      await expectRefusal(() => forestFeedback(none as never));
    }
    await expectStrictOptions((options) => forestFeedback(fitted, options));
  });
});

/** The length of a sample's ways, each edge by itself: the definition. */
function walked(
  { forest }: FittedIsolationForest,
  rows: Matrix,
  i: number,
  labelled: Matrix,
  labels: readonly number[],
  rate = 0.7,
): number {
  const { roots, feature, value, left, right } = forest;
  const wayOf = (samples: Matrix, at: number, root: number): number[] => {
    const way = [root];
    for (let node = root; feature[node] >= 0; way.push(node)) {
      const isLeft = samples.data[at * samples.nFeatures + feature[node]] < value[node];
      node = isLeft ? left[node] : right[node];
    }
    return way.slice(1);
  };
  return [...roots].reduce((sum, root) => {
    const way = wayOf(rows, i, root);
    const edges = way.map((node) => {
      const passed = labels.map((label, at) => {
        const isOnWay = wayOf(labelled, at, root).includes(node);
        return isOnWay ? (label === 1 ? -rate : rate) : 0;
      });
      return Math.max(
        0,
        passed.reduce((total, step) => total + step, 1),
      );
    });
    const leaf = way.at(-1) ?? root;
    return sum + edges.reduce((total, edge) => total + edge, 0) + value[leaf] - way.length;
  }, 0);
}
