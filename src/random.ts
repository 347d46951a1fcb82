/** A seeded source of chance; each call moves it on. */
export interface Random {
  /** A number in [0, 1). */
  uniform(): number;
  /** A number from the normal distribution. Default mean 0, standard deviation 1. */
  normal(mean?: number, standardDeviation?: number): number;
  /** An integer in [0, limit). */
  integer(limit: number): number;
  /** One of the values, each as likely. */
  choice<T>(values: readonly T[]): T;
  /** The values in a new order; the argument is left as it is. */
  shuffle<T>(values: readonly T[]): T[];
  /** `count` different integers in [0, limit), in random order. */
  sample(limit: number, count: number): Int32Array;
}

/**
 * A random source that gives the same numbers for the same seed, on every machine.
 *
 * Source: xoshiro128** by Blackman and Vigna 2018, its state filled by splitmix32; normals by
 * the polar method of Marsaglia and Bray 1964.
 *
 * @throws {RangeError} if the seed is not a safe integer.
 * @example
 * const random = createRandom(42);
 * random.uniform() === createRandom(42).uniform(); // true
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`seed must be an integer, got ${seed}`);
  }
  const next = xoshiro128(seed);
  const uniform = () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  const integer = (limit: number) => {
    if (!Number.isInteger(limit) || limit < 1) {
      throw new RangeError(`limit must be an integer of at least 1, got ${limit}`);
    }
    return Math.floor(uniform() * limit);
  };
  return {
    uniform,
    normal: normalFrom(uniform),
    integer,
    choice: (values) => values[integer(values.length)],
    shuffle: (values) => {
      const shuffled = [...values];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
      }
      return shuffled;
    },
    sample: (limit, count) => sampleWithoutReplacement(integer, limit, count),
  };
}

function xoshiro128(seed: number): () => number {
  const high = Math.floor(seed / 4294967296);
  let splitmix = (seed | 0) ^ finalize(high);
  const fill = () => {
    splitmix = (splitmix + 0x9e3779b9) | 0;
    let z = splitmix;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  const rotate = (x: number, by: number) => (x << by) | (x >>> (32 - by));
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result >>> 0;
  };
}

/** Spreads a number over 32 bits; 0 stays 0. Source: MurmurHash3's finaliser by Appleby. */
function finalize(x: number): number {
  let z = x | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return z ^ (z >>> 16);
}

function normalFrom(uniform: () => number): Random['normal'] {
  let spare: number | undefined;
  const standard = () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    let x = 0;
    let y = 0;
    let square = 0;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    spare = y * scale;
    return x * scale;
  };
  return (mean = 0, standardDeviation = 1) => mean + standardDeviation * standard();
}

/** Floyd's method, then a shuffle: no array of `limit` numbers is made. */
function sampleWithoutReplacement(
  integer: (limit: number) => number,
  limit: number,
  count: number,
): Int32Array {
  if (!Number.isInteger(count) || count < 0 || count > limit) {
    throw new RangeError(`count must be an integer in [0, ${limit}], got ${count}`);
  }
  const chosen = new Set<number>();
  for (let i = limit - count; i < limit; i++) {
    const candidate = integer(i + 1);
    chosen.add(chosen.has(candidate) ? i : candidate);
  }
  const sample = Int32Array.from(chosen);
  for (let i = sample.length - 1; i > 0; i--) {
    const j = integer(i + 1);
    const swap = sample[i];
    sample[i] = sample[j];
    sample[j] = swap;
  }
  return sample;
}
