import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reasonWriter } from '../../../src/serve/models/reason-json';

describe('reasonWriter', () => {
  it('writes what JSON.stringify writes, of any name and value', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const name = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__proto__');
    const contribution = fc.double({ noNaN: true, noDefaultInfinity: true });
    const columns = fc.uniqueArray(fc.tuple(name, value, value, contribution), {
      selector: ([column]) => column,
    });
    const property = fc.property(columns, (drawn) => {
      const typical = Object.fromEntries(drawn.map(([column, usual]) => [column, usual]));
      const reasons = drawn.map(([feature, usual, actual, part]) => ({
        feature,
        actual,
        typical: usual,
        contribution: part,
      }));
      expect(reasonWriter({ typical })(reasons)).toBe(JSON.stringify(reasons));
    });
    fc.assert(property, { numRuns: 300, seed: 1 });
  });

  it('has no reasons of a model without a typical row', () => {
    expect(reasonWriter({ typical: null })([])).toBe('[]');
  });
});
