import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { haiPoints } from '../../../../src/data/process/hai-points';
import { CONSTANTS, PLANT_POINTS } from '../../../../src/data/process/simulator/points';
import { createHaiSimulator } from '../../../../src/data/process/simulator/simulator';
import { realData } from '../../../real-data';

const HOUR = 3600;
const small = createHaiSimulator({ seed: 3, share: 0.1 });
const columnOf = (name: string) => PLANT_POINTS.indexOf(name as (typeof PLANT_POINTS)[number]);

describe('createHaiSimulator', () => {
  it('has the points of HAI 20.07', () => {
    const names = haiPoints('20.07').map(({ name }) => name.toLowerCase());
    expect(PLANT_POINTS.map((name) => name.toLowerCase()).sort()).toEqual(names.sort());
  });

  it('has the real parts', () => {
    const parts = createHaiSimulator().parts();
    expect(parts.map(({ name, nSamples }) => [name, nSamples])).toEqual([
      ['train1', 309_600],
      ['train2', 241_200],
      ['test1', 291_600],
      ['test2', 153_000],
    ]);
    expect(parts.map(({ attacks }) => attacks.length)).toEqual([0, 0, 28, 10]);
    expect(new Date(parts[0].start).toISOString()).toBe('2019-09-11T20:00:00.000Z');
  });

  it('makes the example', () => {
    const simulator = createHaiSimulator({ seed: 7 });
    expect(simulator.part('train1', { to: 3600 }).samples.nSamples).toBe(3600);
  });

  it('makes the same rows for the same seed, others for another', () => {
    const [a, b, c] = [5, 5, 6].map(
      (seed) => createHaiSimulator({ seed }).part('train1', { to: 500 }).samples.data,
    );
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
  });

  it('makes the rows in the middle of a part as the whole part has them', () => {
    const whole = small.part('test1', { to: 3000 });
    const middle = small.part('test1', { from: 1000, to: 3000 });
    expect(middle.samples.data).toEqual(whole.samples.data.subarray(1000 * 59));
    expect(middle.labels).toEqual(whole.labels?.subarray(1000));
    expect(middle.times[0]).toBe(whole.times[1000]);
  });

  it('makes chunks that add up to the part', () => {
    const part = small.part('test2');
    const chunks = [...small.chunks('test2', 7000)];
    expect(chunks.flatMap(({ times }) => [...times])).toEqual([...part.times]);
    const last = chunks[chunks.length - 1].samples.data;
    expect(last).toEqual(part.samples.data.subarray(-last.length));
  });

  it('keeps constants, and all values finite and in the range of the manual', () => {
    const { samples } = small.part('train1');
    const points = new Map(haiPoints('20.07').map((point) => [point.name.toLowerCase(), point]));
    PLANT_POINTS.forEach((name, j) => {
      const values = Float64Array.from(
        { length: samples.nSamples },
        (_, i) => samples.data[i * 59 + j],
      );
      const [low, high] = points.get(name.toLowerCase())?.range ?? [];
      const slack = 0.03 * ((high ?? 0) - (low ?? 0)); // the real rows leave it by as much
      const isFree = /_FD$|_LD$|_PO$|_LCV01D$|_B400B$/.test(name); // these by more
      for (const value of values) {
        if (!Number.isFinite(value)) expect.fail(`${name} is ${value}`);
        if (!isFree && (value < (low ?? 0) - slack || value > (high ?? 0) + slack)) {
          expect.fail(`${name} is ${value}`);
        }
      }
      const constant = CONSTANTS[name];
      if (constant !== undefined) expect(new Set(values)).toEqual(new Set([constant]));
      else if (!/_B2004|_B300[45]|_B4002|_PS$/.test(name))
        expect(new Set(values).size).toBeGreaterThan(1); // operators sleep
    });
  });

  it('has no attack in normal parts', () => {
    for (const name of ['train1', 'train2']) {
      const { labels, labelsByProcess } = small.part(name, { to: HOUR });
      expect(labels?.some((label) => label !== 0)).toBe(false);
      expect(Object.keys(labelsByProcess ?? {})).toEqual(['P1', 'P2', 'P3']);
    }
  });

  it('keeps all 38 attacks whole in a tenth of the time', () => {
    const labels = ['test1', 'test2'].flatMap((name) => [...(small.part(name).labels ?? [])]);
    expect(labels.reduce((sum, label) => sum + label, 0)).toBe(17_527);
    expect(labels.filter((label, i) => label === 1 && labels[i - 1] !== 1)).toHaveLength(38);
  });

  const real = realData('etapr/hai-20.07-HAI_Attack_Stream.csv.gz');
  it.skipIf(real === undefined)('has the real labels at full length', () => {
    const stream = gunzipSync(readFileSync(real ?? ''))
      .toString()
      .trim()
      .split('\n')
      .map((line) => (Number(line) === -1 ? 1 : 0));
    const labels = createHaiSimulator()
      .parts()
      .slice(2)
      .flatMap(({ nSamples, attacks }, part) => {
        const marks = Array<number>(nSamples).fill(0);
        for (const { start, length } of attacks) marks.fill(1, start, start + length);
        return marks.slice([2405, 1860][part]);
      });
    expect(labels).toEqual(stream);
  });

  it('moves the level where the set-point is attacked and hides it', () => {
    const [{ start, length }] = small.parts()[2].attacks; // SA08: level set-point, LIT01 replayed
    const { samples, labelsByProcess } = small.part('test1', { to: start + length + 10 });
    const at = (row: number, name: string) => samples.data[row * 59 + columnOf(name)];
    const reach = Math.min(length, start);
    for (const row of [start, start + 100, start + reach - 1]) {
      expect(at(row, 'P1_LIT01')).toBe(at(row - reach, 'P1_LIT01'));
      expect(at(row, 'P1_B3004')).toBe(at(start - 1, 'P1_B3004'));
      expect(labelsByProcess?.P1[row]).toBe(1);
      expect(labelsByProcess?.P2[row]).toBe(0);
    }
    expect(at(start + length - 1, 'P1_FCV03D')).toBeLessThan(at(start, 'P1_FCV03D')); // a higher level drives more through
  });

  it('refuses options, parts and ranges that do not exist', () => {
    expect(() => createHaiSimulator({ seed: -1 })).toThrow('seed must be an integer of at least 0');
    expect(() => createHaiSimulator({ share: 0.05 })).toThrow(
      'share must be in [0.1, 1], got 0.05',
    );
    expect(() => createHaiSimulator({ days: 2 } as never)).toThrow('option must be seed or share');
    expect(() => small.part('test3')).toThrow(
      'part must be train1, train2, test1 or test2, got test3',
    );
    expect(() => small.part('test1', { to: 0 })).toThrow('to must be an integer in [1, 29160]');
    expect(() => small.part('test1', { from: 10, to: 10 })).toThrow('from must be an integer in');
    expect(() => small.chunks('test1', 0)).toThrow('nRows must be an integer');
  });
});
