import { createRandom } from '../../random';

/** Sets of features, neither empty nor whole, and how much each weighs in the regression. */
export interface Coalitions {
  readonly nFeatures: number;
  /** 1 where a feature is in a set, shape `[weights.length, nFeatures]`. */
  readonly members: Uint8Array;
  readonly weights: Float64Array;
}

/**
 * The sets of features that KernelSHAP asks about: all where `limit` allows; otherwise the smallest and
 * largest in full, sizes that no longer fit by draws, each set together with its complement.
 *
 * Of one feature or none there is no such set.
 * Source: Lundberg and Lee 2017, theorem 2 (the weights); Covert and Lee 2021, section 4.1 (pairs).
 *
 * @param limit sets at most; at least `2 * nFeatures` or as many as there are.
 */
export function drawCoalitions(nFeatures: number, limit: number, seed: number): Coalitions {
  const sets: number[][] = [];
  const weights: number[] = [];
  const add = (set: number[], weight: number): void => {
    sets.push(set);
    weights.push(weight);
  };
  const sizes = Array.from({ length: Math.floor(nFeatures / 2) }, (_, i) => i + 1);
  const isAll = 2 ** nFeatures - 2 <= limit;
  let [nLeft, massLeft] = [limit, sum(sizes.map((size) => massOf(nFeatures, size)))];
  while (sizes.length > 0) {
    const [size] = sizes;
    const mass = massOf(nFeatures, size);
    const nPairs = (choose(nFeatures, size) * sidesOf(nFeatures, size)) / 2;
    const fits = isAll || size === 1 || 2 * nPairs <= (nLeft * mass) / massLeft;
    if (!fits) break;
    forEachSubset(nFeatures, size, (set) => {
      add(set, mass / nPairs / 2);
      if (sidesOf(nFeatures, size) === 2) add(complement(nFeatures, set), mass / nPairs / 2);
    });
    sizes.shift();
    nLeft -= 2 * nPairs;
    massLeft -= mass;
  }
  const nDraws = Math.floor(nLeft / 2);
  if (sizes.length > 0 && nDraws > 0) {
    for (const [set, count] of drawSets(nFeatures, sizes, nDraws, seed)) {
      const weight = (massLeft * count) / nDraws / 2;
      add(set, weight);
      add(complement(nFeatures, set), weight);
    }
  }
  const members = new Uint8Array(sets.length * nFeatures);
  sets.forEach((set, row) => {
    for (const feature of set) members[row * nFeatures + feature] = 1;
  });
  return { nFeatures, members, weights: Float64Array.from(weights) };
}

/** The different sets drawn and how often each came, sizes by what they weigh. */
function drawSets(
  nFeatures: number,
  sizes: readonly number[],
  nDraws: number,
  seed: number,
): (readonly [set: number[], count: number])[] {
  const random = createRandom(seed);
  const masses = sizes.map((size) => massOf(nFeatures, size));
  const total = sum(masses);
  const counts = new Map<string, number>();
  for (let i = 0; i < nDraws; i++) {
    let mark = random.uniform() * total;
    const index = masses.findIndex((mass) => {
      mark -= mass;
      return mark < 0;
    });
    const size = sizes.at(index) as number; // -1, by rounding, is the last
    const key = random.sample(nFeatures, size).sort().join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => [key.split(',').map(Number), count]);
}

/** What all sets of a size weigh together with their complements, whose size may be the same. */
function massOf(nFeatures: number, size: number): number {
  return ((nFeatures - 1) / (size * (nFeatures - size))) * sidesOf(nFeatures, size);
}

function sidesOf(nFeatures: number, size: number): 1 | 2 {
  return 2 * size === nFeatures ? 1 : 2;
}

function forEachSubset(nFeatures: number, size: number, visit: (set: number[]) => void): void {
  const grow = (set: number[], from: number): void => {
    if (set.length === size) {
      visit(set);
      return;
    }
    const last = nFeatures - (size - set.length);
    for (let feature = from; feature <= last; feature++) grow([...set, feature], feature + 1);
  };
  grow([], 0);
}

function complement(nFeatures: number, set: readonly number[]): number[] {
  const inside = new Set(set);
  return Array.from({ length: nFeatures }, (_, j) => j).filter((feature) => !inside.has(feature));
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
