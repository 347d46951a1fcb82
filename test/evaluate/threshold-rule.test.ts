import { describe, expect, it } from 'vitest';
import { chooseThreshold, type ThresholdRule } from '../../src/evaluate/threshold-rule';

const SCORES = [0.1, 0.4, 0.35, 0.8];

describe('chooseThreshold', () => {
  it('calls the function that the rule names', () => {
    expect(chooseThreshold({ kind: 'quantile', q: 1 }, SCORES)).toBe(0.8);
    expect(chooseThreshold({ kind: 'contamination', share: 0.5 }, SCORES)).toBe(0.4);
    expect(chooseThreshold({ kind: 'bestF1' }, SCORES, [0, 0, 1, 1])).toBe(0.35);
    expect(chooseThreshold({ kind: 'value', value: 7 }, SCORES)).toBe(7);
  });

  it('takes a rule from JSON', () => {
    const rule = JSON.parse('{"kind":"quantile","q":0}') as ThresholdRule;
    expect(chooseThreshold(rule, SCORES)).toBe(0.1);
  });

  it('refuses a rule that it cannot follow', () => {
    expect(() => chooseThreshold({ kind: 'bestF1' }, SCORES)).toThrow(
      new TypeError("threshold rule 'bestF1' needs labels, got none"),
    );
    expect(() => chooseThreshold({ kind: 'value', value: Number.NaN }, SCORES)).toThrow(
      new RangeError('threshold value must be finite, got NaN'),
    );
    expect(() => chooseThreshold({ kind: 'magic' } as unknown as ThresholdRule, SCORES)).toThrow(
      'threshold rule must be quantile, contamination, bestF1 or value, got {"kind":"magic"}',
    );
  });
});
