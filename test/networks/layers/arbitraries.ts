import fc from 'fast-check';
import type { Point } from '../gradient';

const size = fc.integer({ min: 1, max: 7 });
const seed = fc.integer({ min: 0, max: 1e6 });

/** Sequences of a few steps, samples and features. */
export const sequences: fc.Arbitrary<Point> = fc
  .tuple(size, size, size, seed)
  .map(([nTimesteps, nFeatures, nSamples, drawn]) => ({
    inputShape: [nTimesteps, nFeatures],
    nSamples,
    seed: drawn,
  }));

/** Samples of a few features. */
export const rows: fc.Arbitrary<Point> = fc
  .tuple(size, size, seed)
  .map(([nFeatures, nSamples, drawn]) => ({ inputShape: [nFeatures], nSamples, seed: drawn }));

/** Units of a layer. */
export const units: fc.Arbitrary<number> = size;
