import { checkInteger, checkNumber, checkOptionNames } from '../check-options';
import type { Matrix } from '../matrix';
import { createRandom } from '../random';
import { plantAnomalies } from './planted-anomalies';

/** How samples move. */
export interface MovingSamplesOptions {
  /** At least 1. Default 104. */
  readonly weeks?: number;
  /** At least 1. Default 560. */
  readonly samplesPerWeek?: number;
  /** Of all samples, (0, 0.5). Default 0.004. */
  readonly anomalyShare?: number;
  /** At least 2. Default 6. */
  readonly nFeatures?: number;
  /** How far every feature moves in a week, in its standard deviations, at least 0. Default 0.03. */
  readonly drift?: number;
  /** How far every feature jumps for good at the start of `jumpWeek`, in its standard deviations, at least 0. Default 2. */
  readonly jump?: number;
  /** Counted from 0; no jump where there is no such week. Default 69. */
  readonly jumpWeek?: number;
  /** Default 0. */
  readonly seed?: number;
}

/** Samples by time, with their truth. */
export interface MovingSamples {
  readonly samples: Matrix;
  /** 0 normal, 1 anomaly, shape `[nSamples]`. */
  readonly labels: Int32Array;
}

/**
 * A synthetic stream of samples that moves: global anomalies of `plantAnomalies` among normal samples in three clusters, in
 * random order, and all of them, normal or not, are carried along: slowly, and by one jump for good.
 *
 * Each feature goes up or down, as the seed says. What an anomaly is does not change; where it lies does. With neither drift
 * nor jump it is the control. Figures on it say how fast a detector follows, nothing about the field.
 *
 * @returns samples of shape `[weeks * samplesPerWeek, nFeatures]`.
 * @throws {RangeError} if an option is unknown or out of range.
 */
export function movingSamples(options: MovingSamplesOptions = {}): MovingSamples {
  const settings = checkOptions(options);
  const { weeks, samplesPerWeek, anomalyShare, nFeatures, seed } = settings;
  const nSamples = weeks * samplesPerWeek;
  const nAnomalies = Math.round(anomalyShare * nSamples);
  const planted = plantAnomalies('global', {
    nNormal: nSamples - nAnomalies,
    nAnomalies,
    nFeatures,
    seed,
  });
  const random = createRandom(seed + 1);
  const order = random.sample(nSamples, nSamples);
  const steps = spreadsOf(planted.samples, nSamples - nAnomalies).map((spread) =>
    random.uniform() < 0.5 ? -spread : spread,
  );
  const data = new Float64Array(nSamples * nFeatures);
  order.forEach((from, i) => {
    const moved = movedBy(settings, i / samplesPerWeek);
    for (let j = 0; j < nFeatures; j++) {
      data[i * nFeatures + j] = planted.samples.data[from * nFeatures + j] + moved * steps[j];
    }
  });
  return {
    samples: { data, nSamples, nFeatures },
    labels: Int32Array.from(order, (from) => planted.labels[from]),
  };
}

/** In standard deviations. */
function movedBy({ drift, jump, jumpWeek }: Required<MovingSamplesOptions>, week: number): number {
  return drift * week + (week >= jumpWeek ? jump : 0);
}

/** Standard deviations of the features of the first rows. */
function spreadsOf({ data, nFeatures }: Matrix, nRows: number): Float64Array {
  return Float64Array.from({ length: nFeatures }, (_, j) => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < nRows; i++) sum += data[i * nFeatures + j];
    for (let i = 0; i < nRows; i++) squares += (data[i * nFeatures + j] - sum / nRows) ** 2;
    return Math.sqrt(squares / nRows);
  });
}

function checkOptions(options: MovingSamplesOptions): Required<MovingSamplesOptions> {
  const counts = ['weeks', 'samplesPerWeek'];
  const names = [...counts, 'anomalyShare', 'nFeatures', 'drift', 'jump', 'jumpWeek', 'seed'];
  checkOptionNames(options, names);
  const { weeks = 104, samplesPerWeek = 560, anomalyShare = 0.004, nFeatures = 6 } = options;
  const { drift = 0.03, jump = 2, jumpWeek = 69, seed = 0 } = options;
  checkInteger('weeks', weeks, 1, 10_000);
  checkInteger('samplesPerWeek', samplesPerWeek, 1, 1_000_000);
  checkNumber('anomalyShare', anomalyShare, 0, 0.5, '()');
  checkInteger('nFeatures', nFeatures, 2);
  checkNumber('drift', drift, 0, 1000, '[]');
  checkNumber('jump', jump, 0, 1000, '[]');
  checkInteger('jumpWeek', jumpWeek, 0);
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER + 1, Number.MAX_SAFE_INTEGER - 1);
  return { weeks, samplesPerWeek, anomalyShare, nFeatures, drift, jump, jumpWeek, seed };
}
