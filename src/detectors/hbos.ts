import { z } from 'zod';
import type { Matrix } from '../matrix';
import { type ArrayKind, arrayDetector, loadArrayDetector, type Model } from './array-detector';
import { type Bins, binsOf, densitiesOf, equalBins, nearbyBin } from './bins';
import { checkInteger, checkOptionNames } from './check';
import type { Detector, FittedDetector } from './detector';

/** Hyperparameters of `hbos`. */
export interface HbosOptions {
  /** Bins of each feature's histogram, from 2 to 1,000,000. Default 10. */
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
  scorer: ({ edges, surprises }, _nFeatures, { nBins }) => {
    const bins = binsOf(edges, nBins);
    return (samples) => scoreHistograms(bins, surprises, samples);
  },
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
 * Planted anomalies: beats the largest z-score on none; loses to it on global, clustered, dependency
 * (`docs/planted-anomalies.md`).
 * Source: Goldstein and Dengel 2012, HBOS; PyOD 3.6.7 for the constants.
 *
 * @throws {RangeError} if `nBins` is not an integer from 2 to 1,000,000, or an option is unknown; from `fit`, if a feature's
 * range is not finite.
 * @example
 * const fitted = await hbos().fit(matrix([[0], [0.1], [0.2], [9]]));
 * const scores = await fitted.score(matrix([[0.1], [9]])); // scores[1] > scores[0]
 */
export function hbos(options: HbosOptions = {}): Detector {
  checkOptionNames(options, ['nBins']);
  const { nBins = 10 } = options;
  checkInteger('nBins', nBins, 2, 1e6);
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
  const bins = equalBins(train, nBins);
  const densities = densitiesOf(bins, train);
  return {
    edges: bins.edges,
    surprises: densities.map((density) => -Math.log2(density + FLOOR_DENSITY)),
  };
}

function scoreHistograms(
  bins: Bins,
  surprises: Float64Array,
  { data, nSamples, nFeatures }: Matrix,
): Float64Array {
  const { nBins, edges } = bins;
  const rarest = rarestOf(surprises, nBins);
  const scores = new Float64Array(nSamples);
  for (let i = 0; i < nSamples; i++) {
    let score = 0;
    for (let j = 0; j < nFeatures; j++) {
      const value = data[i * nFeatures + j];
      let bin = nearbyBin(bins, j, value);
      const lower = j * (nBins + 1) + bin;
      if (value <= edges[lower]) bin--;
      else if (value > edges[lower + 1]) bin++;
      if (bin < 0 || bin === nBins) bin = outermostBin(bins, j, value);
      score += bin < 0 ? rarest[j] : surprises[j * nBins + bin];
    }
    scores[i] = score;
  }
  return scores;
}

/** The bin of a value that is in none; -1 where it is too far out. */
function outermostBin({ nBins, edges }: Bins, feature: number, value: number): number {
  const first = feature * (nBins + 1);
  const last = first + nBins;
  const isBelow = value <= edges[first];
  const distance = isBelow ? edges[first] - value : value - edges[last];
  const width = isBelow ? edges[first + 1] - edges[first] : edges[last] - edges[last - 1];
  if (distance > width * TOLERANCE) return -1;
  return isBelow ? 0 : nBins - 1;
}

/** The largest surprise of each feature, shape `[nFeatures]`. */
function rarestOf(surprises: Float64Array, nBins: number): Float64Array {
  const rarest = new Float64Array(surprises.length / nBins).fill(-Infinity);
  surprises.forEach((surprise, k) => {
    const j = Math.floor(k / nBins);
    rarest[j] = Math.max(rarest[j], surprise);
  });
  return rarest;
}
