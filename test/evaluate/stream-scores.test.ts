import { expect, it } from 'vitest';
import { runningQuantiles } from '../../src/detectors/online/running-quantiles';
import { learnUnflagged } from '../../src/evaluate/learn-unflagged';
import { streamScores } from '../../src/evaluate/stream-scores';
import { matrix } from '../../src/matrix';
import { createRandom } from '../../src/random';
import { expectRefusal } from '../bad-input';

const make = () => learnUnflagged(runningQuantiles(3, { windowSize: 20 }), { threshold: 20 });
const random = createRandom(3);
const ROWS = Array.from({ length: 60 }, (_, i) => [random.normal(), 1, i === 50 ? 99 : 0]);

it('says what the learner says, sample by sample', () => {
  const [learner, other] = [make(), make()];
  const { scores, flags } = streamScores(learner, matrix(ROWS.map(([x, y, z]) => [x + z, y, 0])));
  ROWS.forEach(([x, y, z], i) => {
    expect(flags[i]).toBe(Number(other.update([x + z, y, 0])));
    expect(scores[i]).toBe(other.score);
  });
  expect(flags[50]).toBe(1);
  expect(learner.state()).toEqual(other.state());
});

it('refuses samples that do not fit, and learns from none of them', async () => {
  const learner = make();
  const before = JSON.stringify(learner.state());
  const wrong = [
    matrix([]),
    matrix([[1, 2]]),
    matrix([
      [0, 0, 0],
      [1, 2, Number.NaN],
    ]),
    undefined,
  ];
  for (const samples of wrong) await expectRefusal(() => streamScores(learner, samples as never));
  for (const none of [undefined, null, {}]) {
    await expectRefusal(() => streamScores(none as never, matrix(ROWS)));
  }
  expect(JSON.stringify(learner.state())).toBe(before);
});
