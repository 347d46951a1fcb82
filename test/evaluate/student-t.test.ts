import { describe, expect, it } from 'vitest';
import { studentT } from '../../src/evaluate/student-t';
import golden from '../golden/intervals.json';

describe('studentT', () => {
  it.each(golden.studentT)('is what SciPy says at level %f, %i degrees', (level, n, expected) => {
    expect(studentT(level, n) / expected).toBeCloseTo(1, 9);
  });

  it('refuses what has no distribution', () => {
    expect(() => studentT(1, 4)).toThrow('level must be in (0, 1), got 1');
    expect(() => studentT(0.9, 0)).toThrow(
      'degreesOfFreedom must be an integer of at least 1, got 0',
    );
  });
});
