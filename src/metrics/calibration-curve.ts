import { checkInteger, checkOptionNames } from '../check-options';
import { quantileOfSorted } from '../features/quantile';
import { checkProbabilities } from './probability-loss';

/** How probabilities are put in bins. */
export interface CalibrationOptions {
  /** Bins, at least 1; those without a sample are left out. Default 5. */
  readonly nBins?: number;
  /**
   * `uniform`: bins of one width. `quantile`: bins of about one number of samples, for rare anomalies,
   * whose probabilities crowd near 0. Default `uniform`.
   */
  readonly strategy?: 'uniform' | 'quantile';
}

/** Predicted probability against how often it came true, by bin; shapes `[nFilledBins]`. */
export interface CalibrationCurve {
  /** Mean probability of an anomaly in the bin, ascending. */
  readonly predicted: Float64Array;
  /** Share of anomalies in the bin. */
  readonly observed: Float64Array;
  /** Samples in the bin. */
  readonly nSamples: Int32Array;
}

/**
 * Whether probabilities mean what they say: on the diagonal, they do.
 *
 * Bins are those of scikit-learn's `calibration_curve`: open below, closed above.
 *
 * @throws {RangeError} if lengths differ or are 0, a label is not 0 or 1, a probability is not in
 * [0, 1], or an option is unknown or out of range.
 */
export function calibrationCurve(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: CalibrationOptions = {},
): CalibrationCurve {
  checkProbabilities(labels, probabilities);
  const edges = innerEdges(probabilities, options);
  const sums = new Float64Array(edges.length + 1);
  const anomalies = new Float64Array(edges.length + 1);
  const counts = new Int32Array(edges.length + 1);
  for (let i = 0; i < labels.length; i++) {
    let bin = 0;
    while (bin < edges.length && edges[bin] < probabilities[i]) bin++;
    sums[bin] += probabilities[i];
    anomalies[bin] += labels[i];
    counts[bin]++;
  }
  const filled = (_: number, bin: number) => counts[bin] > 0;
  return {
    predicted: sums.map((sum, bin) => sum / counts[bin]).filter(filled),
    observed: anomalies.map((count, bin) => count / counts[bin]).filter(filled),
    nSamples: counts.filter(filled),
  };
}

function innerEdges(probabilities: ArrayLike<number>, options: CalibrationOptions): Float64Array {
  checkOptionNames(options, ['nBins', 'strategy']);
  const { nBins = 5, strategy = 'uniform' } = options;
  checkInteger('nBins', nBins, 1);
  if (strategy !== 'uniform' && strategy !== 'quantile') {
    throw new RangeError(`strategy must be uniform or quantile, got ${strategy}`);
  }
  const sorted = Float64Array.from(probabilities).sort();
  const edge = (i: number) =>
    strategy === 'uniform' ? i * (1 / nBins) : quantileOfSorted(sorted, i * (1 / nBins));
  return Float64Array.from({ length: nBins - 1 }, (_, i) => edge(i + 1));
}
