import { describe, expect, it } from 'vitest';
import {
  applyOneHotEncoder,
  fitOneHotEncoder,
  oneHotNames,
  type UnknownCategory,
} from '../../src/features/one-hot-encoder';
import { matrix } from '../../src/matrix';

describe('one-hot encoder', () => {
  it('has a last column of its own for unknown categories', () => {
    const state = fitOneHotEncoder(['udp', null, 'tcp']);
    expect(applyOneHotEncoder(state, ['udp', 'icmp', null])).toEqual(
      matrix([
        [0, 0, 1, 0],
        [0, 0, 0, 1],
        [1, 0, 0, 0],
      ]),
    );
    expect(oneHotNames(state, 'protocol')).toEqual([
      'protocol is null',
      'protocol=tcp',
      'protocol=udp',
      'protocol is unknown',
    ]);
  });

  it('has unknown categories as zeros, or refuses them, where told to', () => {
    const zeros = fitOneHotEncoder(['a', 'b'], { unknown: 'zeros' });
    expect(applyOneHotEncoder(zeros, ['c', 'b'])).toEqual(
      matrix([
        [0, 0],
        [0, 1],
      ]),
    );
    expect(oneHotNames(zeros, 'x')).toEqual(['x=a', 'x=b']);
    const strict = fitOneHotEncoder(['a', 'b'], { unknown: 'error' });
    expect(() => applyOneHotEncoder(strict, ['a', 'c'])).toThrow(
      new RangeError('sample 1 must be one of the 2 categories of training, got "c"'),
    );
  });

  it('stands in the documentation', () => {
    expect(oneHotNames(fitOneHotEncoder(['tcp', 'udp']), 'protocol')).toEqual([
      'protocol=tcp',
      'protocol=udp',
      'protocol is unknown',
    ]);
  });

  it('encodes no samples as none', () => {
    const { nSamples, nFeatures } = applyOneHotEncoder(fitOneHotEncoder(['a']), []);
    expect([nSamples, nFeatures]).toEqual([0, 2]);
  });

  it('refuses a way with unknown categories that it does not know', () => {
    expect(() => fitOneHotEncoder(['a'], { unknown: 'drop' as UnknownCategory })).toThrow(
      'unknown must be column, zeros or error, got drop',
    );
  });
});
