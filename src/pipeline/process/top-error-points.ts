import { checkInteger, checkOptionNames } from '../../check-options';
import { checkSamples, type Matrix } from '../../matrix';
import { checkBothClasses, checkLabels } from '../../metrics/check';

/** How badly a point is given back during attacks and in normal operation. */
export interface PointError {
  readonly point: string;
  /** Mean squared error over rows labelled 1. */
  readonly attackError: number;
  /** Over rows labelled 0. */
  readonly normalError: number;
  /** The first over the second; null where the second is 0. */
  readonly ratio: number | null;
}

/** How many are given. */
export interface TopErrorPointsOptions {
  /** Default 10. */
  readonly nTop?: number;
}

/**
 * The points with the largest error in attacks, by name.
 *
 * A point that is hard to predict has a large error always: `ratio` tells those that attacks moved.
 *
 * @param errors of windows or samples, shape `[nSamples, nPoints]`.
 * @param labels shape `[nSamples]`.
 * @param points names, shape `[nPoints]`.
 * @returns largest error in attacks first.
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing, an error is not finite, or an option is unknown or out of range.
 */
export function topErrorPoints(
  errors: Matrix,
  labels: ArrayLike<number>,
  points: readonly string[],
  options: TopErrorPointsOptions = {},
): PointError[] {
  checkOptionNames(options, ['nTop']);
  const { nTop = 10 } = options;
  checkInteger('nTop', nTop, 1);
  checkSamples(errors, points.length);
  checkLabels(labels);
  if (labels.length !== errors.nSamples) {
    throw new RangeError(`labels must have ${errors.nSamples} values, got ${labels.length}`);
  }
  const [normal, attack] = [0, 1].map((label) => meansOf(errors, labels, label));
  return points
    .map((point, j) => ({
      point,
      attackError: attack[j],
      normalError: normal[j],
      ratio: normal[j] === 0 ? null : attack[j] / normal[j],
    }))
    .sort((a, b) => b.attackError - a.attackError)
    .slice(0, nTop);
}

function meansOf(
  { data, nFeatures }: Matrix,
  labels: ArrayLike<number>,
  wanted: number,
): Float64Array {
  const sums = new Float64Array(nFeatures);
  let n = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== wanted) continue;
    n++;
    for (let j = 0; j < nFeatures; j++) sums[j] += data[i * nFeatures + j];
  }
  checkBothClasses(wanted === 1 ? n : labels.length - n, wanted === 0 ? n : labels.length - n);
  return sums.map((sum) => sum / n);
}
