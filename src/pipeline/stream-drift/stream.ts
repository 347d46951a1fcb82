import { createCloudTrailGenerator } from '../../data/cloudtrail/generator/generator';
import { movingSamples } from '../../data/moving-samples';
import type { Matrix } from '../../matrix';
import { noveltyScores } from '../cloudtrail/novelty-scores';
import { generatedCloudTrailRows, indexAtTime } from '../cloudtrail/rows';
import type { StreamDriftSettings } from './options';

/** Samples by time with their truth. */
interface Samples {
  readonly features: Matrix;
  /** 0 is normal, shape `[nSamples]`. */
  readonly labels: Int32Array;
  /** Which attack a sample is of, else empty. */
  readonly attacks: readonly string[];
  /** Index of the first sample of each week, and the number of samples; shape `[weeks + 1]`. */
  readonly borders: readonly number[];
  /** A baseline that learns nothing, where the samples have one: it is read off them. */
  readonly oddities: Float64Array | null;
}

/** A stream over some weeks, which drifts. */
export interface DriftStream extends Samples {
  readonly settings: StreamDriftSettings;
  readonly seed: number;
  /** The first week that thresholds are set on, and the first that is judged. */
  readonly validationWeek: number;
  readonly testWeek: number;
  /** Share of the validation weeks' samples that are flagged. */
  readonly share: number;
}

const DAY = 86_400_000;
const SAMPLES_PER_WEEK = 560;

/**
 * Generates a stream.
 *
 * @throws {RangeError} if an option of the generator is out of range, or there are more alarms than half the samples of the validation weeks.
 */
export function driftStream(seed: number, settings: StreamDriftSettings): DriftStream {
  const { trainWeeks, validationWeeks, alarmsPerWeek, stream } = settings;
  const samples = stream === 'moving' ? moving(seed, settings) : cloudTrail(seed, settings);
  const testWeek = trainWeeks + validationWeeks;
  const perWeek = (samples.borders[testWeek] - samples.borders[trainWeeks]) / validationWeeks;
  const share = alarmsPerWeek / perWeek;
  if (!(share <= 0.5)) {
    throw new RangeError(
      `alarmsPerWeek must be at most half of ${perWeek} samples a week, got ${alarmsPerWeek}`,
    );
  }
  return { ...samples, settings, seed, validationWeek: trainWeeks, testWeek, share };
}

function cloudTrail(seed: number, settings: StreamDriftSettings): Samples {
  const { difficulty, scale, attacksPerYear, weeks } = settings;
  const options = { seed, difficulty, scale, attacksPerYear, days: 7 * weeks };
  const generator = createCloudTrailGenerator(options);
  const rows = generatedCloudTrailRows(generator);
  const startOf = (week: number) => generator.settings.start + 7 * week * DAY;
  const { features, labels, attacks } = rows;
  return {
    ...{ features, labels, attacks },
    borders: Array.from({ length: weeks + 1 }, (_, week) => indexAtTime(rows, startOf(week))),
    oddities: noveltyScores(rows),
  };
}

/** The jump comes in the middle of the judged weeks; each anomaly is an attack. */
function moving(seed: number, settings: StreamDriftSettings): Samples {
  const { scale, attacksPerYear, weeks, trainWeeks, validationWeeks, drift, jump } = settings;
  const samplesPerWeek = Math.round(SAMPLES_PER_WEEK * scale);
  const anomalyShare = Math.min(attacksPerYear / (365 / 7) / samplesPerWeek, 0.49);
  const jumpWeek = Math.round((weeks + trainWeeks + validationWeeks) / 2);
  const options = { seed, weeks, samplesPerWeek, anomalyShare, drift, jump, jumpWeek };
  const { samples, labels } = movingSamples(options);
  return {
    features: samples,
    labels,
    attacks: Array.from(labels, (label, i) => (label === 0 ? '' : String(i))),
    borders: Array.from({ length: weeks + 1 }, (_, week) => week * samplesPerWeek),
    oddities: null,
  };
}

/** Features of the samples from one week up to, not including, another. */
export function featuresOf(stream: DriftStream, fromWeek: number, toWeek: number): Matrix {
  const { data, nFeatures } = stream.features;
  const [from, to] = [stream.borders[fromWeek], stream.borders[toWeek]];
  const part = data.subarray(from * nFeatures, to * nFeatures);
  return { data: part, nSamples: to - from, nFeatures };
}

/** What a method says of the judged weeks. */
export interface MethodRun {
  readonly name: string;
  /** Shape `[nSamples]`; comparable within a week. */
  readonly scores: Float64Array;
  /** 1 for each sample that is flagged; 0 before the judged weeks. */
  readonly flags: Uint8Array;
}

/** A run without scores and flags yet. */
export function emptyRun(name: string, { labels }: DriftStream): MethodRun {
  return {
    name,
    scores: new Float64Array(labels.length),
    flags: new Uint8Array(labels.length),
  };
}
