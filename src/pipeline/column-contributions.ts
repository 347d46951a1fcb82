import type { FittedDetector } from '../detectors/detector';
import { pathAttribution } from '../explain/path-attribution';
import { treeShap } from '../explain/tree-shap';
import type { Matrix } from '../matrix';
import type { ColumnsState } from './columns';
import { encodedNames } from './encoder';
import type { FittedPipeline } from './fitted-pipeline';

/** How a forest is explained: exactly, or quickly. */
export type ForestMethod = 'shap' | 'path';

/** Samples scored at a time by occlusion, so that memory does not grow with the rows. */
const BATCH_SAMPLES = 65_536;

/**
 * What each column adds to each sample's output; the features behind a column count as one.
 *
 * @param typical what occlusion puts in a column's place, shape `[nFeatures]`.
 * @returns numeric columns first, then the encoders', shape `[nSamples, nColumns]`.
 * @internal
 */
export async function columnContributions(
  { state: { columns }, detector }: FittedPipeline,
  samples: Matrix,
  typical: () => Float64Array,
  method: ForestMethod,
): Promise<Float64Array> {
  const starts = firstFeatures(columns);
  if (!('forest' in detector)) return occlude(detector, samples, typical(), starts);
  const explain = method === 'path' ? pathAttribution : treeShap;
  return sumByColumn(explain(detector, samples).contributions, starts);
}

/** Where the features of each column begin, and behind the last one the number of features. */
function firstFeatures({ numeric, encoders }: ColumnsState): number[] {
  const starts = numeric.map((_, j) => j);
  let next = numeric.length;
  for (const [name, encoder] of Object.entries(encoders)) {
    starts.push(next);
    next += encodedNames(encoder, name).length;
  }
  return [...starts, next];
}

/** Shape `[nSamples, nColumns]`. */
function sumByColumn(
  { data, nSamples, nFeatures }: Matrix,
  starts: readonly number[],
): Float64Array {
  const nColumns = starts.length - 1;
  if (nColumns === nFeatures) return data;
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
