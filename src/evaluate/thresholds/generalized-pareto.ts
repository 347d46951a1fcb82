/** A generalized Pareto distribution of excesses, from 0 up. */
export interface GeneralizedPareto {
  /** Above 0 the tail is heavy, at 0 exponential, below 0 it ends at -scale / shape; -1 or more. */
  readonly shape: number;
  /** In the unit of the excesses. */
  readonly scale: number;
}

/** Trial points on each side of 0 between which roots are looked for. */
const N_TRIALS = 24;
const N_HALVINGS = 45;

/**
 * The generalized Pareto distribution that makes the excesses most likely.
 *
 * With θ = shape / scale the likelihood has one unknown; its stationary points are the roots of
 * u(θ)·v(θ) = 1, with u the mean of 1 / (1 + θy) and v = 1 + the mean of log(1 + θy). Each root, the
 * exponential (θ = 0) and the uniform distribution (shape -1, below which the likelihood has no
 * bound) is tried and the most likely taken.
 *
 * Source: Grimshaw 1993, Computing maximum likelihood estimates for the generalized Pareto
 * distribution, sections 2 and 3; bounds of θ also in Siffer et al. 2017, section 3.2.
 *
 * @param excesses - Above 0 and finite, at least one.
 */
export function fitGeneralizedPareto(excesses: Float64Array): GeneralizedPareto {
  const mean = excesses.reduce((sum, excess) => sum + excess, 0) / excesses.length;
  const y = excesses.map((excess) => excess / mean);
  let lowest = Infinity;
  let highest = 0;
  for (const excess of y) {
    lowest = Math.min(lowest, excess);
    highest = Math.max(highest, excess);
  }
  let best = { shape: 0, scale: 1 };
  let bestCost = 1;
  const consider = (shape: number, scale: number, cost: number) => {
    if (!(shape >= -1 && cost < bestCost)) return;
    best = { shape, scale };
    bestCost = cost;
  };
  consider(-1, highest, Math.log(highest));
  for (const theta of rootsOf(y, lowest, highest)) {
    const shape = meanLog(y, theta);
    const scale = shape / theta;
    consider(shape, scale, Math.log(scale) + 1 + shape); // -log-likelihood of one excess
  }
  return { shape: best.shape, scale: best.scale * mean };
}

/** Roots of u·v = 1 but for 0; `y` has mean 1. */
function rootsOf(y: Float64Array, lowest: number, highest: number): number[] {
  const end = 1 / highest;
  const farthest = (2 * (1 - lowest)) / Math.max(lowest, 1e-6) ** 2; // no root lies beyond
  const below = geometric(1e-9, 1 - 1e-4).map((part) => -end * (1 - part));
  const above = farthest > 1e-4 ? geometric(1e-4, farthest) : [];
  return [below, above].flatMap((trials) => {
    const values = trials.map((theta) => slopeAt(y, theta));
    return trials.slice(1).flatMap((theta, i) => {
      if (values[i] > 0 === values[i + 1] > 0) return [];
      return [bisect(y, trials[i], theta, values[i] > 0)];
    });
  });
}

/** From `first` to `last`, each the same multiple of the one before. */
function geometric(first: number, last: number): number[] {
  const ratio = Math.log(last / first) / (N_TRIALS - 1);
  return Array.from({ length: N_TRIALS }, (_, i) => first * Math.exp(i * ratio));
}

function bisect(y: Float64Array, from: number, to: number, startsAbove: boolean): number {
  let [low, high] = [from, to];
  for (let step = 0; step < N_HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (slopeAt(y, middle) > 0 === startsAbove) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** u(θ)·v(θ) - 1. */
function slopeAt(y: Float64Array, theta: number): number {
  let inverses = 0;
  for (let i = 0; i < y.length; i++) inverses += 1 / (1 + theta * y[i]);
  return (inverses / y.length) * (1 + meanLog(y, theta)) - 1;
}

function meanLog(y: Float64Array, theta: number): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += Math.log1p(theta * y[i]);
  return sum / y.length;
}
