import type { Matrix } from '../../matrix';
import { calibrationCurve } from '../../metrics/calibration-curve';

/** How probabilities are brought to how often they come true. */
export interface ThreatCalibration {
  /** How much training overweighted each class; above 0, shape `[nClasses]`. */
  readonly weights: readonly number[];
  /** Above 1 softens, below 1 sharpens. */
  readonly temperature: number;
}

const LOWEST_LOG = Math.log(1 / 50);
const HIGHEST_LOG = Math.log(50);
/** (sqrt 5 - 1) / 2. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const N_STEPS = 40;
const SMALLEST = 1e-12;

/**
 * Chooses the temperature with the least log loss on samples that were not trained on, between 1/50 and 50.
 *
 * Source: Guo et al. 2017, On Calibration of Modern Neural Networks, section 4.2; weights are taken off first, as
 * Saerens et al. 2002, eq. 2.4, takes off the shares of classes in training. The search is by golden section.
 *
 * @param probabilities shape `[nSamples, nClasses]`.
 * @param labels class indices, shape `[nSamples]`.
 */
export function fitTemperature(
  probabilities: Matrix,
  labels: ArrayLike<number>,
  weights: readonly number[],
): ThreatCalibration {
  const lossAt = (log: number) =>
    logLoss(calibrate(probabilities, { weights, temperature: Math.exp(log) }), labels);
  let [low, high] = [LOWEST_LOG, HIGHEST_LOG];
  let left = high - GOLDEN * (high - low);
  let right = low + GOLDEN * (high - low);
  let [lossLeft, lossRight] = [lossAt(left), lossAt(right)];
  for (let step = 0; step < N_STEPS; step++) {
    if (lossLeft < lossRight) {
      [high, right, lossRight] = [right, left, lossLeft];
      left = high - GOLDEN * (high - low);
      lossLeft = lossAt(left);
    } else {
      [low, left, lossLeft] = [left, right, lossRight];
      right = low + GOLDEN * (high - low);
      lossRight = lossAt(right);
    }
  }
  return { weights, temperature: Math.exp((low + high) / 2) };
}

/** Probabilities with weights taken off and a temperature; rows sum to 1. */
export function calibrate(
  { data, nSamples, nFeatures: nClasses }: Matrix,
  { weights, temperature }: ThreatCalibration,
): Matrix {
  const logWeights = weights.map(Math.log);
  const calibrated = new Float64Array(data.length);
  for (let start = 0; start < data.length; start += nClasses) {
    let highest = -Infinity;
    for (let c = 0; c < nClasses; c++) {
      const logit = (Math.log(Math.max(data[start + c], SMALLEST)) - logWeights[c]) / temperature;
      calibrated[start + c] = logit;
      if (logit > highest) highest = logit;
    }
    let total = 0;
    for (let c = 0; c < nClasses; c++) {
      calibrated[start + c] = Math.exp(calibrated[start + c] - highest);
      total += calibrated[start + c];
    }
    for (let c = 0; c < nClasses; c++) calibrated[start + c] /= total;
  }
  return { data: calibrated, nSamples, nFeatures: nClasses };
}

/**
 * Expected calibration error of the probability of any attack: how far probability and share of attacks lie apart on
 * average, in ten bins of as many samples each. Source: Guo et al. 2017, eq. 3.
 */
export function calibrationError(probabilities: Matrix, labels: ArrayLike<number>): number {
  const { data, nSamples, nFeatures } = probabilities;
  const attack = Float64Array.from({ length: nSamples }, (_, i) =>
    Math.min(Math.max(1 - data[i * nFeatures], 0), 1),
  );
  const isAttack = Int32Array.from({ length: nSamples }, (_, i) => (labels[i] > 0 ? 1 : 0));
  const curve = calibrationCurve(isAttack, attack, { nBins: 10, strategy: 'quantile' });
  return curve.nSamples.reduce(
    (sum, count, bin) =>
      sum + (count / nSamples) * Math.abs(curve.predicted[bin] - curve.observed[bin]),
    0,
  );
}

function logLoss({ data, nSamples, nFeatures }: Matrix, labels: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < nSamples; i++) {
    sum -= Math.log(Math.max(data[i * nFeatures + labels[i]], SMALLEST));
  }
  return sum / nSamples;
}
