import type { Matrix } from '../../matrix';
import type { FittedDetector } from '../detector';

/** A fitted detector that also scores the samples it was fitted on, each without itself. */
export interface FittedTransductive extends FittedDetector<Matrix> {
  /**
   * Scores the training samples themselves; none counts as its own neighbour, as it would for `score`.
   *
   * @returns shape `[nTrainSamples]`, in their order; higher is more anomalous.
   */
  trainScores(): Promise<Float32Array>;
}

/**
 * Refuses training samples that cannot each have `nNeighbours` others.
 *
 * @throws {RangeError} saying how many are needed.
 */
export function checkNeighbourCount(nSamples: number, nNeighbours: number): void {
  if (nSamples > nNeighbours) return;
  throw new RangeError(
    `train must have more samples than nNeighbours, ${nNeighbours}, got ${nSamples}`,
  );
}

/**
 * The saved training samples, as they were when the detector was fitted.
 *
 * @throws {Error} naming the folder if they do not fit the shape.
 */
export function savedSamples(
  directory: string,
  data: unknown,
  shape: { readonly nSamples: number; readonly nFeatures: number },
): Matrix {
  const { nSamples, nFeatures } = shape;
  if (!(data instanceof Float64Array) || data.length !== nSamples * nFeatures) {
    throw new Error(`${directory}: samples must be of shape [${nSamples}, ${nFeatures}]`);
  }
  return { data, nSamples, nFeatures };
}
