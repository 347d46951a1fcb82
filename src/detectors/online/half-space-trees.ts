import { checkInteger } from '../../check-options';
import { type FeatureRanges, growHalfSpaceForest } from './half-space-forest';
import {
  checkHalfSpaceState,
  type HalfSpaceTreesOptions,
  type HalfSpaceTreesState,
  halfSpaceSettings,
} from './half-space-state';
import { createMassProfiles, type MassProfiles } from './mass-profiles';
import { type OnlineDetector, readSample } from './online-detector';

/**
 * Half-space trees: random halvings of the space, and how many of the last window's samples lie in each part.
 *
 * Suits a stream of tabular samples that drifts: the trees never change, and every full window replaces what is
 * known. Blind to what differs little within a feature's range, to anomalies that fill a window
 * together, and to the order within a window. What a stream does in rounds longer than a window (nights, weekends) it
 * forgets. Extreme values in the first window widen its ranges until all others lie in one part.
 *
 * Memory: 28 bytes a leaf of each tree (25 trees of depth 15: 23 MB) and 8 bytes a sample, window and tree.
 * The state is two numbers a sample of the window and tree (12,500) and the ranges.
 *
 * The score is log2(1 + most) - log2(1 + mass), which ranks as the paper's mass does, and is higher where it is emptier:
 * by how many bits the sample's place is emptier than the fullest that there can be.
 * Source: Tan, Ting and Liu 2011, Fast anomaly detection for streaming data; defaults of section 5.
 *
 * @param nFeatures at least 1.
 * @returns scores are in [0, log2(1 + nTrees * windowSize * 2 ** depth)]; it is ready after a window.
 * @throws {RangeError} if an option is unknown or out of range, or `nTrees * 2 ** depth` is above 2 ** 26.
 * @example
 * const trees = halfSpaceTrees(2, { seed: 42 });
 * for (const sample of samples) {
 *   scores.push(trees.score(sample));
 *   trees.learn(sample);
 * }
 */
export function halfSpaceTrees(
  nFeatures: number,
  options: HalfSpaceTreesOptions = {},
): OnlineDetector {
  const params = halfSpaceSettings(options);
  checkInteger('nFeatures', nFeatures, 1, 1_000_000);
  const unit = { low: Array(nFeatures).fill(0), high: Array(nFeatures).fill(1) };
  return treesFrom({
    name: 'halfSpaceTrees',
    version: 1,
    params,
    nFeatures,
    ranges: params.ranges === 'unit' ? unit : null,
    first: [],
    reference: [],
    latest: [],
  });
}

/**
 * Half-space trees from their `state()`.
 *
 * @throws {Error} naming the first field that is not as `state()` gives it.
 * @internal
 */
export function restoreHalfSpaceTrees(value: unknown, from: string): OnlineDetector {
  return treesFrom(checkHalfSpaceState(value, from));
}

/** Half-space trees that go on where a state ends. */
function treesFrom(state: HalfSpaceTreesState): OnlineDetector {
  const { name, version, params, nFeatures } = state;
  const { nTrees, depth, windowSize } = params;
  const highest = Math.log2(1 + nTrees * windowSize * 2 ** depth);
  const sample = new Float64Array(nFeatures);
  let { ranges } = state;
  let first = [...state.first];
  let profiles = ranges && profilesOf(state, ranges);

  const gather = () => {
    first.push(...sample);
    if (first.length < windowSize * nFeatures) return;
    ranges = rangesOf(first, nFeatures);
    profiles = profilesOf(state, ranges);
    for (let i = 0; i < windowSize; i++) {
      profiles.add(Float64Array.from(first.slice(i * nFeatures, (i + 1) * nFeatures)));
    }
    first = [];
  };
  return {
    name,
    params,
    nFeatures,
    get isReady() {
      return profiles?.isReady ?? false;
    },
    score: (values) => {
      readSample(values, sample);
      return profiles?.isReady ? highest - Math.log2(1 + profiles.massAt(sample)) : 0;
    },
    learn: (values) => {
      readSample(values, sample);
      if (profiles === null) gather();
      else profiles.add(sample);
    },
    state: (): HalfSpaceTreesState => {
      const leaves = profiles?.leaves() ?? { reference: [], latest: [] };
      return { name, version, params, nFeatures, ranges, first: [...first], ...leaves };
    },
  };
}

function profilesOf(state: HalfSpaceTreesState, ranges: FeatureRanges): MassProfiles {
  const { nTrees, depth, windowSize, seed } = state.params;
  return createMassProfiles(growHalfSpaceForest(ranges, nTrees, depth, seed), windowSize, state);
}

function rangesOf(rows: readonly number[], nFeatures: number): FeatureRanges {
  const low = rows.slice(0, nFeatures);
  const high = rows.slice(0, nFeatures);
  rows.forEach((value, i) => {
    const j = i % nFeatures;
    low[j] = Math.min(low[j], value);
    high[j] = Math.max(high[j], value);
  });
  return { low, high };
}
