import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHai } from '../../../../src/data/process/hai';
import { sliceRecording } from '../../../../src/features/process-recordings';
import { fitScaler } from '../../../../src/features/scale';
import { attackIntervals } from '../../../../src/pipeline/process/prepare/attack-intervals';
import {
  applyProcessPreprocessor,
  fitProcessPreprocessor,
} from '../../../../src/pipeline/process/prepare/preprocessor';
import {
  loadProcessPreprocessor,
  saveProcessPreprocessor,
} from '../../../../src/pipeline/process/prepare/preprocessor-file';
import { recordingDrift } from '../../../../src/pipeline/process/prepare/recording-drift';
import { createRandom } from '../../../../src/random';
import { smallRecording } from '../../../data/process/small-recording';
import { realData } from '../../../real-data';

const real = realData('hai/hai-20.07-train1-every-100s.csv');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'preprocess '));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const train = smallRecording([
  [1, 7, 10],
  [3, 7, 30],
]);

describe('fitProcessPreprocessor', () => {
  it('scales by training, and keeps constants in their unit', () => {
    const preprocessor = fitProcessPreprocessor(train);
    expect(preprocessor.constants).toEqual(['P2_B']);
    expect(preprocessor.scaler.scale).toEqual([1, 1, 10]);
    const later = smallRecording([[4, 8, 20]], { labels: Int32Array.of(1) });
    const scaled = applyProcessPreprocessor(preprocessor, later);
    expect([...scaled.samples.data]).toEqual([2, 1, 0]);
    expect([scaled.points, scaled.labels, scaled.times]).toEqual([
      train.points,
      later.labels,
      later.times,
    ]);
  });

  it('drops constants where asked to', () => {
    const preprocessor = fitProcessPreprocessor(train, { constants: 'drop' });
    const scaled = applyProcessPreprocessor(preprocessor, train);
    expect(scaled.points).toEqual(['P1_A', 'P3_C']);
    expect([...scaled.samples.data]).toEqual([-1, -1, 1, 1]);
    expect(() => fitProcessPreprocessor(smallRecording([[1]]), { constants: 'drop' })).toThrow(
      /points must not all be constant/,
    );
  });

  it('takes several recordings together', () => {
    const halves = [sliceRecording(train, 0, 1), sliceRecording(train, 1)];
    const { scaler, fittedOn } = fitProcessPreprocessor(halves);
    expect(scaler).toEqual(fitScaler(train.samples, 'standard'));
    expect(fittedOn.map(({ nSamples, lastTime }) => [nSamples, lastTime])).toEqual([
      [1, 0],
      [1, 1000],
    ]);
  });

  it('refuses anomalies in training', () => {
    const attacked = { ...train, labels: Int32Array.of(0, 1) };
    expect(() => fitProcessPreprocessor(attacked)).toThrow(
      /recording small must be normal operation to be trained on, got 1 samples labelled/,
    );
  });

  it('says of which recording, sample and point a value is missing', () => {
    const missing = smallRecording([[1, 2, Number.NaN]], { name: 'other' });
    const message = /recording other, sample 0, point P3_C: must be finite, got NaN/;
    expect(() => fitProcessPreprocessor([train, missing])).toThrow(message);
    expect(() => applyProcessPreprocessor(fitProcessPreprocessor(train), missing)).toThrow(message);
  });

  it('refuses a point twice', () => {
    const twice = smallRecording([[1, 2, 3, 1]], { points: ['P1_A', 'P2_B', 'P3_C', 'P1_A'] });
    expect(() => applyProcessPreprocessor(fitProcessPreprocessor(train), twice)).toThrow(
      /points must differ, got P1_A twice/,
    );
  });

  it('finds points by name', () => {
    const preprocessor = fitProcessPreprocessor(train);
    const points = ['P3_C', 'P1_A', 'P2_B'];
    const turned = smallRecording([[30, 3, 7]], { points });
    expect([...applyProcessPreprocessor(preprocessor, turned).samples.data]).toEqual([1, 0, 1]);
    const lacking = smallRecording([[1, 2]]);
    expect(() => applyProcessPreprocessor(preprocessor, lacking)).toThrow(
      /recording small must have the 3 points of training, got no P3_C/,
    );
    const further = smallRecording([[1, 2, 3, 4]]);
    expect(() => applyProcessPreprocessor(preprocessor, further)).toThrow(/further point P4_D/);
  });

  it.skipIf(real === undefined)('leaves the real rows with 59 columns', async () => {
    const recording = await readHai(real!);
    const preprocessor = fitProcessPreprocessor(recording);
    expect(preprocessor.constants).toHaveLength(9);
    const { samples } = applyProcessPreprocessor(preprocessor, recording);
    expect(samples.nFeatures).toBe(59);
    expect(Math.max(...samples.data.subarray(0, 59))).toBeLessThan(10);
  });
});

