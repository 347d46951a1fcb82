import { describe, expect, it } from 'vitest';
import { applyFrequencyEncoder, fitFrequencyEncoder } from '../../src/features/frequency-encoder';

describe('frequency encoder', () => {
  it('stands in the documentation', () => {
    const state = fitFrequencyEncoder(['root', 'root', 'admin', 'root']);
    expect(applyFrequencyEncoder(state, ['root', 'admin', 'guest'])).toEqual(
      Float64Array.of(0.75, 0.25, 0),
    );
  });

  it('counts null as a category', () => {
    const state = fitFrequencyEncoder([null, 5, null, 7]);
    expect(state).toEqual({ categories: [null, 5, 7], shares: [0.5, 0.25, 0.25] });
    expect(applyFrequencyEncoder(JSON.parse(JSON.stringify(state)), [null, 7, 8])).toEqual(
      Float64Array.of(0.5, 0.25, 0),
    );
  });
});
