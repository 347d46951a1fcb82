import { checkInteger, checkOptionNames } from '../check-options';
import { isolationForest } from '../detectors/isolation-forest';
import { logisticRegression } from '../detectors/logistic-regression';
import { mahalanobis } from '../detectors/mahalanobis';
import { pca } from '../detectors/pca';
import { featureCorrelation } from '../features/process-correlation';
import { applyScaler, fitScaler } from '../features/scale';
import { makeWindows } from '../features/window';
import { checkSamples, type Matrix, takeRows } from '../matrix';
import { rocAuc } from '../metrics/roc';
import { kolmogorovSmirnovTest } from './significance/kolmogorov-smirnov';
import { quantileThreshold } from './thresholds/quantile';

/** How one simulated feature compares with the real one. */
export interface FeatureFidelity {
  readonly feature: string;
  /** Difference of the means, simulated less real, in real standard deviations; in units of the feature where that is 0. */
  readonly meanDifference: number;
  /** Simulated standard deviation over the real one; 1 where both are 0, infinite where the real one alone is. */
  readonly spreadRatio: number;
  /** Kolmogorov–Smirnov distance, in [0, 1]. */
  readonly distance: number;
  /** Autocorrelation from one sample to the next, real and simulated; 0 of constants. */
  readonly autocorrelation: readonly [real: number, simulated: number];
}

/** How close simulated samples come to real ones. */
export interface SimulatorFidelity {
  readonly features: readonly FeatureFidelity[];
  /** Absolute differences of the correlations of all pairs of features. */
  readonly correlation: {
    readonly mean: number;
    readonly quantile95: number;
    readonly largest: number;
  };
  /**
   * Share of the real samples above a threshold that 1 % of simulated ones pass, by detector; those are fitted on the first half of the
   * simulated samples, the threshold is set on the second. A perfect simulator has 0.01.
   */
  readonly falseAlarmRates: Readonly<Record<string, number>>;
  /**
   * ROC AUC with which a logistic regression tells simulated from real samples by their steps to the next sample and the squares of those,
   * fitted on the first halves, told on the second. A perfect simulator has 0.5. Not by the samples themselves: set-points and
   * drift stay for hours, so what tells first halves apart by them is chance, and wrong of the second.
   */
  readonly discriminatorRocAuc: number;
}

/** What `simulatorFidelity` can be told. */
export interface SimulatorFidelityOptions {
  /** Seed of the isolation forest and the logistic regression. Default 0. */
  readonly seed?: number;
}

/**
 * Compares simulated samples of normal operation with real ones, both in order of time and at the same pace.
 *
 * Sees samples and neighbours, no longer patterns: a simulator may pass and still move wrongly between the samples.
 *
 * @param features names, shape `[nFeatures]`.
 * @throws {RangeError} if there are fewer than six samples on a side, widths differ, a value is not finite, or an option is unknown or out of range.
 */
export async function simulatorFidelity(
  features: readonly string[],
  real: Matrix,
  simulated: Matrix,
  options: SimulatorFidelityOptions = {},
): Promise<SimulatorFidelity> {
  checkOptionNames(options, ['seed']);
  const { seed = 0 } = options;
  checkInteger('seed', seed, 0);
  for (const [side, samples] of Object.entries({ real, simulated })) {
    checkSamples(samples, features.length);
    if (samples.nSamples < 6) {
      throw new RangeError(`${side} must have at least 6 samples, got ${samples.nSamples}`);
    }
  }
  return {
    features: features.map((feature, j) =>
      compareFeature(feature, columnOf(real, j), columnOf(simulated, j)),
    ),
    correlation: compareCorrelations(featureCorrelation(real), featureCorrelation(simulated)),
    falseAlarmRates: await falseAlarms(real, simulated, seed),
    discriminatorRocAuc: await discriminate(stepsOf(real), stepsOf(simulated), seed),
  };
}

function compareFeature(
  feature: string,
  real: Float64Array,
  simulated: Float64Array,
): FeatureFidelity {
  const [a, b] = [real, simulated].map(moments);
  return {
    feature,
    meanDifference: (b.mean - a.mean) / (a.deviation || 1),
    spreadRatio: a.deviation === b.deviation ? 1 : b.deviation / a.deviation,
    distance: kolmogorovSmirnovTest(real, simulated).statistic,
    autocorrelation: [a.autocorrelation, b.autocorrelation],
  };
}

