import { describe, expect, it } from 'vitest';
import { rowOcclusion } from '../../src/explain/row-occlusion';

interface Login {
  readonly bytes: number;
  readonly country: string;
  readonly failures: number;
}

/** Twice the bytes, 10 for a foreign country, and the failures of all rows up to each. */
const score = async (rows: readonly Login[]): Promise<Float32Array> => {
  let failures = 0;
  return Float32Array.from(rows, (row) => {
    failures += row.failures;
    return 2 * row.bytes + (row.country === 'home' ? 0 : 10) + failures;
  });
};
const ROWS: Login[] = [
  { bytes: 7, country: 'far', failures: 5 },
  { bytes: 4, country: 'far', failures: 2 },
];
const REFERENCE = { bytes: 1, country: 'home', failures: 0 };

describe('rowOcclusion', () => {
  it('gives each column its part of the last score', async () => {
    const columns = ['bytes', 'country', 'failures'];
    expect([...(await rowOcclusion(score, ROWS, columns, REFERENCE))]).toEqual([6, 10, 2]);
    expect([...(await rowOcclusion(score, ROWS, ['failures'], REFERENCE))]).toEqual([2]);
    expect(ROWS[1]).toEqual({ bytes: 4, country: 'far', failures: 2 });
  });

  it('gives nothing to a column that is as in the reference', async () => {
    const rows = [{ ...ROWS[0], country: 'home' }];
    expect([...(await rowOcclusion(score, rows, ['country'], REFERENCE))]).toEqual([0]);
  });

  it('refuses no rows and a reference without a column', async () => {
    await expect(rowOcclusion(score, [], ['bytes'], REFERENCE)).rejects.toThrow(
      'rows must not be empty, got 0 rows',
    );
    await expect(rowOcclusion(score, ROWS, ['bytes'], { country: 'home' })).rejects.toThrow(
      'reference must have column "bytes", got country',
    );
  });
});
