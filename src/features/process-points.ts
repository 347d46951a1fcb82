import { checkValues } from '../data/process/check-recording';
import { HAI_VERSIONS, haiPoints, processOfPoint } from '../data/process/hai-points';
import type { ProcessRecording } from '../data/process/recording';
import { checkSamePoints } from './process-recordings';

/** What a point does over one or several recordings; figures are NaN where every value is missing. */
export interface PointSummary {
  readonly point: string;
  /** `P1` for `P1_B2004`; empty where names do not begin so. */
  readonly process: string;
  /** Of HAI's points where the manual gives one, else empty. */
  readonly unit: string;
  /** Of HAI's points, else empty. */
  readonly description: string;
  readonly nSamples: number;
  /** Samples without a value (NaN). */
  readonly nMissing: number;
  /** Whether all values are the same. */
  readonly isConstant: boolean;
  readonly lowest: number;
  readonly highest: number;
  readonly mean: number;
  /** Population standard deviation. */
  readonly standardDeviation: number;
}

/**
 * The schema of recordings, a row a point: unit, missing values, whether it is constant, range, mean and spread.
 *
 * @param recordings one, or several that are taken together.
 * @throws {RangeError} if there are none, points differ, or a value is infinite.
 */
export function describeRecording(
  recordings: ProcessRecording | readonly ProcessRecording[],
): PointSummary[] {
  const all = checkSamePoints(recordings);
  const isRight = (value: number) => Math.abs(value) !== Infinity;
  for (const one of all) checkValues(one, isRight, 'must be finite, or NaN if missing');
  const known = new Map(HAI_VERSIONS.flatMap(haiPoints).map((point) => [point.name, point]));
  const figures = figuresOf(all);
  return all[0].points.map((point, j) => {
    const { unit = '', description = '' } = known.get(point) ?? {};
    return { point, process: processOfPoint(point), unit, description, ...figures(j) };
  });
}

/** Mean and spread in two passes, so that a point with a large mean and a small spread keeps its digits. */
function figuresOf(recordings: readonly ProcessRecording[]) {
  const { nFeatures } = recordings[0].samples;
  const nSamples = recordings.reduce((sum, { samples }) => sum + samples.nSamples, 0);
  const [counts, means, squares] = [0, 0, 0].map((zero) => new Float64Array(nFeatures).fill(zero));
  const lowest = new Float64Array(nFeatures).fill(Infinity);
  const highest = new Float64Array(nFeatures).fill(-Infinity);
  forEachValue(recordings, (value, j) => {
    counts[j]++;
    means[j] += value;
    if (value < lowest[j]) lowest[j] = value;
    if (value > highest[j]) highest[j] = value;
  });
  for (let j = 0; j < nFeatures; j++) means[j] /= counts[j];
  forEachValue(recordings, (value, j) => {
    squares[j] += (value - means[j]) ** 2;
  });
  return (j: number) => {
    const isConstant = lowest[j] === highest[j];
    return {
      nSamples,
      nMissing: nSamples - counts[j],
      isConstant,
      lowest: counts[j] > 0 ? lowest[j] : Number.NaN,
      highest: counts[j] > 0 ? highest[j] : Number.NaN,
      mean: isConstant ? lowest[j] : means[j],
      standardDeviation: isConstant ? 0 : Math.sqrt(squares[j] / counts[j]),
    };
  };
}

/** All values that are not missing, row by row. */
function forEachValue(
  recordings: readonly ProcessRecording[],
  take: (value: number, j: number) => void,
): void {
  for (const { samples } of recordings) {
    const { data, nFeatures } = samples;
    for (let start = 0; start < data.length; start += nFeatures) {
      for (let j = 0; j < nFeatures; j++) {
        const value = data[start + j];
        if (!Number.isNaN(value)) take(value, j);
      }
    }
  }
}
