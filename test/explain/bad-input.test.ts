import { describe, expect, it } from 'vitest';
import * as lab from '../../src/index';
import { expectRefusal, expectStrictNumber, expectStrictOptions } from '../bad-input';
import { exportedWith } from '../exports';
import { linearDetector } from './linear-detector';

const SAMPLES = lab.matrix([
  [0, 1],
  [2, 5],
  [4, 3],
]);
const LABELS = [0, 1, 1];
const DETECTOR = linearDetector([1, 2]);
const BACKGROUND = lab.summariseBackground(SAMPLES, 2);
const EVENTS: readonly lab.IamLogEvent[] = [];

const OPTIONS: Readonly<Record<string, (options: object) => unknown>> = {
  detectAttackPatterns: (options) => lab.detectAttackPatterns(EVENTS, [], 0.5, options),
  kernelShap: (options) => lab.kernelShap(DETECTOR, SAMPLES, BACKGROUND, options),
  permutationImportance: (options) =>
    lab.permutationImportance(DETECTOR, SAMPLES, LABELS, lab.rocAuc, options),
  summariseBackground: (options) => lab.summariseBackground(SAMPLES, 2, options),
  topContributions: (options) =>
    lab.topContributions(['a', 'b'], [1, 2], { a: 1, b: 2 }, { a: 0, b: 0 }, options),
};

describe('explanations', () => {
  it.each(Object.entries(OPTIONS))('%s refuses other options, and text', async (_, explain) => {
    await expectStrictOptions(explain);
  });

  it('are all known that have options', () => {
    expect(Object.keys(OPTIONS)).toEqual(exportedWith('explain', /\boptions: /));
  });

  it('take a number of background samples, but not as text', async () => {
    await expectStrictNumber((k) => lab.summariseBackground(SAMPLES, k), 2);
  });

  it('refuse a background that is none, or whose weights are no shares', async () => {
    const { samples } = BACKGROUND;
    for (const background of [
      undefined,
      null,
      samples,
      { samples },
      { samples, weights: Float64Array.of(-1, 2) },
      { samples, weights: Float64Array.of(NaN, 1) },
      { samples, weights: Float64Array.of(1) },
    ]) {
      await expectRefusal(() => lab.kernelShap(DETECTOR, SAMPLES, background as never));
    }
  });

  it('refuse what is no detector, and a metric that is none', async () => {
    for (const nothing of [undefined, null, lab.ecod()]) {
      await expectRefusal(() => lab.kernelShap(nothing as never, SAMPLES, BACKGROUND));
      await expectRefusal(() =>
        lab.permutationImportance(nothing as never, SAMPLES, LABELS, lab.rocAuc),
      );
      await expectRefusal(() => lab.treeShap(nothing as never, SAMPLES));
    }
    await expectRefusal(() =>
      lab.permutationImportance(DETECTOR, SAMPLES, LABELS, undefined as never),
    );
  });
});
