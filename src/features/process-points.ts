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
  readonly deviation: number;
}

/**
 * The schema of recordings, a row a point: unit, missing values, whether it is constant, range, mean and spread.
 *
 * @param recordings one, or several that are taken together.
 * @throws {RangeError} if there are none, or points differ.
 */
export function describeRecording(
  recordings: ProcessRecording | readonly ProcessRecording[],
): PointSummary[] {
  const all = checkSamePoints(recordings);
  const known = new Map(HAI_VERSIONS.flatMap(haiPoints).map((point) => [point.name, point]));
  return all[0].points.map((point, j) => {
    const { unit = '', description = '' } = known.get(point) ?? {};
    return { point, process: processOfPoint(point), unit, description, ...figuresOf(all, j) };
  });
}

/** In two passes, so that a point with a large mean and a small spread keeps its digits. */
function figuresOf(recordings: readonly ProcessRecording[], j: number) {
  let [nSamples, nMissing, sum, lowest, highest] = [0, 0, 0, Infinity, -Infinity];
  forEachValue(recordings, j, (value) => {
    nSamples++;
    if (Number.isNaN(value)) {
      nMissing++;
      return;
    }
    sum += value;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  });
  const n = nSamples - nMissing;
  if (n === 0) {
    const none = Number.NaN;
    const figures = { lowest: none, highest: none, mean: none, deviation: none };
    return { nSamples, nMissing, isConstant: false, ...figures };
  }
  if (lowest === highest) {
    const figures = { lowest, highest, mean: lowest, deviation: 0 };
    return { nSamples, nMissing, isConstant: true, ...figures };
  }
  const mean = sum / n;
  let squares = 0;
  forEachValue(recordings, j, (value) => {
    if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  });
  const deviation = Math.sqrt(squares / n);
  return { nSamples, nMissing, isConstant: false, lowest, highest, mean, deviation };
}

function forEachValue(
  recordings: readonly ProcessRecording[],
  j: number,
  take: (value: number) => void,
): void {
  for (const { samples } of recordings) {
    const { data, nFeatures } = samples;
    for (let at = j; at < data.length; at += nFeatures) take(data[at]);
  }
}
