import { describe, expect, it } from 'vitest';
import { driftSpot } from '../../../src/evaluate/thresholds/drift-spot';
import { fitGeneralizedPareto } from '../../../src/evaluate/thresholds/generalized-pareto';
import { tailOf, tailQuantile } from '../../../src/evaluate/thresholds/pot';
import { restoreSpot } from '../../../src/evaluate/thresholds/restore-spot';
import { spot } from '../../../src/evaluate/thresholds/spot';
import { createRandom } from '../../../src/random';
import { expectStrictOptions, outcomeOf } from '../../bad-input';

/** Normal scores whose level rises by `slope` a score. */
function rising(n: number, seed: number, slope: number, from = 0): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: n }, (_, i) => random.normal(slope * (from + i)));
}

/** Algorithm 3 to the letter: everything is computed anew at each score. */
function published(first: Float64Array, stream: Float64Array, depth: number, risk: number) {
  const normal = Array.from(first);
  const level = () => normal.slice(-depth).reduce((sum, score) => sum + score, 0) / depth;
  const distances = normal
    .slice(depth)
    .map((score, i) => score - normal.slice(i, i + depth).reduce((a, b) => a + b, 0) / depth);
  const { start, excesses } = tailOf(distances, 0.98);
  const peaks = [...excesses];
  let n = distances.length;
  const flags: boolean[] = [];
  for (const score of stream) {
    const tail = fitGeneralizedPareto(Float64Array.from(peaks));
    const distance = score - level();
    if (peaks.length > 0) flags.push(distance >= threshold(start, tail, risk, n, peaks.length));
    if (flags.at(-1)) continue;
    n++;
    if (distance > start) peaks.push(distance - start);
    normal.push(score);
  }
  return flags;
}

const threshold = (
  start: number,
  tail: { shape: number; scale: number },
  risk: number,
  n: number,
  nPeaks: number,
) => tailQuantile(start, tail, (risk * n) / nPeaks);

describe('driftSpot', () => {
  it('flags what the published algorithm flags', () => {
    const [first, stream] = [rising(1050, 1, 0.002), rising(1500, 2, 0.002, 1050)];
    for (const i of [200, 700, 1400]) stream[i] += 8;
    const flags = published(first, stream, 50, 2e-3);
    const ours = driftSpot(first, { depth: 50, risk: 2e-3 });
    const found = Array.from(stream, (score) => ours.update(score));
    expect(found.flatMap((isFlagged, i) => (isFlagged ? [i] : []))).toEqual(
      flags.flatMap((isFlagged, i) => (isFlagged ? [i] : [])),
    );
    expect([200, 700, 1400].map((i) => found[i])).toEqual([true, true, true]);
  });

  it('follows a level that rises, where spot flags nearly all in the end', () => {
    const [first, stream] = [rising(3000, 3, 0.001), rising(20_000, 4, 0.001, 3000)];
    const share = (of: { update(score: number): boolean }) =>
      stream.filter((score) => of.update(score)).length / stream.length;
    expect(share(driftSpot(first, { depth: 200 }))).toBeLessThan(0.01);
    expect(share(spot(first))).toBeGreaterThan(0.5);
  });

  it('flags a level that jumps for ever', () => {
    const stream = driftSpot(rising(3000, 3, 0), { depth: 200 });
    const jumped = rising(5000, 4, 0).map((score) => score + 10);
    expect(jumped.every((score) => stream.update(score))).toBe(true);
  });

  it('goes on to the bit after its state went through JSON', () => {
    const options = { depth: 64, risk: 2e-3 };
    const stream = driftSpot(rising(1000, 5, 0.01), options);
    let copy = driftSpot(rising(1000, 5, 0.01), options);
    rising(8000, 6, 0.01, 1000).forEach((score, i) => {
      if (i % 777 === 0) copy = restoreSpot(JSON.parse(JSON.stringify(copy.state())));
      expect(copy.update(score)).toBe(stream.update(score));
      if (copy.threshold !== stream.threshold) throw new Error(`differs at ${i}`);
    });
    expect(copy.state()).toEqual(stream.state());
  });

  it('refuses a broken state by the name of its field', () => {
    const state = driftSpot(rising(1000, 5, 0), { depth: 5 }).state();
    const wrong = [{ recent: [] }, { next: 5 }, { mean: 'x' }, { spot: {} }, { other: 1 }];
    for (const change of wrong) {
      expect(() => restoreSpot({ ...state, ...change }, 'a.json')).toThrow(/^a\.json: /);
    }
  });

  it('refuses options that are unknown or wrong, too few scores, and those that are not finite', async () => {
    const first = rising(100, 5, 0);
    await expectStrictOptions((options) => driftSpot(first, options));
    expect(() => driftSpot(first)).toThrow('scores must be more than the depth of 450, got 100');
    expect(() => driftSpot(first.with(3, Number.NaN), { depth: 10 })).toThrow('must be finite');
    const stream = driftSpot(first, { depth: 10, level: 0.5, risk: 0.01 });
    expect(() => stream.update(Number.NaN)).toThrow(
      new RangeError('score must be finite, got NaN'),
    );
    const huge = first.map((_, i) => (i % 2 === 0 ? 1.7e308 : -1.7e308));
    await outcomeOf(() => driftSpot(huge, { depth: 9, level: 0.5, risk: 0.01 }).threshold);
  });
});
