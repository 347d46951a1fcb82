import type { FittedDetector } from '../detectors/detector';
import type { Forest } from '../detectors/forest';
import type { FittedIsolationForest } from '../detectors/isolation-forest';

/** A forest whose nodes know how many training samples reached them. */
export type CountedForest = Forest & { readonly counts: Int32Array };

/**
 * The trees of an isolation forest.
 *
 * @throws {TypeError} if the detector is no isolation forest.
 * @throws {RangeError} if it was saved without the counts of samples in its nodes.
 * @internal
 */
export function countedForest(detector: FittedDetector): CountedForest {
  const forest: Forest | undefined = (detector as Partial<FittedIsolationForest>)?.forest;
  if (!forest) {
    throw new TypeError(
      `detector must be an isolation forest, got ${detector?.name}; kernelShap explains any`,
    );
  }
  const { counts } = forest;
  if (!counts) {
    throw new RangeError('forest must have counts of samples in its nodes; fit it again');
  }
  return { ...forest, counts };
}
