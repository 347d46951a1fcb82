import { describe, expect, it } from 'vitest';
import { scoreEach } from '../../../src/pipeline/scoring/score-each';

const ROWS = Array.from({ length: 37 }, (_, i) => ({ x: i }));
/** Scores x, and refuses every fifth. */
async function score(rows: readonly object[]): Promise<Float32Array> {
  const values = rows.map((row) => (row as { x: number }).x);
  const wrong = values.findIndex((x) => x % 5 === 4);
  if (wrong >= 0) throw new RangeError(`row ${wrong}, column "x" must fit, got ${values[wrong]}`);
  return Float32Array.from(values);
}

describe('scoreEach', () => {
  it('scores all rows but those that do not fit, of which it says why', async () => {
    const { scores, refused } = await scoreEach(score, ROWS);
    for (const { x } of ROWS) {
      const isRefused = x % 5 === 4;
      expect(scores[x]).toBe(isRefused ? Number.NaN : x);
      expect(refused.get(x)).toBe(isRefused ? `column "x" must fit, got ${x}` : undefined);
    }
  });

  it('does not take a fault of the program for one of a row', async () => {
    for (const fault of [
      new TypeError('score is not a function'),
      new RangeError('Invalid array length'),
      new Error('row 0 is of a broken disk'),
    ]) {
      await expect(scoreEach(() => Promise.reject(fault), ROWS)).rejects.toBe(fault);
    }
  });

  it('gives nothing of nothing', async () => {
    expect((await scoreEach(score, [])).scores.length).toBe(0);
  });
});
