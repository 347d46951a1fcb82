import { checkInteger, checkOptionNames } from '../detectors/check';
import type { FittedDetector } from '../detectors/detector';
import { type TopContribution, topContributions } from '../explain/top-contributions';
import { treeShap } from '../explain/tree-shap';
import type { Matrix } from '../matrix';
import { type ColumnsState, cellOf, featureNamesOf, type Row } from './columns';
import type { FittedPipeline } from './fitted-pipeline';

/** How many reasons are given. */
export interface ReasonsOptions {
  /** Reasons of a row at most, at least 0. Default: every column. */
  readonly nTop?: number;
}

/** Samples scored at a time by occlusion, so that memory does not grow with the rows. */
const BATCH_SAMPLES = 65_536;

/**
 * Why each row scores as it does: what each column adds, the actual beside the typical value.
 *
 * The features behind a column count as one. An isolation forest is explained by `treeShap`, exactly:
 * contributions are to `log2(score)`. Any other detector is explained by occlusion: the score less the
 * score with that column as in the pipeline's typical row, which is blind to columns that matter only
 * together. Contributions compare columns of a row, and not one detector with another.
 *
 * @param rows without windows; `analyzeEvent` explains an event with its history.
 * @returns a list a row, the largest contribution first; below 0 stands what speaks against an anomaly.
 * @throws {RangeError | TypeError} naming row and column, if the rows do not fit, the pipeline takes
 * windows, or it has no typical row because it was saved before there was one.
 * @example
 * const [[first]] = await reasonsOf(fitted, [{ bytes: 9000, user: 'ann' }], { nTop: 3 });
 * // { feature: 'bytes', actual: 9000, typical: 200, contribution: 0.4 }
 */
export async function reasonsOf(
  fitted: FittedPipeline,
  rows: readonly Row[],
  options: ReasonsOptions = {},
): Promise<(readonly TopContribution[])[]> {
  checkOptionNames(options, ['nTop']);
  const { columns, windows, typical } = fitted.state;
  if (options.nTop !== undefined) checkInteger('nTop', options.nTop, 0);
  if (windows) throw new RangeError('pipeline must take rows one by one, got one of windows');
  if (!typical) {
    throw new TypeError('pipeline must have a typical row, got one saved before; fit it again');
  }
  if (rows.length === 0) return [];
  const samples = fitted.transform(rows);
  const names = [...columns.numeric, ...Object.keys(columns.encoders)];
  const starts = firstFeatures(columns);
  const byColumn =
    'forest' in fitted.detector
      ? sumByColumn(treeShap(fitted.detector, samples).contributions, starts)
      : await occlude(fitted.detector, samples, fitted.transform([typical]).data, starts);
  return rows.map((row, i) => {
    const contributions = byColumn.subarray(i * names.length, (i + 1) * names.length);
    const actual = names.map((name) => cellOf(row, name, i));
    return topContributions(names, contributions, actual, typical)
      .sort((a, b) => b.contribution - a.contribution)
      .slice(0, options.nTop);
  });
}

/** Where the features of each column begin, and behind the last one the number of features. */
function firstFeatures({ numeric, encoders }: ColumnsState): number[] {
  const starts = numeric.map((_, j) => j);
  let next = numeric.length;
  for (const [name, encoder] of Object.entries(encoders)) {
    starts.push(next);
    next += featureNamesOf({ numeric: [], imputer: null, encoders: { [name]: encoder } }).length;
  }
  return [...starts, next];
}

/** Shape `[nSamples, nColumns]`. */
function sumByColumn(
  { data, nSamples, nFeatures }: Matrix,
  starts: readonly number[],
): Float64Array {
  const nColumns = starts.length - 1;
  const sums = new Float64Array(nSamples * nColumns);
  for (let i = 0; i < nSamples; i++) {
    for (let column = 0; column < nColumns; column++) {
      for (let j = starts[column]; j < starts[column + 1]; j++) {
        sums[i * nColumns + column] += data[i * nFeatures + j];
      }
    }
  }
  return sums;
}

/** As `rowOcclusion` of each row, all in few calls of `score`; shape `[nSamples, nColumns]`. */
async function occlude(
  detector: FittedDetector,
  samples: Matrix,
  typical: Float64Array,
  starts: readonly number[],
): Promise<Float64Array> {
  const { nSamples, nFeatures } = samples;
  const nColumns = starts.length - 1;
  const contributions = new Float64Array(nSamples * nColumns);
  const nRows = Math.max(Math.floor(BATCH_SAMPLES / (nColumns + 1)), 1);
  for (let start = 0; start < nSamples; start += nRows) {
    const end = Math.min(start + nRows, nSamples);
    const part = samples.data.subarray(start * nFeatures, end * nFeatures);
    const scores = await detector.score(variants(part, typical, starts));
    for (let i = 0; i < end - start; i++) {
      const first = i * (nColumns + 1);
      for (let column = 0; column < nColumns; column++) {
        contributions[(start + i) * nColumns + column] = scores[first] - scores[first + 1 + column];
      }
    }
  }
  return contributions;
}

/** Each sample as it is, then once for each column with that column's features as is typical. */
function variants(samples: Float64Array, typical: Float64Array, starts: readonly number[]): Matrix {
  const nFeatures = typical.length;
  const nVariants = starts.length;
  const nSamples = (samples.length / nFeatures) * nVariants;
  const data = new Float64Array(nSamples * nFeatures);
  for (let k = 0; k < nSamples; k++) {
    const source = Math.floor(k / nVariants) * nFeatures;
    data.set(samples.subarray(source, source + nFeatures), k * nFeatures);
    const column = (k % nVariants) - 1;
    if (column < 0) continue;
    const [from, to] = [starts[column], starts[column + 1]];
    data.set(typical.subarray(from, to), k * nFeatures + from);
  }
  return { data, nSamples, nFeatures };
}
