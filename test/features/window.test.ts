import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf, makeWindows, samplesInWindow, takeWindows } from '../../src/features/window';
import { type Matrix, matrix } from '../../src/matrix';

/** Samples whose two features tell which they are: i and -i. */
const numbered = (n: number): Matrix => matrix(Array.from({ length: n }, (_, i) => [i, -i]));

interface Series {
  readonly events: [string, number][];
  readonly length: number;
  readonly stride: number;
  readonly maxGapSeconds: number;
}

/** Interleaved entities at rising times, with window options. */
const series: fc.Arbitrary<Series> = fc.record({
  events: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 9 })), {
    minLength: 1,
    maxLength: 60,
  }),
  length: fc.integer({ min: 1, max: 6 }),
  stride: fc.integer({ min: 1, max: 4 }),
  maxGapSeconds: fc.integer({ min: 0, max: 12 }),
});

function optionsOf({ events, ...options }: Series) {
  const entities = events.map(([entity]) => entity);
  const times: number[] = [];
  for (const [, pause] of events) times.push((times.at(-1) ?? 0) + 1000 * pause);
  return { ...options, samples: numbered(events.length), entities, times };
}

function windowsOf(series: Series) {
  const { entities, times, ...options } = optionsOf(series);
  return { entities, times, windows: makeWindows({ ...options, entities, times }) };
}

describe('makeWindows', () => {
  it('follows each entity through interleaved samples', () => {
    const windows = makeWindows({
      samples: numbered(6),
      length: 2,
      entities: ['a', 'b', 'a', 'a', 'b', 'c'],
    });
    expect(windows.ends).toEqual(Int32Array.of(2, 3, 4));
    expect([0, 1, 2].map((window) => [...samplesInWindow(windows, window)])).toEqual([
      [0, 2],
      [2, 3],
      [1, 4],
    ]);
  });

  it('never crosses an entity or a gap, and skips nothing in between', () => {
    fc.assert(
      fc.property(series, (made) => {
        const { entities, times, windows } = windowsOf(made);
        windows.ends.forEach((end, window) => {
          const members = samplesInWindow(windows, window);
          const entity = entities[end];
          expect(members.at(-1)).toBe(end);
          const own = entities.flatMap((other, i) => (other === entity && i <= end ? [i] : []));
          expect([...members]).toEqual(own.slice(-made.length));
          for (let step = 1; step < members.length; step++) {
            const gapMs = times[members[step]] - times[members[step - 1]];
            expect(gapMs).toBeLessThanOrEqual(1000 * made.maxGapSeconds);
          }
        });
      }),
    );
  });

  it('has as many windows as the runs have room for', () => {
    fc.assert(
      fc.property(series, (made) => {
        const { entities, times, windows } = windowsOf(made);
        const runs = new Map<string, number[]>();
        const lengths: number[][] = [];
        entities.forEach((entity, i) => {
          const run = runs.get(entity);
          if (run && times[i] - times[run.at(-1)!] <= 1000 * made.maxGapSeconds) run.push(i);
          else {
            const started = [i];
            runs.set(entity, started);
            lengths.push(started);
          }
        });
        const room = lengths.map((run) => Math.floor((run.length - made.length) / made.stride) + 1);
        const expected = room.reduce((sum, count) => sum + Math.max(0, count), 0);
        expect(windows.ends.length).toBe(expected);
      }),
    );
  });

  it('is one series of any pauses where nothing else is said', () => {
    const windows = makeWindows({ samples: numbered(7), length: 3, stride: 2 });
    expect(windows.ends).toEqual(Int32Array.of(2, 4, 6));
  });

  it('has no windows where every run is too short', () => {
    const windows = makeWindows({ samples: numbered(4), length: 3, entities: [1, 2, 1, 2] });
    expect(windows.ends.length).toBe(0);
    expect(batchOf(windows, 0, 0)).toEqual(new Float32Array(0));
  });

  it('pads the start of each run with its first sample', () => {
    const windows = makeWindows({
      samples: numbered(5),
      length: 3,
      entities: ['a', 'b', 'a', 'a', 'b'],
      pad: true,
    });
    expect(windows).toMatchObject({ padded: true, ends: Int32Array.of(0, 1, 2, 3, 4) });
    const members = [0, 1, 2, 3, 4].map((window) => [...samplesInWindow(windows, window)]);
    expect(members).toEqual([
      [0, 0, 0],
      [1, 1, 1],
      [0, 0, 2],
      [0, 2, 3],
      [1, 1, 4],
    ]);
    const [first] = [...batchOf(windows, 4, 5)];
    expect(first).toBe(1);
    expect(samplesInWindow(takeWindows(windows, [3]), 0)).toEqual(Int32Array.of(0, 2, 3));
  });

  it('pads after a gap, and counts the stride from the first sample', () => {
    const times = [0, 1000, 2000, 9000, 10_000];
    const options = { samples: numbered(5), length: 2, times, maxGapSeconds: 5, pad: true };
    const windows = makeWindows({ ...options, stride: 2 });
    expect(windows.ends).toEqual(Int32Array.of(0, 2, 3));
    expect(samplesInWindow(windows, 2)).toEqual(Int32Array.of(3, 3));
    expect(makeWindows(options).ends).toHaveLength(5);
  });

  it('has the same whole windows with padding as without', () => {
    fc.assert(
      fc.property(series, ({ stride: _, ...made }) => {
        const { windows } = windowsOf({ ...made, stride: 1 });
        const padded = makeWindows({ ...optionsOf({ ...made, stride: 1 }), pad: true });
        expect(padded.ends).toHaveLength(made.events.length);
        windows.ends.forEach((end, window) => {
          expect(samplesInWindow(padded, end)).toEqual(samplesInWindow(windows, window));
        });
      }),
    );
  });

  it.each([
    [{ length: 0 }, 'length must be an integer of at least 1, got 0'],
    [{ stride: 1.5 }, 'stride must be an integer of at least 1, got 1.5'],
    [{ entities: ['a'] }, 'entities must have 3 values, got 1'],
    [{ times: [1, 2] }, 'times must have 3 values, got 2'],
    [{ times: [1, Number.NaN, 3] }, 'times[1] must be finite, got NaN'],
    [{ times: [1, 5, 3] }, 'times[2] must not be before times[1] of the same entity'],
    [{ maxGapSeconds: 5 }, 'maxGapSeconds needs times, got none'],
    [{ times: [1, 2, 3], maxGapSeconds: -1 }, 'maxGapSeconds must be at least 0, got -1'],
    [{ samples: matrix([[1], [Number.NaN]]) }, 'sample 1, feature 0 must be finite, got NaN'],
  ])('refuses %j', (options, message) => {
    expect(() => makeWindows({ samples: numbered(3), length: 2, ...options })).toThrow(
      new RangeError(message),
    );
  });
});

