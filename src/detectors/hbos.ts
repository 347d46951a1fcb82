import { z } from 'zod';
import { columnOf } from '../features/column';
import type { Matrix } from '../matrix';
import { type ArrayKind, arrayDetector, loadArrayDetector, type Model } from './array-detector';
import { checkInteger, checkOptionNames } from './check';
import type { Detector, FittedDetector } from './detector';
import { histogramOf } from './histogram';
import { countBelow } from './sorted-search';

/** Hyperparameters of `hbos`. */
export interface HbosOptions {
  /** Bins of each feature's histogram, at least 2. Default 10. */
  readonly nBins?: number;
}

type HbosArrays = 'edges' | 'surprises';
type HbosParams = { readonly nBins: number };

/** Added to a density, so that an empty bin has a logarithm. PyOD's `alpha`. */
const FLOOR_DENSITY = 0.1;
/** How far past the outermost edge a value still counts to the last bin, in bins. PyOD's `tol`. */
const TOLERANCE = 0.5;

const KIND: ArrayKind<HbosArrays, HbosParams> = {
  name: 'hbos',
  params: z.object({ nBins: z.number().int().min(2) }),
  arrays: ['edges', 'surprises'],
  learn: learnHistograms,
  fits: ({ edges, surprises }, nFeatures, { nBins }) =>
    edges.length === nFeatures * (nBins + 1) && surprises.length === nFeatures * nBins,
  scorer:
    (model, _nFeatures, { nBins }) =>
    (samples) =>
      scoreHistograms(model, nBins, samples),
};

/**
 * Histogram-based outlier score: how sparse the bins are that a sample's values fall into.
 *
 * Suits many features and many samples, and sees gaps in the middle of a distribution; the fastest detector here.
 * Blind to values that are odd only together (it sees one feature at a time). Densities depend on units: bring
 * features to one range first. One far value in training stretches the bins.
 *
 * A score is the sum over features of `-log2(density + 0.1)`. As in PyOD, a value on an inner edge counts to the bin
 * above it in training and to the bin below in scoring, one within half a bin past the range counts to the outermost
 * bin, and one farther out is as rare as the emptiest. Unlike PyOD, which gives a constant feature's other values a
 * lower score than its own, here they are as rare as an empty bin.
 * Source: Goldstein and Dengel 2012, HBOS; PyOD 3.6.7 for the constants.
 *
 * @throws {RangeError} if `nBins` is not an integer of at least 2, or an option is unknown; from `fit`, if a feature's
 * range is not finite.
 * @example
 * const fitted = await hbos().fit(matrix([[0], [0.1], [0.2], [9]]));
 * const scores = await fitted.score(matrix([[0.1], [9]])); // scores[1] > scores[0]
 */
export function hbos(options: HbosOptions = {}): Detector {
  checkOptionNames(options, ['nBins']);
  const { nBins = 10 } = options;
  checkInteger('nBins', nBins, 2);
  return arrayDetector(KIND, { nBins });
}

/**
 * Reads a saved HBOS.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export function loadHbos(directory: string): Promise<FittedDetector> {
  return loadArrayDetector(KIND, directory);
}

function learnHistograms(train: Matrix, { nBins }: HbosParams): Model<HbosArrays> {
  const { nFeatures } = train;
  const edges = new Float64Array(nFeatures * (nBins + 1));
  const surprises = new Float64Array(nFeatures * nBins);
  for (let j = 0; j < nFeatures; j++) {
    const histogram = histogramOf(columnOf(train, j), nBins);
    edges.set(histogram.edges, j * (nBins + 1));
    surprises.set(
      histogram.densities.map((density) => -Math.log2(density + FLOOR_DENSITY)),
      j * nBins,
    );
  }
  return { edges, surprises };
}

function scoreHistograms(
  model: Model<HbosArrays>,
  nBins: number,
  { data, nSamples, nFeatures }: Matrix,
): Float64Array {
  const scores = new Float64Array(nSamples);
  for (let j = 0; j < nFeatures; j++) {
    const edges = model.edges.subarray(j * (nBins + 1), (j + 1) * (nBins + 1));
    const surprises = model.surprises.subarray(j * nBins, (j + 1) * nBins);
    const rarest = surprises.reduce((most, surprise) => Math.max(most, surprise));
    for (let i = 0; i < nSamples; i++) {
      const value = data[i * nFeatures + j];
      const bin = binOf(edges, value);
      scores[i] += bin < 0 ? rarest : surprises[bin];
    }
  }
  return scores;
}

/** The bin that a value counts to; -1 where it is too far out for any. */
function binOf(edges: Float64Array, value: number): number {
  const last = edges.length - 2;
  const bin = countBelow(edges, value) - 1;
  if (bin < 0) return edges[0] - value <= (edges[1] - edges[0]) * TOLERANCE ? 0 : -1;
  if (bin <= last) return bin;
  return value - edges[last + 1] <= (edges[last + 1] - edges[last]) * TOLERANCE ? last : -1;
}
