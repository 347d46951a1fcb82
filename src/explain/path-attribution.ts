import type { FittedDetector } from '../detectors/detector';
import { type ForestWalk, walkOf } from '../detectors/forest-walk';
import { checkSamples, type Matrix } from '../matrix';
import { countedForest } from './counted-forest';
import type { Explanation } from './explanation';

/** Samples walked through one tree before the next: they and the tree stay in the cache. */
const BLOCK = 512;

/**
 * What each split on a sample's way through an isolation forest adds to `log2(score)`: quick, but no Shapley values.
 *
 * At each split the sample goes to one child; the change of the expected path length, that of the training
 * samples that reach the node, is credited to the split's feature. Base value, outputs and units are
 * those of `treeShap`, and so is the sum of a sample's contributions, at the cost of a score.
 * What differs is how the sum is shared out: the order of the splits counts. Of features that matter only together
 * the one that is asked last has all the credit, and a forest can come to depend more on a feature while its
 * contribution falls: the method is not consistent (Lundberg et al. 2020, "Methods", on the heuristic of Saabas). Use it
 * where `treeShap` is too slow; `docs/service.md` has how often they agree.
 * Source: Saabas 2014, "Interpreting random forests".
 *
 * @returns outputs are `log2(score)`, at most 0.
 * @throws {TypeError} if the detector is no isolation forest.
 * @throws {RangeError} if the width is not the forest's, a value is not finite, or the forest was
 * saved without the counts of samples in its nodes.
 * @example
 * const fitted = await isolationForest({ seed: 42 }).fit(train);
 * const { baseValue, outputs, contributions } = pathAttribution(fitted, samples);
 */
export function pathAttribution(detector: FittedDetector, samples: Matrix): Explanation {
  const forest = countedForest(detector);
  checkSamples(samples, forest.nFeatures);
  const walk = walkOf(forest);
  const { nSamples, nFeatures } = samples;
  const nTrees = walk.roots.length;
  const scale = -1 / (nTrees * walk.normaliser);
  const data = new Float64Array(nSamples * nFeatures);
  for (let start = 0; start < nSamples; start += BLOCK) {
    const end = Math.min(start + BLOCK, nSamples);
    for (let tree = 0; tree < nTrees; tree++) addSteps(walk, tree, samples.data, start, end, data);
  }
  for (let k = 0; k < data.length; k++) data[k] *= scale;
  const baseValue = walk.roots.reduce((sum, root) => sum + walk.length[root], 0) * scale;
  const outputs = new Float64Array(nSamples).fill(baseValue);
  for (let i = 0, k = 0; i < nSamples; i++) {
    for (let j = 0; j < nFeatures; j++) outputs[i] += data[k++];
  }
  return { baseValue, outputs, contributions: { data, nSamples, nFeatures } };
}

/**
 * Adds each step's change of the expected path length to its feature's sum, shape as `data`.
 *
 * Four walks at once; those that are left over, one by one. A leaf leads to itself, which changes nothing.
 */
function addSteps(
  { nFeatures, feature, threshold, child, length, roots, depths }: ForestWalk,
  tree: number,
  data: Float64Array,
  start: number,
  end: number,
  sums: Float64Array,
): void {
  const root = roots[tree];
  const depth = depths[tree];
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const p = i * nFeatures;
    const q = p + nFeatures;
    const r = q + nFeatures;
    const s = r + nFeatures;
    let a = root;
    let b = root;
    let c = root;
    let d = root;
    for (let step = 0; step < depth; step++) {
      const atA = p + feature[a];
      const atB = q + feature[b];
      const atC = r + feature[c];
      const atD = s + feature[d];
      const nextA = child[a] + Number(data[atA] >= threshold[a]);
      const nextB = child[b] + Number(data[atB] >= threshold[b]);
      const nextC = child[c] + Number(data[atC] >= threshold[c]);
      const nextD = child[d] + Number(data[atD] >= threshold[d]);
      sums[atA] += length[nextA] - length[a];
      sums[atB] += length[nextB] - length[b];
      sums[atC] += length[nextC] - length[c];
      sums[atD] += length[nextD] - length[d];
      a = nextA;
      b = nextB;
      c = nextC;
      d = nextD;
    }
  }
  for (; i < end; i++) {
    let node = root;
    for (let step = 0; step < depth; step++) {
      const at = i * nFeatures + feature[node];
      const next = child[node] + Number(data[at] >= threshold[node]);
      sums[at] += length[next] - length[node];
      node = next;
    }
  }
}
