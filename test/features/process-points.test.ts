import { describe, expect, it } from 'vitest';
import { readHai } from '../../src/data/process/hai';
import { featureCorrelation } from '../../src/features/process-correlation';
import { describeRecording } from '../../src/features/process-points';
import { matrix } from '../../src/matrix';
import { smallRecording } from '../data/process/small-recording';
import { realData } from '../real-data';

const real = realData('hai/hai-20.07-train1-every-100s.csv');

describe('describeRecording', () => {
  it('counts what is missing, and finds constants, range and spread', () => {
    const first = smallRecording([
      [1, 7, Number.NaN],
      [2, 7, Number.NaN],
    ]);
    const second = smallRecording([[6, 7, Number.NaN]], { name: 'second' });
    const [a, b, c] = describeRecording([first, second]);
    expect(a).toMatchObject({ point: 'P1_A', process: 'P1', nSamples: 3, nMissing: 0 });
    expect(a).toMatchObject({ isConstant: false, lowest: 1, highest: 6, mean: 3 });
    expect(a.standardDeviation).toBeCloseTo(Math.sqrt(14 / 3), 12);
    expect(b).toMatchObject({ isConstant: true, mean: 7, standardDeviation: 0 });
    expect(c).toMatchObject({ nMissing: 3, isConstant: false, mean: Number.NaN });
  });

  it('keeps the digits of a large mean with a small spread', () => {
    const [{ standardDeviation }] = describeRecording(smallRecording([[1e9], [1e9 + 1]]));
    expect(standardDeviation).toBe(0.5);
  });

  it.skipIf(real === undefined)('knows the units of HAI and finds its 9 constants', async () => {
    const summaries = describeRecording(await readHai(real!));
    expect(summaries.filter(({ isConstant }) => isConstant)).toHaveLength(9);
    expect(summaries.find(({ point }) => point === 'P1_FT01Z')?.unit).toBe('l/h');
    expect(summaries.every(({ description }) => description !== '')).toBe(true);
  });

  it('refuses recordings of other points, and none', () => {
    const other = smallRecording([[1]], { name: 'other' });
    expect(() => describeRecording([smallRecording([[1, 2]]), other])).toThrow(
      /recording other, column 2, must be P2_B as in small, got none/,
    );
    expect(() => describeRecording([])).toThrow(/recordings must not be empty/);
    expect(() => describeRecording(smallRecording([]))).toThrow(/small must have samples/);
    expect(() => describeRecording(smallRecording([[1, -Infinity]]))).toThrow(
      /small, sample 0, point P2_B: must be finite, or NaN if missing, got -Infinity/,
    );
  });
});

describe('featureCorrelation', () => {
  it('is that of numpy.corrcoef, 0 for constants', () => {
    const samples = matrix([
      [1, 2, 5, 4],
      [2, 1, 5, 8],
      [3, 5, 5, 12],
      [4, 3, 5, 16],
    ]);
    const { data } = featureCorrelation(samples);
    // numpy 2: np.corrcoef([1, 2, 3, 4], [2, 1, 5, 3])[0, 1]
    const r = 0.529150262212918;
    const expected = [1, r, 0, 1, r, 1, 0, r, 0, 0, 0, 0, 1, r, 0, 1];
    data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 12);
    });
  });

  it('refuses values that are not finite', () => {
    expect(() => featureCorrelation(matrix([[1, Number.NaN]]))).toThrow(/must be finite/);
    expect(() => featureCorrelation(matrix([]))).toThrow(/must not be empty/);
  });
});
