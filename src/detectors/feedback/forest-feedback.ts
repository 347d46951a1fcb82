import { checkNumber, checkOptionNames } from '../../check-options';
import type { Matrix } from '../../matrix';
import type { Forest } from '../forest';
import { type FittedIsolationForest, fittedForest } from '../isolation-forest';
import { checkAnswers } from './check-answers';

/** How much a label moves. */
export interface ForestFeedbackOptions {
  /** What a label adds to or takes from the length of each edge on its sample's way, at least 0. Default 0.3. */
  readonly learningRate?: number;
}

/** Makes another forest of all labels so far: 1 where the analyst says anomaly, 0 where not. */
export type ForestLearner = (samples: Matrix, labels: ArrayLike<number>) => FittedIsolationForest;

/**
 * An isolation forest that learns from an analyst's answers.
 *
 * The score of a forest is the length of the way to a leaf, and each edge of it counts 1. A "yes" makes the edges on the
 * sample's way shorter, a "no" longer, never below 0, so that what lies in the same leaves, and what shares part of the
 * way, moves with it. Trees stay as they are: what comes out is an ordinary isolation forest, which is saved, served and explained
 * like any other. Labels add up, so their order does not matter; give all of them each time. Blind to
 * kinds that the trees do not tell apart.
 *
 * Online mirror descent with linear loss over weights of at least 0, here with lengths scaled back to their mean over the training
 * samples, so that scores stay about where they were; without labels they are the forest's.
 * Source: Siddiqui et al. 2018, Feedback-guided anomaly discovery via online optimization (KDD), the linear loss; the weights of a
 * forest's nodes as what is learned are Das et al. 2017's, Incorporating feedback into tree-based anomaly detection.
 *
 * @returns takes samples and their labels, 1 or 0, and gives the forest that has learned from them.
 * @throws {RangeError} if an option is unknown or out of range; from what it returns if widths or lengths differ, a value is not
 * finite, or a label is neither 0 nor 1.
 * @throws {TypeError} if it is no isolation forest.
 * @example
 * const learn = forestFeedback(await isolationForest().fit(train));
 * const next = learn(takeRows(queue, [3, 8]), [1, 0]); // ranks what is like 3 higher, like 8 lower
 */
export function forestFeedback(
  fitted: FittedIsolationForest,
  options: ForestFeedbackOptions = {},
): ForestLearner {
  checkOptionNames(options, ['learningRate']);
  const { learningRate = 0.3 } = options;
  checkNumber('learningRate', learningRate, 0, Infinity, '[)');
  if (!fitted?.forest) {
    throw new TypeError(`fitted must be an isolation forest, got ${fitted?.name}`);
  }
  const { forest, params } = fitted;
  return (samples, labels) => {
    if (!checkAnswers(samples, labels, forest.nFeatures)) return fitted;
    const edges = edgesOf(forest, samples, labels, learningRate);
    return fittedForest(params, withEdges(forest, edges));
  };
}

/** The length of the edge into each node, 1 before any label. */
function edgesOf(
  { roots, feature, value, left, right }: Forest,
  { data, nSamples, nFeatures }: Matrix,
  labels: ArrayLike<number>,
  learningRate: number,
): Float64Array {
  const edges = new Float64Array(feature.length).fill(1);
  for (let i = 0; i < nSamples; i++) {
    const step = labels[i] === 1 ? -learningRate : learningRate;
    for (const root of roots) {
      let node = root;
      while (feature[node] >= 0) {
        node = data[i * nFeatures + feature[node]] < value[node] ? left[node] : right[node];
        edges[node] += step;
      }
    }
  }
  return edges.map((length) => Math.max(0, length));
}

/** The forest whose ways are as long as their edges together, and what a leaf of several samples adds. */
function withEdges(forest: Forest, edges: Float64Array): Forest {
  const { feature, left, right, counts, normaliser } = forest;
  const value = forest.value.slice();
  const depths = new Int32Array(feature.length);
  const lengths = new Float64Array(feature.length);
  let [before, after] = [0, 0];
  for (let node = 0; node < feature.length; node++) {
    if (feature[node] < 0) {
      value[node] += lengths[node] - depths[node];
      before += (counts?.[node] ?? 1) * forest.value[node];
      after += (counts?.[node] ?? 1) * value[node];
      continue;
    }
    for (const child of [left[node], right[node]]) {
      depths[child] = depths[node] + 1;
      lengths[child] = lengths[node] + edges[child];
    }
  }
  const scale = after > 0 && before > 0 ? after / before : 1;
  // A forest is laid out once by its counts: the copy is another forest's.
  const copy = counts && { counts: counts.slice() };
  return { ...forest, ...copy, feature: feature.slice(), value, normaliser: normaliser * scale };
}
