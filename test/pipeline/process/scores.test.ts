import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lstmAutoencoder } from '../../../src/detectors/lstm-autoencoder';
import type { FittedAutoencoder } from '../../../src/detectors/network-autoencoder';
import { reconstructionErrors } from '../../../src/explain/reconstruction-errors';
import { type RecordingWindows, recordingWindows } from '../../../src/features/process-windows';
import type { Windows } from '../../../src/features/window';
import { matrix, rowOf } from '../../../src/matrix';
import { combineErrors, errorScale } from '../../../src/pipeline/process/methods/combine-errors';
import { fitFlooredDistance } from '../../../src/pipeline/process/methods/floored-distance';
import { holdScores } from '../../../src/pipeline/process/methods/hold-scores';
import { fitPcaReconstruction } from '../../../src/pipeline/process/methods/pca-reconstruction';
import { windowErrors } from '../../../src/pipeline/process/methods/window-errors';
import { splitRecordings } from '../../../src/pipeline/process/prepare/split-recordings';
import { topErrorPoints } from '../../../src/pipeline/process/top-error-points';
import { windowExamples } from '../../../src/pipeline/process/window-examples';
import { smallPlant } from './small-plant';

const plant = smallPlant('test1', 63, [{ start: 30, end: 40 }]);

describe('windows of an autoencoder', () => {
  let fitted: FittedAutoencoder<Windows>;
  let laid: RecordingWindows;
  beforeAll(async () => {
    laid = recordingWindows(plant, { length: 8, stride: 3 });
    fitted = await lstmAutoencoder({ units: [4, 3], encoding: 2, epochs: 1 }).fit(laid.windows);
  });
  afterAll(() => fitted.dispose());

  it('have the errors that reconstructionErrors gives, and the detector as their score', async () => {
    const { byWindow } = await windowErrors(fitted, laid.windows);
    const expected = await reconstructionErrors(fitted, laid.windows);
    const scores = await fitted.score(laid.windows);
    byWindow.data.forEach((error, i) => {
      expect(error).toBeCloseTo(expected.data[i], 5);
    });
    combineErrors(byWindow).forEach((score, i) => {
      expect(score).toBeCloseTo(scores[i], 5);
    });
  });

  it('overlap: a sample has the mean of all windows that hold it, the last the one before', async () => {
    const { bySample } = await windowErrors(fitted, laid.windows);
    const rebuilt = await fitted.reconstruct(laid.windows); // [19, 8, 4]
    const sample = 9; // in windows from 3, 6 and 9
    const places = [1, 2, 3].map((window) => [window, sample - 3 * window]);
    for (let j = 0; j < 4; j++) {
      const value = plant.samples.data[sample * 4 + j];
      const errors = places.map(([w, step]) => (rebuilt[(w * 8 + step) * 4 + j] - value) ** 2);
      expect(bySample.data[sample * 4 + j]).toBeCloseTo(errors.reduce((a, b) => a + b) / 3, 5);
    }
    expect(rowOf(bySample, 62)).toEqual(rowOf(bySample, 61));
  });

  it('are drawn by kind, with what the network made of them', async () => {
    const scores = await fitted.score(laid.windows);
    const middle = scores.slice().sort()[9];
    const examples = await windowExamples(fitted, laid, scores, middle, { nEach: 2 });
    expect(examples.length).toBeGreaterThan(3);
    for (const { kind, index, original, reconstruction, absoluteError, time } of examples) {
      expect(laid.labels![index]).toBe(/true p|false n/.test(kind) ? 1 : 0);
      expect(time).toBe(laid.times[index]);
      expect(original.nSamples).toBe(8);
      const error = Math.abs(original.data[5] - reconstruction.data[5]);
      expect(absoluteError.data[5]).toBeCloseTo(error, 10);
    }
    const again = await windowExamples(fitted, laid, scores, middle, { nEach: 2 });
    expect(again).toEqual(examples);
    expect(await windowExamples(fitted, laid, scores, 1e9)).toHaveLength(4);
  });

  it('refuse what does not fit', async () => {
    const none = { ...laid.windows, ends: new Int32Array(0) };
    await expect(windowErrors(fitted, none)).rejects.toThrow('windows must not be empty');
    await expect(windowExamples(fitted, { ...laid, labels: null }, [], 1)).rejects.toThrow(
      'labels',
    );
    await expect(windowExamples(fitted, laid, [1], 1)).rejects.toThrow(
      'as many as windows, 19, got 1',
    );
  });
});

