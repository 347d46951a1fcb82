import type { Random } from '../../random';

/** What can be drawn and judged: generator and oracle use the same objects, so they cannot differ. */
export interface Distribution<T> {
  draw(random: Random): T;
  /** Probability of a value, or its density where values are continuous. */
  density(value: T): number;
}

/** The one value, always. */
export function always<T>(only: T): Distribution<T> {
  return { draw: () => only, density: (value) => (value === only ? 1 : 0) };
}

/** True with a probability. */
export function bernoulli(probability: number): Distribution<boolean> {
  return {
    draw: (random) => random.uniform() < probability,
    density: (value) => (value ? probability : 1 - probability),
  };
}

/** One of some values with probabilities that sum to 1. */
export function weighted<T>(probabilities: ReadonlyMap<T, number>): Distribution<T> {
  const values = [...probabilities.keys()];
  return {
    draw: (random) => {
      let left = random.uniform();
      const found = values.find((value) => {
        left -= probabilities.get(value) ?? 0;
        return left < 0;
      });
      return found ?? values[values.length - 1];
    },
    density: (value) => probabilities.get(value) ?? 0,
  };
}

/** One of some values, each as likely. */
export function oneOf<T>(values: readonly T[]): Distribution<T> {
  return weighted(new Map(values.map((value) => [value, 1 / values.length])));
}

/** One of some values, each half as likely as the one before. */
export function ranked<T>(values: readonly T[]): Distribution<T> {
  const total = 2 - 2 ** (1 - values.length);
  return weighted(new Map(values.map((value, i) => [value, 2 ** -i / total])));
}

/** Positive numbers whose logarithm is normal with this standard deviation. */
export function logNormal(median: number, sigma: number): Distribution<number> {
  const scale = 1 / (sigma * Math.sqrt(2 * Math.PI));
  return {
    draw: (random) => median * Math.exp(sigma * random.normal()),
    density: (value) => {
      if (value <= 0) return 0;
      const deviation = Math.log(value / median) / sigma;
      return (scale / value) * Math.exp(-(deviation * deviation) / 2);
    },
  };
}

/** Mostly `usual`, with a probability `odd`. */
export function mostly<T>(
  usual: Distribution<T>,
  odd: Distribution<T>,
  oddProbability: number,
): Distribution<T> {
  return {
    draw: (random) => (random.uniform() < oddProbability ? odd : usual).draw(random),
    density: (value) =>
      (1 - oddProbability) * usual.density(value) + oddProbability * odd.density(value),
  };
}
