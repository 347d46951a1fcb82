import type { HalfSpaceForest } from './half-space-forest';

/** How many samples of a full window, and of the one that fills, lie in each node of a forest. */
export interface MassProfiles {
  /** Whether a window was full. */
  readonly isReady: boolean;
  /**
   * Sum over the trees of the mass that a sample finds, as if all samples were spread evenly: in the first node on its
   * way that holds at most a tenth of the window, or in its leaf, times 2 to the node's depth.
   */
  massAt(sample: Float64Array): number;
  /** Counts a sample in the window that fills; once it is full it is what samples are compared with. */
  add(sample: Float64Array): void;
  /** The leaf of each sample in each tree, of the full and of the filling window, shape `[nSamples, nTrees]`. */
  leaves(): { readonly reference: number[]; readonly latest: number[] };
}

/**
 * Mass profiles of a forest, empty or with the leaves of earlier samples.
 *
 * Nothing but the leaves of two windows has to be remembered: all masses follow from them. A
 * full window clears only the nodes that the one before it touched, so a sample costs its ways through the trees and no more.
 * Source: Tan, Ting and Liu 2011, algorithms 2 and 3, equation of the score in section 3; `sizeLimit` is a tenth of the window.
 */
export function createMassProfiles(
  forest: HalfSpaceForest,
  windowSize: number,
  earlier: { readonly reference: ArrayLike<number>; readonly latest: ArrayLike<number> },
): MassProfiles {
  const { nTrees, depth, features, splits } = forest;
  const nInner = 2 ** depth - 1;
  const nNodes = 2 * nInner + 1;
  const limit = windowSize / 10;
  let reference = new Int32Array(nTrees * nNodes);
  let latest = new Int32Array(nTrees * nNodes);
  let referenceLeaves = new Int32Array(windowSize * nTrees);
  let latestLeaves = new Int32Array(windowSize * nTrees);
  let nReference = earlier.reference.length;
  let nLatest = earlier.latest.length;
  referenceLeaves.set(earlier.reference);
  latestLeaves.set(earlier.latest);
  countLeaves(reference, referenceLeaves, nReference, nTrees, nNodes);
  countLeaves(latest, latestLeaves, nLatest, nTrees, nNodes);

  const turn = () => {
    clearLeaves(reference, referenceLeaves, nReference, nTrees, nNodes);
    [reference, latest] = [latest, reference];
    [referenceLeaves, latestLeaves] = [latestLeaves, referenceLeaves];
    [nReference, nLatest] = [nLatest, 0];
  };
  return {
    get isReady() {
      return nReference > 0;
    },
    massAt: (sample) => {
      let sum = 0;
      for (let tree = 0; tree < nTrees; tree++) {
        let node = 0;
        let level = 0;
        let mass = reference[tree * nNodes];
        while (level < depth && mass > limit) {
          const at = tree * nInner + node;
          node = 2 * node + (sample[features[at]] < splits[at] ? 1 : 2);
          mass = reference[tree * nNodes + node];
          level++;
        }
        sum += mass * 2 ** level;
      }
      return sum;
    },
    add: (sample) => {
      for (let tree = 0; tree < nTrees; tree++) {
        let node = 0;
        latest[tree * nNodes]++;
        while (node < nInner) {
          const at = tree * nInner + node;
          node = 2 * node + (sample[features[at]] < splits[at] ? 1 : 2);
          latest[tree * nNodes + node]++;
        }
        latestLeaves[nLatest++] = node;
      }
      if (nLatest === latestLeaves.length) turn();
    },
    leaves: () => ({
      reference: Array.from(referenceLeaves.subarray(0, nReference)),
      latest: Array.from(latestLeaves.subarray(0, nLatest)),
    }),
  };
}

function countLeaves(
  masses: Int32Array,
  leaves: Int32Array,
  nLeaves: number,
  nTrees: number,
  nNodes: number,
): void {
  for (let i = 0; i < nLeaves; i++) {
    const root = (i % nTrees) * nNodes;
    for (let node = leaves[i]; node > 0; node = (node - 1) >> 1) masses[root + node]++;
    masses[root]++;
  }
}

/** Where a node is clear, all above it are: a way goes on to the root. */
function clearLeaves(
  masses: Int32Array,
  leaves: Int32Array,
  nLeaves: number,
  nTrees: number,
  nNodes: number,
): void {
  for (let i = 0; i < nLeaves; i++) {
    const root = (i % nTrees) * nNodes;
    let node = leaves[i];
    while (node > 0 && masses[root + node] > 0) {
      masses[root + node] = 0;
      node = (node - 1) >> 1;
    }
    masses[root] = 0;
  }
}
