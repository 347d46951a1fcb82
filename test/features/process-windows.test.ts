import { describe, expect, it } from 'vitest';
import type { ProcessRecording } from '../../src/data/process/recording';
import {
  checkSamePoints,
  pointValues,
  sliceRecording,
  thinRecording,
} from '../../src/features/process-recordings';
import { recordingWindows } from '../../src/features/process-windows';
import { batchOf } from '../../src/features/window';
import { smallRecording } from '../data/process/small-recording';

const labels = Int32Array.of(0, 0, 0, 1, 0, 0);
const series = (from: number) => Array.from({ length: 6 }, (_, i) => [from + i]);
const first = smallRecording(series(0), { name: 'first', labels });
const second = smallRecording(series(10), { name: 'second', labels });

describe('recordingWindows', () => {
  it('labels a window as its last sample', () => {
    const { windows, labels, times } = recordingWindows(first, { length: 3 });
    expect([...batchOf(windows, 0, 2)]).toEqual([0, 1, 2, 1, 2, 3]);
    expect([...labels!]).toEqual([0, 1, 0, 0]);
    expect([...times]).toEqual([2000, 3000, 4000, 5000]);
    expect(windows.samples).toBe(first.samples); // not copied
  });

  it('labels it as the seed does, or by any sample, where asked to', () => {
    const next = recordingWindows(first, { length: 3, label: 'next' });
    expect([...next.labels!]).toEqual([1, 0, 0]);
    expect([...next.times]).toEqual([2000, 3000, 4000]);
    const any = recordingWindows(first, { length: 3, label: 'any' });
    expect([...any.labels!]).toEqual([0, 1, 1, 1]);
  });

  it('does not cross files', () => {
    const { windows, recordings, labels } = recordingWindows([first, second], {
      length: 4,
      stride: 2,
    });
    expect([...recordings]).toEqual([0, 0, 1, 1]);
    expect([...batchOf(windows, 2, 3)]).toEqual([10, 11, 12, 13]);
    expect([...labels!]).toEqual([1, 0, 1, 0]);
    const next = recordingWindows([first, second], { length: 6, label: 'next' });
    expect(next.labels).toHaveLength(0);
  });

  it('does not cross pauses, measured by the usual step', () => {
    const times = Float64Array.of(0, 100, 200, 301, 500, 600).map((s) => s * 1000);
    const { windows } = recordingWindows({ ...first, times }, { length: 2 });
    expect([...windows.ends]).toEqual([1, 2, 3, 5]);
  });

  it('has no labels where a recording has none', () => {
    const unlabelled = { ...second, labels: null };
    expect(recordingWindows([first, unlabelled], { length: 3 }).labels).toBeNull();
  });

  it('has no windows over recordings that are too short', () => {
    expect(recordingWindows(first, { length: 7 }).windows.ends).toHaveLength(0);
  });

  it('refuses wrong options and values', () => {
    expect(() => recordingWindows(first, { length: 0 })).toThrow(/length must be an integer/);
    expect(() => recordingWindows(first, { length: 2, label: 'first' as 'last' })).toThrow(
      /label must be one of last, next, any, got first/,
    );
    const broken = smallRecording([[1], [Number.NaN]]);
    expect(() => recordingWindows([first, broken], { length: 1 })).toThrow(
      /recording small, sample 1, point P1_A: must be finite, got NaN/,
    );
  });
});

describe('checkSamePoints', () => {
  const times = (...values: number[]) => Float64Array.from(values);
  const two = (others: Partial<ProcessRecording>) => smallRecording([[1], [2]], others);
  it.each<[string, ProcessRecording, RegExp]>([
    ['nothing', undefined as never, /recording must have points, samples and times, got undefined/],
    ['text', 'train1' as never, /recording must have points, .* got train1/],
    ['names too many', two({ points: ['a', 'b'] }), /a point for each feature, 1 in all, got 2/],
    ['no names', smallRecording([[], []]), /recording small must have a point/],
    ['a name twice', smallRecording([[1, 2]], { points: ['a', 'a'] }), /must differ, got a twice/],
    ['times too few', two({ times: times(1) }), /a time for each sample, 2 in all, got 1/],
    [
      'labels too few',
      two({ labels: Int32Array.of(1) }),
      /a label for each sample, 2 in all, got 1/,
    ],
    [
      'times that run back',
      two({ times: times(2, 1) }),
      /sample 1: times must ascend, .*1 after 2/,
    ],
    ['times repeated', two({ times: times(2, 2) }), /sample 1: times must ascend, .*2 after 2/],
    ['no time', two({ times: times(NaN, 1) }), /sample 0: times must ascend, .*got NaN$/],
    [
      'other labels',
      two({ labels: Int32Array.of(0, 2) }),
      /sample 1: labels must be 0 or 1, got 2/,
    ],
    [
      'other labels of a process',
      two({ labelsByProcess: { P1: Int32Array.of(-1, 0) } }),
      /sample 0: labels must be 0 or 1, got -1/,
    ],
  ])('refuses %s', (_, recording, message) => {
    expect(() => checkSamePoints(recording)).toThrow(message);
    expect(() => checkSamePoints([first, recording])).toThrow(message);
  });
});

describe('sliceRecording and thinRecording', () => {
  const recording = { ...first, labelsByProcess: { P1: labels } };

  it('cut samples, times and labels alike', () => {
    const slice = sliceRecording(recording, 2, 4);
    expect([...slice.samples.data]).toEqual([2, 3]);
    expect([...slice.times]).toEqual([2000, 3000]);
    expect([...slice.labels!]).toEqual([0, 1]);
    expect([...slice.labelsByProcess!['P1']]).toEqual([0, 1]);
    const thin = thinRecording(recording, 3);
    expect([...thin.samples.data]).toEqual([0, 3]);
    expect([...thin.times]).toEqual([0, 3000]);
    expect([...thin.labels!]).toEqual([0, 1]);
    expect(thinRecording(smallRecording(series(0)), 4).labels).toBeNull();
  });

  it('refuse what is no range', () => {
    expect(() => sliceRecording(recording, 4, 2)).toThrow(/end must be an integer in \[4, 6\]/);
    expect(() => thinRecording(recording, 0)).toThrow(/every must be an integer of at least 1/);
  });
});

describe('pointValues', () => {
  it('takes every so many samples, of a label', () => {
    expect([...pointValues([first, second], 'P1_A', { every: 2 })]).toEqual([0, 2, 4, 10, 12, 14]);
    expect([...pointValues([first, second], 'P1_A', { label: 1 })]).toEqual([3, 13]);
    expect(pointValues({ ...first, labels: null }, 'P1_A', { label: 0 })).toHaveLength(6);
  });

  it('refuses a point that is not there', () => {
    expect(() => pointValues(first, 'P2_SIT01')).toThrow(
      /recording first must have point P2_SIT01, got none/,
    );
    expect(() => pointValues(first, 'P1_A', { every: 0.5 })).toThrow(/every must be an integer/);
  });
});
