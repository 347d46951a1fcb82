import { indexPoints } from '../../detectors/neighbours/point-index';
import { searchNearest } from '../../detectors/neighbours/search';
import { type Matrix, matrix, rowOf } from '../../matrix';
import { createRandom } from '../../random';

/**
 * UMAP by umap-js, with exact neighbours and our own chance.
 *
 * Source: McInnes, Healy and Melville 2018, UMAP.
 *
 * @param start samples along their principal components, shape `[nSamples, nComponents]`.
 * @returns shape `[nSamples, 2]`.
 */
export async function umap(
  start: Matrix,
  { nNeighbours, seed }: { readonly nNeighbours: number; readonly seed: number },
): Promise<Matrix> {
  const { UMAP } = await import('umap-js');
  const rows = Array.from({ length: start.nSamples }, (_, i) => Array.from(rowOf(start, i)));
  const { indices, distances } = neighboursOf(start, nNeighbours);
  const model = new UMAP({ random: createRandom(seed).uniform, nNeighbors: nNeighbours });
  model.setPrecomputedKNN(indices, distances);
  return matrix(model.fit(rows));
}

/** As umap-js has them: each sample is its own first neighbour. */
function neighboursOf(start: Matrix, nNeighbours: number) {
  const k = nNeighbours - 1;
  const { rows, distances } = searchNearest(indexPoints(start), start, k, true);
  const of = (values: Int32Array | Float64Array, i: number) => values.subarray(i * k, (i + 1) * k);
  const samples = Array.from({ length: start.nSamples }, (_, i) => i);
  return {
    indices: samples.map((i) => [i, ...of(rows, i)]),
    distances: samples.map((i) => [0, ...of(distances, i)]),
  };
}
