import { checkShare } from '../check-options';
import { checkLabels, checkSameLength } from './check';

/** The least difference from 1 of a 64-bit number. */
const EPSILON = 2 ** -52;

/**
 * Brier score: mean squared difference of the probability of an anomaly and the label.
 *
 * For calibrated probabilities, not for scores on other scales. Predicting the share of anomalies p
 * for every sample gets p(1 - p), so values compare only on the same labels.
 *
 * Source: Brier 1950, Verification of forecasts expressed in terms of probability.
 *
 * @returns in [0, 1]; lower is better.
 * @throws {RangeError} if lengths differ or are 0, a label is not 0 or 1, or a probability is not in
 * [0, 1].
 * @example
 * brierScore([0, 1], [0.1, 0.8]); // 0.025
 */
export function brierScore(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  checkProbabilities(labels, probabilities);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += (probabilities[i] - labels[i]) ** 2;
  return sum / labels.length;
}

/**
 * Log loss: mean negative logarithm of the probability that was given to the true class.
 *
 * Probabilities are cut off at 2.2e-16 from 0 and 1, as scikit-learn does for 64-bit numbers, so a
 * sure mistake costs 36.04 and not Infinity.
 *
 * @returns in [0, 36.05), in nats; lower is better.
 * @throws {RangeError} if lengths differ or are 0, a label is not 0 or 1, or a probability is not in
 * [0, 1].
 */
export function logLoss(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  checkProbabilities(labels, probabilities);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const p = Math.min(Math.max(probabilities[i], EPSILON), 1 - EPSILON);
    sum -= labels[i] === 1 ? Math.log(p) : Math.log(1 - p);
  }
  return sum / labels.length;
}

/**
 * Refuses probabilities of an anomaly that do not fit the labels.
 *
 * @throws {RangeError} if lengths differ or are 0, a label is not 0 or 1, or a probability is not in
 * [0, 1].
 */
export function checkProbabilities(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): void {
  checkLabels(labels);
  checkSameLength(labels, probabilities, 'probabilities');
  for (let i = 0; i < labels.length; i++) checkShare(`probabilities[${i}]`, probabilities[i]);
}
