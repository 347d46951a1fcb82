import { describe, expect, it } from 'vitest';
import { detectionDelay, perEventRecall } from '../../../src/metrics/series/per-event';
import { refusesBadInput } from './bad-input';

describe('perEventRecall', () => {
  it('stands in the documentation', () => {
    expect(perEventRecall([1, 1, 0, 1], [0, 1, 0, 0]).map(({ recall }) => recall)).toEqual([
      0.5, 0,
    ]);
  });

  it('says which event it is', () => {
    expect(perEventRecall([0, 1, 1, 1], [1, 1, 1, 1])).toEqual([{ start: 1, end: 4, recall: 1 }]);
  });

  refusesBadInput(perEventRecall);
});

describe('detectionDelay', () => {
  it('stands in the documentation', () => {
    expect(detectionDelay([0, 1, 1, 1], [0, 0, 0, 1]).mean).toBe(2);
  });

  it('leaves missed events out of the mean', () => {
    const labels = [1, 1, 0, 1, 1, 0, 1];
    expect(detectionDelay(labels, [0, 1, 0, 1, 1, 1, 0])).toEqual({
      delays: [1, 0, null],
      mean: 0.5,
      nDetected: 2,
    });
  });

  it('has no mean where every event was missed', () => {
    expect(detectionDelay([1, 0], [0, 1])).toEqual({ delays: [null], mean: null, nDetected: 0 });
  });

  refusesBadInput(detectionDelay);
});