describe('batchOf', () => {
  it('copies windows, timesteps and features in that order', () => {
    const windows = makeWindows({ samples: numbered(4), length: 2 });
    expect(batchOf(windows, 1, 3)).toEqual(Float32Array.of(1, -1, 2, -2, 2, -2, 3, -3));
  });

  it('gives the same windows batch by batch as all at once', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 7 }), (made, batchSize) => {
        const { windows } = windowsOf(made);
        const nWindows = windows.ends.length;
        const parts: number[] = [];
        for (let start = 0; start < nWindows; start += batchSize) {
          parts.push(...batchOf(windows, start, Math.min(start + batchSize, nWindows)));
        }
        const all = batchOf(windows, 0, nWindows);
        expect(parts).toEqual([...all]);
        windows.ends.forEach((end, window) => {
          expect(all[((window + 1) * made.length - 1) * 2]).toBe(end);
        });
      }),
    );
  });

  it('writes into the array that it is given', () => {
    const windows = makeWindows({ samples: numbered(3), length: 2 });
    const out = new Float32Array(4);
    expect(batchOf(windows, 1, 2, out)).toBe(out);
    expect(out).toEqual(Float32Array.of(1, -1, 2, -2));
    expect(() => batchOf(windows, 0, 2, out)).toThrow('out must have 8 values, got 4');
  });

  it.each([
    [-1, 1],
    [1, 0],
    [0, 3],
    [0, 0.5],
  ])('refuses the range [%d, %d)', (start, end) => {
    const windows = makeWindows({ samples: numbered(3), length: 2 });
    expect(() => batchOf(windows, start, end)).toThrow(
      new RangeError(`batch must be a range in [0, 2], got [${start}, ${end})`),
    );
  });
});

describe('takeWindows', () => {
  it('has the chosen windows in the order given', () => {
    const windows = takeWindows(makeWindows({ samples: numbered(4), length: 2 }), [2, 0]);
    expect(windows.ends).toEqual(Int32Array.of(3, 1));
    expect(batchOf(windows, 0, 1)).toEqual(Float32Array.of(2, -2, 3, -3));
  });

  it('refuses a window that there is not', () => {
    const windows = makeWindows({ samples: numbered(4), length: 2 });
    expect(() => takeWindows(windows, [3])).toThrow('window must be an integer in [0, 3), got 3');
  });
});