describe('saveProcessPreprocessor', () => {
  it('writes what loadProcessPreprocessor reads', async () => {
    const path = join(folder, 'preprocessor.json');
    const preprocessor = fitProcessPreprocessor(train);
    await saveProcessPreprocessor(preprocessor, path);
    expect(await loadProcessPreprocessor(path)).toEqual(preprocessor);
  });

  it.each<[string, (content: Record<string, never>) => void, RegExp]>([
    ['a further field', (c) => Object.assign(c, { code: 'x' }), /Unrecognized key: "code"/],
    ['another format', (c) => Object.assign(c, { format: 'x' }), /broken\.json: format: /],
    ['a scale of 0', (c) => Object.assign(c['scaler'], { scale: [0, 1, 1] }), /scaler\.scale\.0/],
    [
      'scales too few',
      (c) => Object.assign(c['scaler'], { scale: [1] }),
      /scaler: must have a cent/,
    ],
    ['other constants', (c) => Object.assign(c, { constants: ['x'] }), /constants: must be among/],
    ['a point twice', (c) => Object.assign(c, { points: ['x', 'x'] }), /points: must differ/],
    ['nothing fitted on', (c) => Object.assign(c, { fittedOn: [] }), /fittedOn: Too small/],
    ['other outputs', (c) => Object.assign(c, { outputs: ['x'] }), /outputs: must be among/],
  ])('is refused with %s', async (_, change, message) => {
    const path = join(folder, 'broken.json');
    await saveProcessPreprocessor(fitProcessPreprocessor(train), path);
    const content = JSON.parse(readFileSync(path, 'utf8'));
    change(content);
    writeFileSync(path, JSON.stringify(content));
    await expect(loadProcessPreprocessor(path)).rejects.toThrow(message);
    writeFileSync(path, '{');
    await expect(loadProcessPreprocessor(path)).rejects.toThrow(/not valid JSON/);
  });
});

describe('attackIntervals', () => {
  it('refuses what is no recording, or has labels for others', () => {
    expect(() => attackIntervals([train] as never)).toThrow(/recording must have points, samples/);
    const short = { ...train, labels: Int32Array.of(1) };
    expect(() => attackIntervals(short)).toThrow(/a label for each sample, 2 in all, got 1/);
  });

  it('tells when, how long and which processes', () => {
    const labels = Int32Array.of(0, 1, 1, 0, 1);
    const labelsByProcess = { P1: labels, P2: Int32Array.of(0, 0, 1, 0, 0) };
    const rows = [[0], [0], [0], [0], [0]];
    expect(attackIntervals(smallRecording(rows, { labels, labelsByProcess }))).toEqual([
      { start: 1, end: 3, startTime: 1000, endTime: 2000, seconds: 2, processes: ['P1', 'P2'] },
      { start: 4, end: 5, startTime: 4000, endTime: 4000, seconds: 1, processes: ['P1'] },
    ]);
    const quiet = smallRecording(rows, { labels: new Int32Array(5) });
    expect(attackIntervals(quiet)).toEqual([]);
    expect(() => attackIntervals(smallRecording(rows))).toThrow(/small must have labels, got none/);
  });
});

describe('recordingDrift', () => {
  const HOUR = 3_600_000;
  /** Ten days by the hour: a level that changes from day to day, and noise. */
  const slow = (seed: number, shift: number) => {
    const random = createRandom(seed);
    const rows: number[][] = [];
    for (let day = 0; day < 10; day++) {
      const level = random.normal();
      for (let hour = 0; hour < 24; hour++) {
        rows.push([level + random.normal() / 10, random.normal() + shift]);
      }
    }
    return smallRecording(rows, { times: Float64Array.from(rows, (_, i) => i * HOUR) });
  };

  it('takes days together, so that slow levels are not drift and a shift is', () => {
    const [level, noise] = recordingDrift(slow(1, 0), slow(2, 1), { every: 1 });
    expect(level.psi).toBeGreaterThan(0.25); // large by the rule of thumb
    expect(level.psi).toBeLessThan(level.psiByChance);
    expect(noise.psi).toBeGreaterThan(noise.psiByChance);
  });

  it('looks at normal operation only', () => {
    const attacked = slow(1, 0);
    const labels = new Int32Array(240).fill(1, 0, 120);
    attacked.samples.data.fill(1e6, 0, 240);
    const [row] = recordingDrift({ ...attacked, labels }, slow(1, 0), { every: 1 });
    expect(row.psi).toBeLessThan(2);
    const all = { ...attacked, labels: new Int32Array(240).fill(1) };
    expect(() => recordingDrift(all, attacked)).toThrow(/reference must have a sample of normal/);
  });

  it('refuses other points and wrong options', () => {
    const other = smallRecording([[1]]);
    expect(() => recordingDrift(slow(1, 0), other)).toThrow(/column 2, must be P2_B/);
    expect(() => recordingDrift(other, other, { every: 0 })).toThrow(/every must be an integer/);
    expect(() => recordingDrift(other, other, { blockHours: 0 })).toThrow(/blockHours must be/);
  });
});
