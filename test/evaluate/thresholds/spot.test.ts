import { describe, expect, it } from 'vitest';
import { potThreshold } from '../../../src/evaluate/thresholds/pot';
import { restoreSpot } from '../../../src/evaluate/thresholds/restore-spot';
import { spot } from '../../../src/evaluate/thresholds/spot';
import { createRandom } from '../../../src/random';

function normals(n: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: n }, () => random.normal());
}

describe('spot', () => {
  it('begins at the threshold of the first scores', () => {
    const first = normals(1000, 1);
    expect(spot(first, { risk: 1e-4 }).threshold).toBe(potThreshold(first, { risk: 1e-4 }));
  });

  it('flags up to three times as often as asked, and planted spikes always', () => {
    const stream = spot(normals(2000, 1), { risk: 1e-3 });
    let nFlagged = 0;
    normals(50_000, 2).forEach((score, i) => {
      if (i % 10_000 === 5000) expect(stream.update(40)).toBe(true);
      if (stream.update(score)) nFlagged++;
    });
    expect(nFlagged).toBeGreaterThan(25); // 50 expected if the tail were not cut off
    expect(nFlagged).toBeLessThan(170);
    expect(stream.threshold).toBeGreaterThan(2.5); // 3.09 for the true distribution
    expect(stream.threshold).toBeLessThan(4);
  });

  it('learns nothing from what it flags, nor from the bulk', () => {
    const stream = spot(normals(1000, 3));
    const before = stream.threshold;
    expect(stream.update(before)).toBe(true);
    expect(stream.update(0)).toBe(false);
    expect(stream.threshold).toBe(before);
  });

  it('renews the fit at an excess while they are few', () => {
    const stream = spot(normals(1000, 3), { risk: 1e-4 });
    const before = stream.threshold;
    expect(stream.update(before - 1e-6)).toBe(false);
    expect(stream.threshold).toBeGreaterThan(before);
  });

  it('goes on to the bit after its state went through JSON', () => {
    const stream = spot(normals(1000, 5), { risk: 1e-3 });
    let copy = spot(normals(1000, 5), { risk: 1e-3 });
    normals(20_000, 6).forEach((score, i) => {
      if (i % 1999 === 0) copy = restoreSpot(JSON.parse(JSON.stringify(copy.state())));
      expect(copy.update(score)).toBe(stream.update(score));
      if (copy.threshold !== stream.threshold) throw new Error(`differs at ${i}`);
    });
    expect(copy.state()).toEqual(stream.state());
  });

  it('keeps an even sample of 10,000 excesses at most', () => {
    const stream = spot(normals(1000, 5), { risk: 1e-3, level: 0.5 });
    for (const score of normals(60_000, 6)) stream.update(score);
    const state = stream.state();
    if (state.name !== 'spot') throw new Error('spot has a state of its own');
    expect(state.excesses.length).toBeGreaterThan(5000);
    expect(state.excesses.length).toBeLessThan(10_000);
    expect(state.every).toBe(4);
    expect(state.nExcesses).toBeGreaterThan(25_000);
    const mean = state.excesses.reduce((sum, excess) => sum + excess) / state.excesses.length;
    expect(mean).toBeCloseTo(0.8, 1); // of all, 0.798
    const copy = restoreSpot(state);
    for (const score of normals(5000, 7)) expect(copy.update(score)).toBe(stream.update(score));
    expect(copy.state()).toEqual(stream.state());
  });

  it('refuses a broken state by the name of its field', () => {
    const state = spot(normals(1000, 5)).state();
    const wrong = [
      { name: 'other' },
      { version: 2 },
      { params: { risk: 1, level: 0.5 } },
      { excesses: [] },
      { excesses: [1, -1] },
      { nExcesses: 1 },
      { every: 0 },
      { room: 5 },
      { nScores: 2 },
      { nFitted: 1e6 },
      { tail: { shape: -2, scale: 1 } },
      { tail: { shape: 0, scale: 0 } },
      { threshold: -100 },
      { other: 1 },
    ];
    for (const change of wrong) {
      expect(() => restoreSpot({ ...state, ...change }, 'a.json')).toThrow(/^a\.json: /);
    }
    expect(() => restoreSpot(null)).toThrow(/^state: /);
  });

  it('refuses a score that is no number, and too few to begin with', () => {
    expect(() => spot(normals(1000, 4)).update(Number.NaN)).toThrow(
      new RangeError('score must be finite, got NaN'),
    );
    expect(() => spot([1, 2, 3])).toThrow('scores must have at least 10 above their quantile');
  });
});
