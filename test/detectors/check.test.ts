import { describe, expect, it } from 'vitest';
import {
  checkClassLabels,
  checkInteger,
  checkOptionNames,
  checkWindows,
} from '../../src/detectors/check';
import { makeWindows, takeWindows, type Windows } from '../../src/features/window';
import { matrix } from '../../src/matrix';

describe('checkInteger', () => {
  it('takes whole numbers from the least on', () => {
    expect(() => checkInteger('nTrees', 1, 1)).not.toThrow();
    expect(() => checkInteger('seed', -5, Number.MIN_SAFE_INTEGER)).not.toThrow();
  });

  it.each([0, 1.5, NaN, Infinity, 2 ** 60, '3', undefined])('refuses %s', (value) => {
    expect(() => checkInteger('nTrees', value as number, 1)).toThrow(
      new RangeError(
        `nTrees must be an integer of at least 1, got ${value === '3' ? "'3'" : value}`,
      ),
    );
  });
});

describe('checkOptionNames', () => {
  it('takes any of the options, or none', () => {
    expect(() => checkOptionNames({}, ['a', 'b'])).not.toThrow();
    expect(() => checkOptionNames({ b: 1 }, ['a', 'b'])).not.toThrow();
  });

  it('names the unknown one, and all there are', () => {
    expect(() => checkOptionNames({ a: 1, d: 2 }, ['a', 'b', 'c'])).toThrow(
      new RangeError('option must be a, b or c, got d'),
    );
  });
});

describe('checkWindows', () => {
  const windows = makeWindows({
    samples: matrix([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
    length: 2,
  });

  it('takes windows of the same shape', () => {
    expect(() => checkWindows(windows)).not.toThrow();
    expect(() => checkWindows(windows, { length: 2, nFeatures: 2 })).not.toThrow();
  });

  it.each([
    [
      takeWindows(windows, []),
      { length: 2, nFeatures: 2 },
      'windows must not be empty, got 0 windows',
    ],
    [windows, { length: 3, nFeatures: 2 }, 'windows must have 3 samples, got 2'],
    [windows, { length: 2, nFeatures: 5 }, 'samples must have 5 features, got 2'],
  ])('refuses others, %#', (given, shape, message) => {
    expect(() => checkWindows(given, shape)).toThrow(new RangeError(message));
  });

  it.each([undefined, null, 3, [], windows.samples])('refuses what is no windows, %#', (given) => {
    expect(() => checkWindows(given as unknown as Windows)).toThrow(
      new TypeError('samples must be windows, as makeWindows makes them'),
    );
  });
});

describe('checkClassLabels', () => {
  it('counts the classes up to the largest', () => {
    expect(checkClassLabels(Int32Array.of(0, 1, 0), 3)).toBe(2);
    expect(checkClassLabels(Int32Array.of(0, 3, 0, 1), 4)).toBe(4);
  });

  it.each([
    [Int32Array.of(0, 1), 3, 'labels must have 3 values, got 2'],
    [Int32Array.of(0, -2), 2, 'labels must be class indices from 0, got -2'],
    [Int32Array.of(0, 1e6), 2, 'labels must be class indices below the 2 windows, got 1000000'],
    [Int32Array.of(1, 1), 2, 'labels must hold at least two classes, got only 1'],
  ])('refuses %s', (labels, nSamples, message) => {
    expect(() => checkClassLabels(labels, nSamples)).toThrow(new RangeError(message));
  });

  it('refuses what is no Int32Array', () => {
    const given = { none: undefined, Array: [0, 1], Float32Array: Float32Array.of(0, 1) };
    for (const [type, labels] of Object.entries(given)) {
      expect(() => checkClassLabels(labels as unknown as Int32Array, 2)).toThrow(
        new TypeError(`labels must be an Int32Array of class indices, got ${type}`),
      );
    }
  });
});