describe('combineErrors', () => {
  const errors = matrix([
    [1, 0],
    [3, 4],
  ]);

  it('takes the mean or the largest, each over its usual error', () => {
    expect([...combineErrors(errors)]).toEqual([0.5, 3.5]);
    expect([...combineErrors(errors, { by: 'largest' })]).toEqual([1, 4]);
    expect([...errorScale(errors)]).toEqual([2, 2]);
    expect([...combineErrors(errors, { by: 'largest', scale: [0.5, 4] })]).toEqual([2, 6]);
  });

  it('keeps points without any error from outweighing all others', () => {
    expect([...errorScale(matrix([[2, 0]]))]).toEqual([2, 0.01]);
    expect([...errorScale(matrix([[0, 0]]))]).toEqual([1, 1]);
  });

  it('refuses scales and errors that are none', () => {
    expect(() => combineErrors(errors, { scale: [1] })).toThrow('scale must have 2 values, got 1');
    expect(() => combineErrors(errors, { scale: [1, 0] })).toThrow('scale[1] must be above 0');
    expect(() => combineErrors(errors, { by: 'sum' as never })).toThrow('by must be one of');
    expect(() => combineErrors(matrix([[Number.NaN]]))).toThrow('must be finite');
    expect(() => errorScale(matrix([]))).toThrow('must not be empty');
  });
});

describe('holdScores', () => {
  it('knows no window before it ends, but for the first samples', () => {
    expect([...holdScores([0.1, 0.9], [1, 3], 5)]).toEqual([0.1, 0.1, 0.1, 0.9, 0.9]);
  });

  it('refuses ends out of order or place', () => {
    expect(() => holdScores([], [], 3)).toThrow('scores must not be empty');
    expect(() => holdScores([1], [1, 2], 3)).toThrow('ends must be as many as scores, 1, got 2');
    expect(() => holdScores([1, 2], [1, 1], 3)).toThrow('ends[1] must be an integer in [2, 2]');
    expect(() => holdScores([1], [3], 3)).toThrow('ends[0]');
    expect(() => holdScores([Number.NaN], [0], 3)).toThrow('must be finite');
  });
});

describe('splitRecordings', () => {
  it('keeps the last samples by time, across recordings', () => {
    const [a, b] = [smallPlant('a', 60, null, 1), smallPlant('b', 40, null, 2)];
    const { train, validation } = splitRecordings([b, a], 0.5);
    expect(train.map(({ name, times }) => [name, times.length])).toEqual([['a', 50]]);
    expect(validation.map(({ name, times }) => [name, times.length])).toEqual([
      ['a', 10],
      ['b', 40],
    ]);
    expect(validation[0].times[0]).toBe(a.times[50]);
  });

  it('refuses a share that leaves nothing', () => {
    expect(() => splitRecordings(plant, 1)).toThrow('share must be in (0, 1)');
    expect(() => splitRecordings(plant, 0.001)).toThrow('samples for both parts, got 63');
    expect(() => splitRecordings([])).toThrow('must not be empty');
  });
});

describe('fitPcaReconstruction', () => {
  it('gives samples of the plane back, and others not', () => {
    const line = matrix([
      [0, 0, 1],
      [1, 2, 1],
      [2, 4, 1],
      [3, 6, 1],
    ]);
    const model = fitPcaReconstruction(line);
    expect(model.nKept).toBe(1);
    expect(Math.max(...model.errors(line).data)).toBeLessThan(1e-20);
    const [, , fixed] = model.errors(matrix([[1, 2, 3]])).data;
    expect(fixed).toBeCloseTo(4, 10);
    expect(() => model.errors(matrix([[1]]))).toThrow('3 features, got 1');
    expect(() => fitPcaReconstruction(line, { keptVariance: 1 })).toThrow('keptVariance');
  });
});

describe('fitFlooredDistance', () => {
  it('keeps a direction without variance from deciding alone', () => {
    const line = matrix(Array.from({ length: 50 }, (_, i) => [i % 7, 2 * (i % 7), 1]));
    const distances = fitFlooredDistance(line);
    const [usual, apart, moved] = distances(
      matrix([
        [3, 6, 1],
        [3, 7, 1],
        [3, 6, 1.3],
      ]),
    );
    expect(usual).toBeCloseTo(0, 1);
    expect(apart).toBeGreaterThan(1);
    expect(moved).toBeCloseTo(3, 1); // 0.3 over the root of 0.01
    expect(() => distances(matrix([[1]]))).toThrow('3 features, got 1');
    expect(() => fitFlooredDistance(matrix([]))).toThrow('must not be empty');
  });
});

describe('topErrorPoints', () => {
  const errors = matrix([
    [1, 5],
    [3, 5],
    [8, 6],
  ]);

  it('names the points that are worst in attacks', () => {
    const rows = topErrorPoints(errors, [0, 0, 1], ['P1_A', 'P2_B'], { nTop: 1 });
    expect(rows).toEqual([{ point: 'P1_A', attackError: 8, normalError: 2, ratio: 4 }]);
  });

  it('refuses labels of one class, and names that do not fit', () => {
    expect(() => topErrorPoints(errors, [0, 0, 0], ['a', 'b'])).toThrow('both 0 and 1, got only 0');
    expect(() => topErrorPoints(errors, [1, 1, 1], ['a', 'b'])).toThrow('both 0 and 1, got only 1');
    expect(() => topErrorPoints(errors, [0, 1], ['a', 'b'])).toThrow('labels must have 3 values');
    expect(() => topErrorPoints(errors, [0, 0, 1], ['a'])).toThrow('must have 1 features');
  });
});
