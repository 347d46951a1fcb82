import { checkInteger, checkOptionNames } from '../detectors/check';
import type { TopContribution } from '../explain/top-contributions';
import type { Matrix } from '../matrix';
import { columnContributions, type ForestMethod } from './column-contributions';
import { cellOf, type Row } from './columns';
import type { FittedPipeline } from './fitted-pipeline';

/** How many reasons are given, and how a forest's are found. */
export interface ReasonsOptions {
  /** Reasons of a row at most, at least 0. Default: every column. */
  readonly nTop?: number;
  /**
   * `shap` is exact (`treeShap`), `path` takes about as long as the scores and shares the same sum out
   * by another rule (`pathAttribution`). Without meaning for other detectors than an isolation forest. Default `shap`.
   */
  readonly method?: ForestMethod;
}

/**
 * Why each row scores as it does: what each column adds, the actual beside the typical value.
 *
 * The features behind a column count as one. An isolation forest is explained by `treeShap`, exactly, or
 * by `pathAttribution`: contributions are to `log2(score)`. Any other detector is explained by occlusion: the score less the
 * score with that column as in the pipeline's typical row, which is blind to columns that matter only
 * together. Contributions compare columns of a row, and not one detector with another.
 *
 * @param rows without windows; `analyzeEvent` explains an event with its history.
 * @returns a list a row, the largest contribution first; below 0 stands what speaks against an anomaly.
 * @throws {RangeError | TypeError} naming row and column, if the rows do not fit, the pipeline takes
 * windows, it has no typical row because it was saved before there was one, or an option is unknown.
 * @example
 * const [[first]] = await reasonsOf(fitted, [{ bytes: 9000, user: 'ann' }], { nTop: 3 });
 * // { feature: 'bytes', actual: 9000, typical: 200, contribution: 0.4 }
 */
export async function reasonsOf(
  fitted: FittedPipeline,
  rows: readonly Row[],
  options: ReasonsOptions = {},
): Promise<(readonly TopContribution[])[]> {
  checkReasons(fitted, options);
  if (rows.length === 0) return [];
  const reasonsAt = await reasonsOfSamples(fitted, rows, fitted.transform(rows), options);
  return rows.map((_, i) => reasonsAt(i));
}

/**
 * As `reasonsOf`, of rows that were transformed before, at least one.
 *
 * @returns what lists the reasons of a row by its place, each time anew.
 * @internal
 */
export async function reasonsOfSamples(
  fitted: FittedPipeline,
  rows: readonly Row[],
  samples: Matrix,
  options: ReasonsOptions = {},
): Promise<(index: number) => readonly TopContribution[]> {
  const typical = checkReasons(fitted, options);
  const { numeric, encoders } = fitted.state.columns;
  const names = [...numeric, ...Object.keys(encoders)];
  const { nTop = names.length, method = 'shap' } = options;
  const typicalSample = () => fitted.transform([typical]).data;
  const contributions = await columnContributions(fitted, samples, typicalSample, method);
  const usual = names.map((name) => cellOf(typical, name, 0));
  const places = new Int32Array(Math.min(nTop, names.length));
  return (index) => {
    const start = index * names.length;
    placeLargest(contributions, start, names, places);
    return Array.from(places, (j) => ({
      feature: names[j],
      actual: cellOf(rows[index], names[j], index),
      typical: usual[j],
      contribution: contributions[start + j],
    }));
  };
}

/** The typical row of a pipeline that can give reasons. */
function checkReasons({ state }: FittedPipeline, options: ReasonsOptions): Row {
  checkOptionNames(options, ['nTop', 'method']);
  const { nTop, method } = options;
  if (nTop !== undefined) checkInteger('nTop', nTop, 0);
  if (method !== undefined && method !== 'shap' && method !== 'path') {
    throw new RangeError(`method must be 'shap' or 'path', got ${JSON.stringify(method)}`);
  }
  const { windows, typical } = state;
  if (windows) throw new RangeError('pipeline must take rows one by one, got one of windows');
  if (!typical) {
    throw new TypeError('pipeline must have a typical row, got one saved before; fit it again');
  }
  return typical;
}

/** Fills `places` with those of a row's largest contributions, in order; equal ones stay in theirs. */
function placeLargest(
  contributions: Float64Array,
  start: number,
  names: readonly string[],
  places: Int32Array,
): void {
  for (let j = 0; j < names.length; j++) {
    const contribution = contributions[start + j];
    if (!Number.isFinite(contribution)) {
      throw new RangeError(`contribution of "${names[j]}" must be finite, got ${contribution}`);
    }
    let place = Math.min(j, places.length);
    for (; place > 0 && contributions[start + places[place - 1]] < contribution; place--) {
      if (place < places.length) places[place] = places[place - 1];
    }
    if (place < places.length) places[place] = j;
  }
}
