import { describe, expect, it } from 'vitest';
import { halfSpaceTrees } from '../../src/detectors/online/half-space-trees';
import { runningQuantiles } from '../../src/detectors/online/running-quantiles';
import { learnUnflagged, restoreStreamLearner } from '../../src/evaluate/learn-unflagged';
import { LEARNING_RULES, type LearningRule } from '../../src/evaluate/stream-learner';
import { driftSpot } from '../../src/evaluate/thresholds/drift-spot';
import { spot } from '../../src/evaluate/thresholds/spot';
import { createRandom } from '../../src/random';
import { expectRefusal } from '../bad-input';

const WINDOW = 200;

function normals(n: number, seed: number, centre = 0): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: n }, () => [random.normal(centre), random.normal()]);
}

const quantiles = () => runningQuantiles(2, { windowSize: WINDOW });

/** How many of the last 500 samples are flagged, after a stream that jumped for good. */
function flaggedAfterJump(learn: LearningRule): number {
  const learner = learnUnflagged(quantiles(), { threshold: 12, learn, quarantine: 300 });
  for (const sample of normals(1000, 1)) learner.update(sample);
  expect(learner.nFlagged).toBeLessThan(5);
  for (const sample of normals(3000, 2, 50)) learner.update(sample);
  const before = learner.nFlagged;
  for (const sample of normals(500, 3, 50)) learner.update(sample);
  return learner.nFlagged - before;
}

/** How high the last of 300 equal attacks scores. */
function scoreAfterAttack(learn: LearningRule, confirmed = false): number {
  const options = { threshold: 12, learn, quarantine: 100 };
  const learner = learnUnflagged(quantiles(), options);
  for (const sample of normals(1000, 1)) learner.update(sample);
  for (let i = 0; i < 300; i++) {
    if (learner.update([50, 50]) && confirmed) learner.confirm(learner.nSamples - 1);
  }
  return learner.score;
}

