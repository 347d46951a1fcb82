import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adwin, adwinChanges, restoreAdwin } from '../../../src/evaluate/drift/adwin';
import { createRandom } from '../../../src/random';

interface Golden {
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly number[];
    readonly runs: readonly {
      readonly options: { delta: number; clock: number; max_buckets: number };
      readonly kept: { changes: number[]; width: number; total: number; variance: number };
      readonly anew: number[];
    }[];
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/adwin.json', import.meta.url), 'utf8'),
);

const RUNS = golden.series.flatMap(({ name, values, runs }) =>
  runs.map(({ options, kept, anew }) => {
    const { max_buckets: maxBuckets, ...rest } = options;
    const ours = { ...rest, maxBuckets };
    return [`${name}, delta ${options.delta}`, { values, options: ours, kept, anew }] as const;
  }),
);

describe('adwin', () => {
  it.each(RUNS)("finds the changes that river's window finds: %s", (_, run) => {
    const window = adwin(run.options);
    const changes = run.values.flatMap((value, i) => (window.update(value) ? [i] : []));
    expect(changes).toEqual(run.kept.changes);
    expect(window.width).toBe(run.kept.width);
    expect(window.mean).toBeCloseTo(run.kept.total / run.kept.width, 10);
    expect(window.state().squares).toBeCloseTo(run.kept.variance, 8);
  });

  it.each(RUNS)('begun anew after each, finds those of river.drift.ADWIN: %s', (_, run) => {
    let window = adwin(run.options);
    const changes = run.values.flatMap((value, i) => {
      if (!window.update(value)) return [];
      window = adwin(run.options);
      return [i];
    });
    expect(changes).toEqual(run.anew);
  });

  it.each(RUNS)('finds the same in a whole series: %s', (_, run) => {
    expect([...adwinChanges(run.values, run.options)]).toEqual(run.kept.changes);
  });

  it('finds a step within a look or two, and forgets what was before it bit by bit', () => {
    const step = [...Array(1000).fill(0), ...Array(1000).fill(1)];
    expect([...adwinChanges(step)]).toEqual([1023, 1055, 1087]);
  });

  it('forgets what was before a change, and keeps what is steady', () => {
    const random = createRandom(4);
    const window = adwin();
    for (let i = 0; i < 3000; i++) window.update(Number(random.uniform() < 0.1));
    expect(window.width).toBe(3000);
    for (let i = 0; i < 2000; i++) window.update(Number(random.uniform() < 0.4));
    expect(window.width).toBeLessThanOrEqual(2100);
    expect(window.mean).toBeCloseTo(0.4, 1);
  });

  it('goes on to the bit after its state went through JSON', () => {
    const random = createRandom(5);
    const window = adwin({ clock: 8 });
    let copy = adwin({ clock: 8 });
    for (let i = 0; i < 4000; i++) {
      if (i % 97 === 0) copy = restoreAdwin(JSON.parse(JSON.stringify(copy.state())));
      const value = random.normal(i < 2000 ? 0.3 : 0.6, 0.2);
      expect(copy.update(value)).toBe(window.update(value));
    }
    expect(copy.state()).toEqual(window.state());
    expect(copy.mean).toBe(window.mean);
  });

  it('has a state that hardly grows', () => {
    const window = adwin();
    for (let i = 0; i < 100_000; i++) window.update(i % 2);
    expect(window.width).toBe(100_000);
    expect(window.state().rows.flat().length).toBeLessThan(5 * 17);
  });

  it('answers values that are all equal, and the largest there may be', () => {
    const window = adwin({ clock: 1 });
    expect(window.mean).toBe(0);
    for (let i = 0; i < 200; i++) expect(window.update(0.1)).toBe(false);
    expect(window.mean).toBeCloseTo(0.1, 12);
    for (let i = 0; i < 200; i++) window.update(i % 2 === 0 ? 1e100 : -1e100);
    expect(window.width).toBeGreaterThan(0);
    expect(Math.abs(window.mean)).toBeLessThan(1e100);
  });

  it('refuses values that are none, and then goes on', () => {
    const window = adwin();
    for (const value of [Number.NaN, Infinity, 2e100, '1', undefined]) {
      expect(() => window.update(value as never)).toThrow('value must be in [-1e+100, 1e+100]');
    }
    expect(window.width).toBe(0);
  });

  it('refuses a broken state by the name of its field', () => {
    const window = adwin();
    for (let i = 0; i < 100; i++) window.update(i % 3);
    const state = window.state();
    const wrong = [
      { version: 2 },
      { params: { ...state.params, delta: 1 } },
      { nValues: 3 },
      { total: null },
      { squares: 'x' },
      { rows: [Array(6).fill([1, 0])] },
      { rows: [[[1, 0]], []] },
      { other: 1 },
    ];
    for (const change of wrong) {
      expect(() => restoreAdwin({ ...state, ...change }, 'a.json')).toThrow(/^a\.json: /);
    }
    expect(() => restoreAdwin(null)).toThrow(/^state: /);
  });
});
