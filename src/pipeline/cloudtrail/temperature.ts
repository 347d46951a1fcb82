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
  const logits = logitsOf(probabilities, weights);
  const lossAt = (log: number) => logLoss(logits, labels, Math.exp(log));
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
  probabilities: Matrix,
  { weights, temperature }: ThreatCalibration,
): Matrix {
  const logits = logitsOf(probabilities, weights);
  for (let start = 0; start < logits.data.length; start += logits.nFeatures) {
    soften(logits, start, temperature, logits.data, start);
  }
  return logits;
}

/** Logarithms of probabilities, weights taken off. */
function logitsOf({ data, ...shape }: Matrix, weights: readonly number[]): Matrix {
  const logWeights = weights.map(Math.log);
  const logits = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) {
    logits[i] = Math.log(Math.max(data[i], SMALLEST)) - logWeights[i % shape.nFeatures];
  }
  return { data: logits, ...shape };
}

/** Writes the softmax of a row's logits over a temperature, which may be where they are. */
function soften(
  { data, nFeatures: nClasses }: Matrix,
  start: number,
  temperature: number,
  out: Float64Array,
  at: number,
): void {
  let highest = -Infinity;
  for (let c = 0; c < nClasses; c++) {
    const logit = data[start + c] / temperature;
    out[at + c] = logit;
    if (logit > highest) highest = logit;
  }
  let total = 0;
  for (let c = 0; c < nClasses; c++) {
    out[at + c] = Math.exp(out[at + c] - highest);
    total += out[at + c];
  }
  for (let c = 0; c < nClasses; c++) out[at + c] /= total;
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

/** Of the probabilities at a temperature; nothing is kept of them, since it is asked for again and again. */
function logLoss(logits: Matrix, labels: ArrayLike<number>, temperature: number): number {
  const { nSamples, nFeatures } = logits;
  const own = new Float64Array(nFeatures);
  let sum = 0;
  for (let i = 0; i < nSamples; i++) {
    soften(logits, i * nFeatures, temperature, own, 0);
    sum -= Math.log(Math.max(own[labels[i]], SMALLEST));
  }
  return sum / nSamples;
}
