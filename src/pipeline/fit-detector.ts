import type {
  Detector,
  FitOptions,
  FittedClassifier,
  FittedDetector,
  SupervisedDetector,
} from '../detectors/detector';

/** A detector that learns from samples alone, or from their labels, too. */
export type AnyDetector<Samples, Fitted extends FittedDetector<Samples> = FittedDetector<Samples>> =
  | Detector<Samples, Fitted>
  | SupervisedDetector<Samples, Fitted & FittedClassifier<Samples>>;

/**
 * Fits a detector of either kind.
 *
 * @param labels class indices of the training samples, shape `[nSamples]`.
 * @throws {TypeError} if the detector learns from labels and there are none.
 */
export async function fitDetector<Samples, Fitted extends FittedDetector<Samples>>(
  detector: AnyDetector<Samples, Fitted>,
  train: Samples,
  labels: Int32Array | undefined,
  options: FitOptions<Samples>,
): Promise<Fitted> {
  if (!('learnsFromLabels' in detector)) return detector.fit(train, options);
  if (!labels) throw new TypeError(`labels must be given to ${detector.name}, got none`);
  return detector.fit(train, labels, options);
}
