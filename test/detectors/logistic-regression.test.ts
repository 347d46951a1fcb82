import { describe, expect, it } from 'vitest';
import { logisticRegression } from '../../src/detectors/logistic-regression';
import { rocAuc } from '../../src/metrics/roc';
import { plantedOrder, withValue } from '../networks/planted-sequences';
import { describeClassifier } from './classifier-contract';

const make = (seed: number) => logisticRegression({ epochs: 15, learningRate: 0.05, seed });

describeClassifier('logisticRegression', make, { onlyLastEvent: true });

describe('logisticRegression', () => {
  it('sees no event but the last', async () => {
    const { windows, labels } = plantedOrder(160, 1);
    const fitted = await make(0).fit(windows, labels);
    const scores = await fitted.score(windows);
    const [earlier, last] = [3 * 4, 3 * 5]; // events of the first window
    expect(await fitted.score(withValue(windows, earlier, 9))).toEqual(scores);
    expect(await fitted.score(withValue(windows, last, 9))).not.toEqual(scores);
    fitted.dispose();
  });

  it('does not learn the order of events that ended before', async () => {
    const { windows, labels } = plantedOrder(400, 1);
    const isOpen = (i: number) =>
      windows.samples.data[18 * i + 15] + windows.samples.data[18 * i + 16] === 0;
    const fitted = await make(0).fit(windows, labels);
    const scores = (await fitted.score(windows)).filter((_, i) => isOpen(i));
    expect(
      rocAuc(
        labels.filter((_, i) => isOpen(i)),
        scores,
      ),
    ).toBeLessThan(0.65);
    fitted.dispose();
  });

  it('refuses what it has no use for', () => {
    expect(() => logisticRegression({ units: [8] } as object)).toThrow(
      'option must be epochs, batchSize, learningRate, patience, schedule, warmupSteps, clipNorm, classWeights or seed, got units',
    );
    expect(() => logisticRegression({ epochs: 0.5 })).toThrow('epochs must be an integer');
  });
});