describe('learnUnflagged', () => {
  it('flags a lasting change of what is normal for ever', () => {
    expect(flaggedAfterJump('unflagged')).toBe(500);
  });

  it('comes round where it learns from everything, or late', () => {
    expect(flaggedAfterJump('everything')).toBeLessThan(10);
    expect(flaggedAfterJump('quarantine')).toBeLessThan(10);
  });

  it('takes an attack that lasts for normal, unless it learns only from what is not flagged', () => {
    expect(scoreAfterAttack('unflagged')).toBeGreaterThan(30);
    expect(scoreAfterAttack('everything')).toBeLessThan(1);
    expect(scoreAfterAttack('quarantine')).toBeLessThan(1);
    expect(scoreAfterAttack('quarantine', true)).toBeGreaterThan(30);
  });

  it('learns from a flagged sample so many samples later, and not if it is confirmed', () => {
    const learnedAfter = (confirm: boolean) => {
      const learner = learnUnflagged(quantiles(), {
        threshold: 12,
        learn: 'quarantine',
        quarantine: 5,
      });
      for (const sample of normals(WINDOW, 1)) learner.update(sample);
      expect(learner.update([98765.5, 0])).toBe(true);
      expect(learner.confirm(WINDOW + 7)).toBe(false);
      if (confirm) expect(learner.confirm(WINDOW)).toBe(true);
      return normals(8, 2).map((sample) => {
        learner.update(sample);
        return JSON.stringify(learner.state().detector).includes('98765.5');
      });
    };
    expect(learnedAfter(false)).toEqual([false, false, false, false, true, true, true, true]);
    expect(learnedAfter(true)).toEqual(Array(8).fill(false));
  });

  it('flags nothing and learns from everything until the detector is ready', () => {
    const learner = learnUnflagged(quantiles(), { threshold: 0 });
    for (const sample of normals(WINDOW, 1)) expect(learner.update(sample)).toBe(false);
    expect(learner.update([1, 1])).toBe(true);
    expect(learner.nSamples).toBe(WINDOW + 1);
    expect(learner.nFlagged).toBe(1);
  });

  it('moves a threshold that follows the stream', () => {
    const detector = quantiles();
    for (const sample of normals(WINDOW, 1)) detector.learn(sample);
    const first = normals(2000, 2).map((sample) => detector.score(sample));
    const learner = learnUnflagged(detector, { threshold: spot(first, { risk: 1e-3 }) });
    const before = learner.threshold;
    for (const sample of normals(3000, 3)) learner.update(sample);
    expect(learner.threshold).not.toBe(before);
    expect(learner.nFlagged).toBeLessThan(60);
    expect(learner.update([100, 0])).toBe(true);
  });

  it.each(LEARNING_RULES)('goes on to the bit after its state went through JSON: %s', (learn) => {
    const scores = normals(800, 7).map(([x]) => Math.abs(x));
    for (const threshold of [() => 4, () => spot(scores), () => driftSpot(scores, { depth: 50 })]) {
      const make = () => {
        const trees = halfSpaceTrees(2, { nTrees: 5, depth: 6, windowSize: 60 });
        return learnUnflagged(trees, { threshold: threshold(), learn, quarantine: 40 });
      };
      const learner = make();
      let copy = make();
      normals(700, 8).forEach((sample, i) => {
        if (i % 61 === 0) copy = restoreStreamLearner(JSON.parse(JSON.stringify(copy.state())));
        expect(copy.update(sample)).toBe(learner.update(sample));
        expect(copy.score).toBe(learner.score);
      });
      expect(copy.state()).toEqual(learner.state());
    }
  });

  it('refuses a sample that is none and learns nothing of it', async () => {
    const learner = learnUnflagged(quantiles(), { threshold: 3 });
    for (const sample of normals(300, 1)) learner.update(sample);
    const before = JSON.stringify(learner.state());
    for (const sample of [[1], [1, Number.NaN], [Infinity, 0], undefined, ['1', '2']]) {
      await expectRefusal(() => learner.update(sample as never));
    }
    expect(JSON.stringify(learner.state())).toBe(before);
  });

  it('refuses a threshold, a rule and a detector that are none', async () => {
    for (const threshold of [undefined, null, Number.NaN, Infinity, '3', {}]) {
      await expectRefusal(() => learnUnflagged(quantiles(), { threshold: threshold as never }));
    }
    for (const detector of [undefined, null, 5, {}]) {
      await expectRefusal(() => learnUnflagged(detector as never, { threshold: 3 }));
    }
    expect(() => learnUnflagged(quantiles(), { threshold: 3, learn: 'all' as never })).toThrow(
      new RangeError('learn must be one of unflagged, everything, quarantine, got all'),
    );
  });

  it('refuses a broken state by the name of its field', () => {
    const options = { threshold: 12, learn: 'quarantine', quarantine: 5 } as const;
    const learner = learnUnflagged(quantiles(), options);
    for (const sample of [...normals(WINDOW, 1), [99, 0], [0, 0]]) learner.update(sample);
    const state = learner.state();
    const wrong = [
      { version: 2 },
      { learn: 'all' },
      { quarantine: 0 },
      { detector: { name: 'other' } },
      { detector: { ...state.detector, values: [] } },
      { threshold: { name: 'spot' } },
      { threshold: null },
      { score: 'x' },
      { nSamples: -1 },
      { nFlagged: 0.5 },
      { waiting: [{ index: 0, sample: [1, 2] }] },
      { waiting: [{ index: WINDOW, sample: [1] }] },
      { waiting: [{ index: WINDOW + 2, sample: [1, 2] }] },
      { other: 1 },
    ];
    for (const change of wrong) {
      expect(() => restoreStreamLearner({ ...state, ...change }, 'a.json')).toThrow(/^a\.json: /);
    }
  });
});
