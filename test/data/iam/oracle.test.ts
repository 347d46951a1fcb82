import { describe, expect, it } from 'vitest';
import { stepEmission } from '../../../src/data/iam/attack';
import { attackChain } from '../../../src/data/iam/chain';
import type { IamDifficulty } from '../../../src/data/iam/difficulty';
import { type Emission, partDensities } from '../../../src/data/iam/emission';
import { IAM_PATTERN_NAMES, type IamEvent } from '../../../src/data/iam/event';
import { createIamDataGenerator, type IamDataset } from '../../../src/data/iam/generator';
import { habitsOf } from '../../../src/data/iam/habits';
import { normalEmission } from '../../../src/data/iam/normal';
import { iamOracle } from '../../../src/data/iam/oracle';
import { averagePrecision } from '../../../src/metrics/precision-recall';
import { rocAuc } from '../../../src/metrics/roc';

const labelsOf = ({ events }: IamDataset) => events.map(({ isAnomaly }) => isAnomaly);
const product = (factors: readonly number[]) => factors.reduce((all, factor) => all * factor, 1);
const densities = (emission: Emission, event: IamEvent) => [
  ...partDensities(emission, event),
  emission.where(event.action).density(event),
];
const generate = (difficulty: IamDifficulty, nUsers = 100, seed = 1000) =>
  createIamDataGenerator({ seed, difficulty }).generateCompleteDataset({ nUsers });

describe('iamOracle', () => {
  const judged = (['easy', 'medium', 'hard'] as const).map((difficulty) => {
    const dataset = generate(difficulty, 50);
    const labels = labelsOf(dataset);
    const posterior = iamOracle(dataset);
    const forgetful = iamOracle(dataset, { memory: false });
    return { labels, posterior, auc: rocAuc(labels, posterior), forgetful };
  });

  it('finds easy attacks better than hard ones, and all better than without memory', () => {
    const [easy, medium, hard] = judged;
    expect(easy.auc).toBeGreaterThan(medium.auc);
    expect(medium.auc).toBeGreaterThan(hard.auc);
    for (const { labels, posterior, forgetful, auc } of judged) {
      expect(auc).toBeGreaterThan(rocAuc(labels, forgetful) + 0.01);
      const gain = averagePrecision(labels, posterior) - averagePrecision(labels, forgetful);
      expect(gain).toBeGreaterThan(0.03);
    }
  });

  it('is calibrated: of the events with a probability near p, a share near p are attacks', () => {
    for (const { labels, posterior } of judged) {
      for (let bin = 0; bin < 5; bin++) {
        const indices = [...posterior.keys()].filter(
          (i) => Math.min(4, Math.floor(posterior[i] * 5)) === bin,
        );
        const expected = indices.reduce((sum, i) => sum + posterior[i], 0);
        const variance = indices.reduce((sum, i) => sum + posterior[i] * (1 - posterior[i]), 0);
        const found = indices.reduce((sum, i) => sum + labels[i], 0);
        expect(Math.abs(found - expected)).toBeLessThan(5 * Math.sqrt(variance) + 1);
      }
    }
  });

  it('knows nothing of what comes later', () => {
    const dataset = generate('hard', 3);
    const whole = iamOracle(dataset);
    const half = iamOracle({ ...dataset, events: dataset.events.slice(0, 150) });
    expect([...half]).toEqual([...whole.subarray(0, 150)]);
  });

  it('gives the odds of Bayes at a second event', () => {
    const dataset = generate('medium', 20);
    const { startRate, users, calendar } = dataset;
    for (const user of users) {
      const pair = dataset.events.filter(({ userId }) => userId === user.userId).slice(0, 2);
      const [first, second] = pair;
      const habits = habitsOf(user, 'medium', calendar);
      const own = normalEmission(habits, first, { time: first.time, nEvents: 1 });
      const { mimicry } = habits.rates;
      const likelihoods = IAM_PATTERN_NAMES.map((pattern) => {
        const step = stepEmission(habits, { pattern, index: 0 }, own, null, first.time);
        const attack = densities(step, second);
        return product(
          densities(own, second).map((p, j) => mimicry * p + (1 - mimicry) * attack[j]),
        );
      });
      const mean = likelihoods.reduce((sum, p) => sum + p, 0) / likelihoods.length;
      const normal = (1 - startRate) * product(densities(own, second));
      const expected = (startRate * mean) / (startRate * mean + normal);
      const [before, probability] = iamOracle({ ...dataset, events: pair });
      expect(before).toBe(0);
      expect(probability).toBeCloseTo(expected, 6);
    }
  });

  it('is certain of nothing where no attack ever starts', () => {
    const dataset = generate('easy', 2);
    const events = dataset.events.filter(({ isAnomaly }) => !isAnomaly);
    const posterior = iamOracle({ ...dataset, events, startRate: 0 });
    expect(posterior.every((probability) => probability === 0)).toBe(true);
  });

  it('refuses events that the model cannot make', () => {
    const dataset = generate('easy', 1);
    const [first, second] = dataset.events;
    const events = [first, { ...second, resource: 'elsewhere' }];
    expect(() => iamOracle({ ...dataset, events })).toThrow(/user-0001 at \d+ is impossible/);
  });
});

describe('attackChain', () => {
  const { transitions, ways, isAttack, stationary } = attackChain(0.02);

  it('leads on from every state with probabilities that sum to 1', () => {
    const sums = new Float64Array(isAttack.length);
    for (const { from, probability } of transitions) sums[from] += probability;
    for (const sum of sums) expect(sum).toBeCloseTo(1, 12);
  });

  it('has each way once, and each is that of a transition', () => {
    expect(new Set(ways.map((way) => JSON.stringify(way))).size).toBe(ways.length);
    expect(new Set(transitions.map(({ way }) => way)).size).toBe(ways.length);
    for (const { to, way } of transitions) expect(isAttack[to]).toBe(ways[way].step ? 1 : 0);
  });

  it('has long-run shares that sum to 1 and stay as they are', () => {
    expect(stationary.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
    const next = new Float64Array(isAttack.length);
    for (const { from, to, probability } of transitions) next[to] += stationary[from] * probability;
    next.forEach((share, i) => {
      expect(share).toBeCloseTo(stationary[i], 10);
    });
  });

  it('has the share of attacks that the generator’s start rate is meant for', () => {
    const { startRate } = generate('easy', 1);
    const chain = attackChain(startRate);
    const share = chain.stationary.reduce((sum, mass, i) => sum + mass * chain.isAttack[i], 0);
    expect(share).toBeCloseTo(0.1, 6);
  });
});
