import { checkOptionNames } from '../../check-options';
import { checkChoice, checkInteger } from '../../detectors/check';
import { checkSamples, type Matrix, takeRows } from '../../matrix';
import { createRandom } from '../../random';
import { componentScores } from './component-scores';
import { tsne } from './tsne';
import { umap } from './umap';

/** How samples are brought into a plane. */
export type ProjectionMethod = 'pca' | 'tsne' | 'umap';

/** Options of `projectSamples`. */
export interface ProjectionOptions {
  /** Default `pca`. */
  readonly method?: ProjectionMethod;
  /** Seed of t-SNE and UMAP, and of the samples drawn. Default 0. */
  readonly seed?: number;
  /** Samples projected at most, drawn at random from more. Default 2000, for t-SNE up to 10,000; all with PCA. */
  readonly maxSamples?: number;
  /** How many neighbours t-SNE looks at, in [2, nSamples / 3]. Default 30, or as many as can be. */
  readonly perplexity?: number;
  /** How many neighbours UMAP looks at, a whole number in [2, nSamples). Default 15, or as many as can be. */
  readonly nNeighbours?: number;
}

/** Samples in a plane. */
export interface Projection {
  readonly method: ProjectionMethod;
  /** Shape `[nProjected, 2]`. */
  readonly coordinates: Matrix;
  /** Which samples these are, ascending, shape `[nProjected]`. */
  readonly indices: Int32Array;
  /** How many samples there were to choose from. */
  readonly nSamples: number;
  /** Share of the variance along both axes, in [0, 1]; PCA only. */
  readonly varianceShares?: readonly [number, number];
}

/** Fewer have no neighbours to speak of: 3 times the least perplexity, and the sample itself. */
const LEAST_SAMPLES = 7;

/** 400 MB, and minutes. */
const MOST_TSNE = 10_000;

/** Distances are taken along no more components: van der Maaten and Hinton 2008 take 30. */
const MOST_COMPONENTS = 50;

/**
 * Samples in a plane, for a look at them: features are standardised first.
 *
 * PCA shows the directions of the greatest variance, true to distances but blind to what lies across
 * them. t-SNE and UMAP keep neighbours together, and so show groups; sizes of groups and distances
 * between them say little, and a lone sample may be drawn into a group: they are no detectors. Rare
 * anomalies among more than `maxSamples` are drawn as rarely: choose rows by `takeRows` to keep them.
 *
 * The same seed gives the same plane. Samples that are all equal lie at 0.
 * Source: Jolliffe 2002, Principal component analysis; van der Maaten and Hinton 2008, Visualizing data
 * using t-SNE; McInnes, Healy and Melville 2018, UMAP.
 *
 * @throws {RangeError} if there are no samples, a value is not finite or too large, t-SNE or UMAP get
 * fewer than 7 samples, or an option is unknown, of another method, or out of its range.
 * @example
 * const projection = await projectSamples(samples, { method: 'tsne', seed: 42 });
 */
export async function projectSamples(
  samples: Matrix,
  options: ProjectionOptions = {},
): Promise<Projection> {
  checkSamples(samples);
  const settings = settle(options, samples.nSamples);
  const { method, seed, nDrawn } = settings;
  const { nSamples } = samples;
  const indices = drawRows(nSamples, nDrawn, seed);
  const chosen = nDrawn === nSamples ? samples : takeRows(samples, indices);
  const nComponents = method === 'pca' ? 2 : Math.min(MOST_COMPONENTS, samples.nFeatures);
  const { coordinates: start, varianceShares } = componentScores(chosen, nComponents);
  const [first, second] = varianceShares;
  if (method === 'pca') {
    return { method, coordinates: start, indices, nSamples, varianceShares: [first, second] };
  }
  const varies = first > 0;
  const coordinates = varies ? await PLANES[method](start, settings) : origin(nDrawn);
  return { method, coordinates, indices, nSamples };
}

const PLANES = { tsne, umap };

function drawRows(nSamples: number, nDrawn: number, seed: number): Int32Array {
  if (nDrawn === nSamples) return Int32Array.from({ length: nSamples }, (_, i) => i);
  return createRandom(seed).sample(nSamples, nDrawn).sort();
}

function origin(nSamples: number): Matrix {
  return { data: new Float64Array(2 * nSamples), nSamples, nFeatures: 2 };
}

function settle(options: ProjectionOptions, nSamples: number) {
  checkOptionNames(options, ['method', 'seed', 'maxSamples', 'perplexity', 'nNeighbours']);
  const { method = 'pca', seed = 0, perplexity, nNeighbours } = options;
  checkChoice('method', method, ['pca', 'tsne', 'umap']);
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  const { maxSamples = method === 'pca' ? nSamples : 2000 } = options;
  checkInteger('maxSamples', maxSamples, 1);
  if (method === 'tsne' && maxSamples > MOST_TSNE) {
    throw new RangeError(`maxSamples must be at most ${MOST_TSNE} for tsne, got ${maxSamples}`);
  }
  refuseFor('perplexity', perplexity, 'tsne', method);
  refuseFor('nNeighbours', nNeighbours, 'umap', method);
  if (nNeighbours !== undefined) checkInteger('nNeighbours', nNeighbours, 2);
  const nDrawn = Math.min(nSamples, maxSamples);
  if (method !== 'pca' && nDrawn < LEAST_SAMPLES) {
    throw new RangeError(`${method} must have at least ${LEAST_SAMPLES} samples, got ${nDrawn}`);
  }
  return {
    ...{ method, seed, nDrawn },
    perplexity: inRange('perplexity', perplexity, 30, (nDrawn - 1) / 3),
    nNeighbours: inRange('nNeighbours', nNeighbours, 15, nDrawn - 1),
  };
}

function refuseFor(name: string, value: number | undefined, owner: string, method: string): void {
  if (value === undefined || method === owner) return;
  throw new RangeError(`${name} must be left out but for ${owner}, got ${value} for ${method}`);
}

function inRange(name: string, value: number | undefined, usual: number, most: number): number {
  if (value === undefined) return Math.min(usual, most);
  if (value >= 2 && value <= most) return value;
  throw new RangeError(`${name} must be in [2, ${most}], got ${value}`);
}
