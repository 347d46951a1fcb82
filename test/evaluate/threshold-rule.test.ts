import { describe, expect, it } from 'vitest';
import {
  checkThresholdRule,
  chooseThreshold,
  type ThresholdRule,
} from '../../src/evaluate/threshold-rule';
import { potThreshold } from '../../src/evaluate/thresholds/pot';

const SCORES = [0.1, 0.4, 0.35, 0.8];

describe('chooseThreshold', () => {
  it('calls the function that the rule names', () => {
    expect(chooseThreshold({ kind: 'quantile', q: 1 }, SCORES)).toBe(0.8);
    expect(chooseThreshold({ kind: 'contamination', share: 0.5 }, SCORES)).toBe(0.4);
    expect(chooseThreshold({ kind: 'bestF1' }, SCORES, [0, 0, 1, 1])).toBe(0.35);
    expect(chooseThreshold({ kind: 'value', value: 7 }, SCORES)).toBe(7);
    expect(chooseThreshold({ kind: 'mean', k: 0 }, [1, 2])).toBe(1.5);
    expect(chooseThreshold({ kind: 'mad', k: 1 }, [1, 2, 3])).toBeCloseTo(3.4826, 12);
    expect(chooseThreshold({ kind: 'bestGMean' }, SCORES, [0, 0, 1, 1])).toBe(0.8);
    const normal = { kind: 'falsePositiveRate', rate: 1 } as const;
    expect(chooseThreshold(normal, SCORES, [0, 0, 1, 1])).toBe(0.1);
    const tail = Array.from({ length: 100 }, (_, i) => Math.log(i + 1));
    const pot = { kind: 'pot', risk: 0.01, level: 0.8 } as const;
    expect(chooseThreshold(pot, tail)).toBe(potThreshold(tail, { risk: 0.01, level: 0.8 }));
  });

  it('takes a rule from JSON', () => {
    const rule = JSON.parse('{"kind":"quantile","q":0}') as ThresholdRule;
    expect(chooseThreshold(rule, SCORES)).toBe(0.1);
  });

  it('refuses a rule that it cannot follow', () => {
    expect(() => chooseThreshold({ kind: 'bestF1' }, SCORES)).toThrow(
      new TypeError("threshold rule 'bestF1' must have labels, got none"),
    );
    expect(() => chooseThreshold({ kind: 'value', value: Number.NaN }, SCORES)).toThrow(
      new RangeError('threshold value must be finite, got NaN'),
    );
    expect(() => chooseThreshold({ kind: 'magic' } as unknown as ThresholdRule, SCORES)).toThrow(
      'threshold rule must be quantile, contamination, mean, mad, pot, bestF1, bestGMean, falsePositiveRate or value, got {"kind":"magic"}',
    );
  });
});

describe('checkThresholdRule', () => {
  it('takes every rule that some scores could follow', () => {
    checkThresholdRule({ kind: 'pot', risk: 0.001, level: 0.98 }, false);
    checkThresholdRule({ kind: 'falsePositiveRate', rate: 0.01 }, true);
    checkThresholdRule({ kind: 'mad', k: 3 }, false);
  });

  it('refuses others', () => {
    const check = (rule: ThresholdRule) => () => checkThresholdRule(rule, false);
    expect(check({ kind: 'pot', risk: 0.5, level: 0.98 })).toThrow('risk must be in');
    expect(check({ kind: 'mean', k: -1 })).toThrow('k must be a number of at least 0, got -1');
    expect(check({ kind: 'bestGMean' })).toThrow("threshold rule 'bestGMean' must have labels");
  });
});
