import { describe, expect, it } from 'vitest';
import { randomSplit } from '../../../src/evaluate/comparison/sample-split';
import { matrix } from '../../../src/matrix';
import { plantedSet } from './planted-set';

const set = plantedSet('planted', 1);

describe('randomSplit', () => {
  it('takes its share of both classes to test, and scales by training samples', async () => {
    const { train, test, testLabels } = await randomSplit({ test: 0.25 })(set, 1);
    expect([train.nSamples, test.nSamples]).toEqual([84, 28]);
    expect(Array.from(testLabels).filter((label) => label === 1)).toHaveLength(3);
    expect(Math.min(...train.data)).toBe(0);
    expect(Math.max(...train.data)).toBe(1);
  });

  it('is the same for a seed and another for another', async () => {
    const split = randomSplit();
    expect(await split(set, 1)).toEqual(await split(set, 1));
    expect(await split(set, 2)).not.toEqual(await split(set, 1));
  });

  it('leaves anomalies out of training, and samples as they are, where asked', async () => {
    const split = randomSplit({ trainOn: 'normal', scaler: 'none' });
    const { train, test } = await split(set, 1);
    expect([train.nSamples, test.nSamples]).toEqual([70, 34]);
    expect(set.samples.data).toContain(train.data[0]);
  });

  it('refuses options out of range', () => {
    expect(() => randomSplit({ test: 1 })).toThrow('test must be in (0, 1), got 1');
    expect(() => randomSplit({ scaler: 'log' as never })).toThrow(
      'scaler must be minmax, standard',
    );
    expect(() => randomSplit({ trainOn: 'some' as never })).toThrow(
      'trainOn must be all or normal',
    );
    expect(() => randomSplit({ share: 1 } as never)).toThrow('option must be');
  });

  it('refuses sets that cannot be split', () => {
    const split = randomSplit();
    const refused = [
      [{ ...set, labels: [0, 1] }, 'labels must be 112 as samples, got 2'],
      [{ ...set, labels: Array.from(set.labels, (label) => 2 * label) }, 'must be 0 or 1, got 2'],
      [{ ...set, samples: matrix([]), labels: [] }, 'labels must not be empty'],
      [{ ...set, samples: matrix([[1]]), labels: [0] }, 'must have samples'],
      [{ ...set, samples: matrix([[1], [NaN], [2], [3]]), labels: [0, 0, 1, 1] }, 'finite'],
    ] as const;
    for (const [wrong, message] of refused) expect(() => split(wrong, 1)).toThrow(message);
  });
});
