import { describe, expect, it } from 'vitest';
import { ecod } from '../../../src/detectors/ecod';
import { labelRegression } from '../../../src/detectors/feedback/label-regression';
import { fitPulledLogistic } from '../../../src/detectors/feedback/pulled-logistic';
import { matrix, takeRows } from '../../../src/matrix';
import { createRandom } from '../../../src/random';
import { expectRefusal, expectStrictOptions } from '../../bad-input';
import golden from '../../golden/label-regression.json';

const random = createRandom(6);
const QUEUE = matrix(Array.from({ length: 60 }, () => [random.normal(), random.normal()]));
const fitted = ecod().fit(QUEUE);
const learnerOf = async () => labelRegression(await fitted, QUEUE);

describe('fitPulledLogistic', () => {
  it.each(golden.cases)("finds SciPy's minimum, penalty $penalty", (known) => {
    const { samples, labels, start, penalty, weights } = known;
    const found = fitPulledLogistic(matrix(samples), labels, Float64Array.from(start), penalty);
    for (const [j, weight] of weights.entries()) expect(found[j]).toBeCloseTo(weight, 5);
  });

  it('ends where labels are of one class, or values huge', () => {
    const start = Float64Array.of(1, 0);
    for (const values of [[0], [1e6], [1e100]]) {
      for (const label of [0, 1]) {
        const weights = fitPulledLogistic(matrix([values, values]), [label, label], start, 1);
        expect(weights.every(Number.isFinite)).toBe(true);
      }
    }
  });
});

describe('labelRegression', () => {
  it('ranks as the detector does before any label', async () => {
    const scorer = await (await learnerOf())(takeRows(QUEUE, []), []);
    const [before, after] = [await (await fitted).score(QUEUE), await scorer.score(QUEUE)];
    const order = (scores: Float32Array) =>
      [...scores.keys()].sort((a, b) => scores[b] - scores[a] || a - b);
    expect(order(after).slice(0, 20)).toEqual(order(before).slice(0, 20));
  });

  it('learns which side is anomalous', async () => {
    const labels = Int32Array.from({ length: 60 }, (_, i) => (QUEUE.data[2 * i] > 0.5 ? 1 : 0));
    const { score } = await (await learnerOf())(QUEUE, labels);
    const [left, right] = await score(
      matrix([
        [-3, 0],
        [3, 0],
      ]),
    );
    expect(right).toBeGreaterThan(left + 3);
  });

  it('gives finite scores of labels that are all the same, and of one', async () => {
    const learn = await learnerOf();
    for (const rows of [[3], [1, 2, 4]]) {
      for (const label of [0, 1]) {
        const scorer = await learn(
          takeRows(QUEUE, rows),
          rows.map(() => label),
        );
        expect((await scorer.score(QUEUE)).every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('refuses bad labels, samples, detectors and options', async () => {
    const learn = await learnerOf();
    const one = takeRows(QUEUE, [0]);
    for (const labels of [[2], [NaN], [], [0, 1], null]) {
      await expectRefusal(() => learn(one, labels as never));
    }
    for (const samples of [matrix([[1]]), matrix([[NaN, 1]]), undefined]) {
      await expectRefusal(() => learn(samples as never, [1]));
    }
    await expectRefusal(() => labelRegression(ecod() as never, QUEUE));
    await expectRefusal(() => labelRegression(undefined as never, QUEUE));
    const detector = await fitted;
    await expectRefusal(() => labelRegression(detector, matrix([])));
    await expectStrictOptions((options) => labelRegression(detector, QUEUE, options));
  });
});