function moments(values: Float64Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [square, product] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    square += (values[i] - mean) ** 2;
    if (i > 0) product += (values[i] - mean) * (values[i - 1] - mean);
  }
  const isConstant = values.every((value) => value === values[0]);
  const deviation = isConstant ? 0 : Math.sqrt(square / values.length);
  return { mean, deviation, autocorrelation: isConstant ? 0 : product / square };
}

function compareCorrelations(real: Matrix, simulated: Matrix): SimulatorFidelity['correlation'] {
  const differences: number[] = [];
  for (let i = 0; i < real.nSamples; i++) {
    for (let j = 0; j < i; j++) {
      const at = i * real.nFeatures + j;
      differences.push(Math.abs(real.data[at] - simulated.data[at]));
    }
  }
  differences.sort((a, b) => a - b);
  const quantile = (q: number) => differences[Math.floor(q * (differences.length - 1))] ?? 0;
  const sum = differences.reduce((total, difference) => total + difference, 0);
  return {
    mean: sum / Math.max(differences.length, 1),
    quantile95: quantile(0.95),
    largest: quantile(1),
  };
}

async function falseAlarms(
  real: Matrix,
  simulated: Matrix,
  seed: number,
): Promise<Record<string, number>> {
  const [first, second] = halves(simulated);
  const rates: Record<string, number> = {};
  for (const detector of [mahalanobis(), pca(), isolationForest({ seed })]) {
    const fitted = await detector.fit(first);
    const threshold = quantileThreshold(await fitted.score(second), 0.99);
    const scores = await fitted.score(real);
    rates[detector.name] = scores.filter((score) => score > threshold).length / real.nSamples;
  }
  return rates;
}

async function discriminate(real: Matrix, simulated: Matrix, seed: number): Promise<number> {
  const scaler = fitScaler(halves(real)[0], 'standard');
  const [train, test] = [0, 1].map((half) => {
    const sides = [real, simulated].map((side) =>
      withSquares(applyScaler(scaler, halves(side)[half])),
    );
    return {
      samples: stack(sides),
      labels: sides.flatMap(({ nSamples }, label) => Array<number>(nSamples).fill(label)),
    };
  });
  const windows = makeWindows({ samples: train.samples, length: 1 });
  const fitted = await logisticRegression({ seed, epochs: 60 }).fit(
    windows,
    Int32Array.from(train.labels),
  );
  const scores = await fitted.score(makeWindows({ samples: test.samples, length: 1 }));
  fitted.dispose();
  return rocAuc(test.labels, scores);
}

/** First and second half, by order. */
function halves(samples: Matrix): [Matrix, Matrix] {
  const { nSamples } = samples;
  const middle = Math.floor(nSamples / 2);
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  return [takeRows(samples, range(0, middle)), takeRows(samples, range(middle, nSamples))];
}

/** Values far out are drawn in, as their squares would rule all else. */
function withSquares({ data, nSamples, nFeatures }: Matrix): Matrix {
  const both = new Float64Array(2 * data.length);
  data.forEach((value, k) => {
    const near = Math.max(-5, Math.min(5, value));
    const at = 2 * nFeatures * Math.floor(k / nFeatures) + (k % nFeatures);
    both[at] = near;
    both[at + nFeatures] = near ** 2;
  });
  return { data: both, nSamples, nFeatures: 2 * nFeatures };
}

function stack(parts: readonly Matrix[]): Matrix {
  const nSamples = parts.reduce((sum, part) => sum + part.nSamples, 0);
  const [{ nFeatures }] = parts;
  const data = new Float64Array(nSamples * nFeatures);
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { data, nSamples, nFeatures };
}

/** From each sample to the next. */
function stepsOf({ data, nSamples, nFeatures }: Matrix): Matrix {
  const steps = data.slice(nFeatures);
  for (let k = 0; k < steps.length; k++) steps[k] -= data[k];
  return { data: steps, nSamples: nSamples - 1, nFeatures };
}

function columnOf({ data, nSamples, nFeatures }: Matrix, j: number): Float64Array {
  return Float64Array.from({ length: nSamples }, (_, i) => data[i * nFeatures + j]);
}
