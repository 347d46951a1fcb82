import { quantileOfSorted } from '../features/quantile';
import { checkLabels, checkSameLength, checkScores } from '../metrics/check';
import { createRandom } from '../random';

/** How an interval is drawn. */
export interface BootstrapOptions {
  /** Resamples drawn, at least 1. Default 1000. */
  readonly nResamples?: number;
  /** Share of resamples inside the interval, (0, 1). Default 0.95. */
  readonly level?: number;
  /** Default 0. */
  readonly seed?: number;
}

/** A figure and how far it would move with other samples. */
export interface Interval {
  /** The metric of all samples. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/**
 * Percentile bootstrap interval of a metric: samples are drawn anew with replacement, and the
 * middle `level` of the metric's values is kept.
 *
 * Labels and scores are drawn as pairs and not by class, so the number of anomalies varies as it
 * would in new data. A resample of one class only is drawn again, since ROC AUC has no value there;
 * with a handful of anomalies that, and the percentile method itself, makes the interval too
 * narrow. Samples must be independent: neighbouring windows of one series are not.
 *
 * Source: Efron 1979; Efron and Tibshirani 1993, An introduction to the bootstrap, section 13.3.
 *
 * @param metric - For example `rocAuc`.
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing, a score is not
 * finite, or an option is out of range.
 */
export function bootstrapInterval(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  metric: (labels: Int32Array, scores: Float64Array) => number,
  options: BootstrapOptions = {},
): Interval {
  const { nResamples = 1000, level = 0.95, seed = 0 } = options;
  checkInputs(labels, scores, nResamples, level);
  const random = createRandom(seed);
  const drawnLabels = new Int32Array(labels.length);
  const drawnScores = new Float64Array(labels.length);
  const values = new Float64Array(nResamples);
  for (let i = 0; i < nResamples; i++) {
    do {
      for (let j = 0; j < labels.length; j++) {
        const index = random.integer(labels.length);
        drawnLabels[j] = labels[index];
        drawnScores[j] = scores[index];
      }
    } while (isOneClass(drawnLabels));
    values[i] = metric(drawnLabels, drawnScores);
  }
  values.sort();
  return {
    estimate: metric(new Int32Array(labels), new Float64Array(scores)),
    lower: quantileOfSorted(values, (1 - level) / 2),
    upper: quantileOfSorted(values, (1 + level) / 2),
    level,
  };
}

function checkInputs(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  nResamples: number,
  level: number,
): void {
  checkLabels(labels);
  checkSameLength(labels, scores, 'scores');
  checkScores(scores);
  if (isOneClass(labels)) {
    throw new RangeError(`labels must hold both 0 and 1, got only ${labels[0]}`);
  }
  if (!Number.isInteger(nResamples) || nResamples < 1) {
    throw new RangeError(`nResamples must be an integer of at least 1, got ${nResamples}`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be in (0, 1), got ${level}`);
}

function isOneClass(labels: ArrayLike<number>): boolean {
  for (let i = 1; i < labels.length; i++) if (labels[i] !== labels[0]) return false;
  return true;
}
