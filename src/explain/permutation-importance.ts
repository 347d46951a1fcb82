import { checkFunction, checkInteger, checkOptionNames } from '../check-options';
import type { FittedDetector } from '../detectors/detector';
import { columnOf } from '../features/column';
import { meanOf } from '../features/mean';
import { checkSamples, type Matrix } from '../matrix';
import { checkSameLength } from '../metrics/check';
import { createRandom } from '../random';

/** How often, and by which chance, features are shuffled. */
export interface PermutationOptions {
  /** Shuffles of each feature, at least 2. Default 5. */
  readonly nRepeats?: number;
  /** Seed of the shuffles. Default 0. */
  readonly seed?: number;
}

/** What a metric loses without each feature. */
export interface PermutationImportance {
  /** The metric of the samples as they are. */
  readonly baseline: number;
  /** Mean loss of the metric over the shuffles, shape `[nFeatures]`; about 0 where it is not needed. */
  readonly mean: Float64Array;
  /** Sample standard deviation of the loss over the shuffles, shape `[nFeatures]`. */
  readonly standardDeviation: Float64Array;
}

/**
 * How much worse a detector gets when one feature's values are shuffled among the samples.
 *
 * Says what a fitted detector relies on, given labels it was not fitted on; of two features that say
 * the same, both seem unimportant. The spread is that of the shuffles, not of other samples.
 * Source: Breiman 2001, section 10; Fisher, Rudin and Dominici 2019, section 3.
 *
 * @param metric higher is better, such as `rocAuc`.
 * @throws {RangeError} if lengths or widths differ, a value or the metric is not finite, or an option
 * is unknown or out of its range; and what the metric throws, such as for labels of one class.
 * @throws {TypeError} if the detector cannot score, or the metric is no function.
 * @example
 * const { baseline, mean } = await permutationImportance(fitted, test, labels, rocAuc);
 */
export async function permutationImportance(
  detector: FittedDetector,
  samples: Matrix,
  labels: ArrayLike<number>,
  metric: (labels: ArrayLike<number>, scores: ArrayLike<number>) => number,
  options: PermutationOptions = {},
): Promise<PermutationImportance> {
  checkOptionNames(options, ['nRepeats', 'seed']);
  const { nRepeats = 5, seed = 0 } = options;
  checkInteger('nRepeats', nRepeats, 2);
  checkFunction('detector.score', detector?.score);
  checkFunction('metric', metric);
  checkSamples(samples);
  checkSameLength(labels, { length: samples.nSamples }, 'samples');
  const random = createRandom(seed);
  const measure = async (rows: Matrix) => finite(metric(labels, await detector.score(rows)));
  const baseline = await measure(samples);
  const mean = new Float64Array(samples.nFeatures);
  const standardDeviation = new Float64Array(samples.nFeatures);
  for (let j = 0; j < samples.nFeatures; j++) {
    const column = columnOf(samples, j);
    const losses = new Float64Array(nRepeats);
    for (let repeat = 0; repeat < nRepeats; repeat++) {
      const order = random.sample(samples.nSamples, samples.nSamples);
      const shuffled = withColumn(samples, j, (i) => column[order[i]]);
      losses[repeat] = baseline - (await measure(shuffled));
    }
    mean[j] = meanOf(losses);
    const squares = losses.reduce((sum, loss) => sum + (loss - mean[j]) ** 2, 0);
    standardDeviation[j] = Math.sqrt(squares / (nRepeats - 1));
  }
  return { baseline, mean, standardDeviation };
}

function withColumn(samples: Matrix, feature: number, value: (i: number) => number): Matrix {
  const data = samples.data.slice();
  for (let i = 0; i < samples.nSamples; i++) data[i * samples.nFeatures + feature] = value(i);
  return { ...samples, data };
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`metric must be finite, got ${value}`);
  return value;
}
