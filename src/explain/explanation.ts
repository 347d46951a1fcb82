import type { Matrix } from '../matrix';

/**
 * What each feature of each sample adds to a detector's output.
 *
 * Local accuracy: the contributions of a sample sum to its output less the base value.
 */
export interface Explanation {
  /** The output where no feature is known. */
  readonly baseValue: number;
  /** What is explained, shape `[nSamples]`; higher is more anomalous. */
  readonly outputs: Float64Array;
  /** Shape `[nSamples, nFeatures]`; positive where the feature makes the sample more anomalous. */
  readonly contributions: Matrix;
}
