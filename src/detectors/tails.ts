import { z } from 'zod';
import { columnOf } from '../features/column';
import { type RankedValues, rankBelow, rankUpTo, rankValues } from '../features/ranked-values';
import { sortNumbers } from '../features/sort-numbers';
import type { Matrix } from '../matrix';
import type { ArrayKind, Model } from './array-detector';

/** What one feature adds to a score, from the surprise in each tail and the sign of its skewness. */
export type CombineTails = (left: number, right: number, skewSign: number) => number;

type TailArrays = 'values' | 'skewSigns';

/** A kind of detector that looks how far out in each feature's tails a value lies. */
export function tailsKind(
  name: string,
  combine: CombineTails,
): ArrayKind<TailArrays, Record<string, never>> {
  return {
    name,
    params: z.object({}).strict() as z.ZodType<Record<string, never>>,
    arrays: ['values', 'skewSigns'],
    learn: learnTails,
    fits: ({ values, skewSigns }, nFeatures) =>
      skewSigns.length === nFeatures && values.length > 0 && values.length % nFeatures === 0,
    scorer: (model, nFeatures) => {
      const n = model.values.length / nFeatures;
      const surprises = surpriseOfCounts(n);
      let ranked: RankedValues[] | undefined;
      return (samples) => {
        ranked ??= Array.from(model.skewSigns, (_, j) =>
          rankValues(model.values.subarray(j * n, (j + 1) * n)),
        );
        return scoreTails(ranked, model.skewSigns, surprises, samples, combine);
      };
    },
  };
}

/** Every feature's values, ascending, one feature behind the other, and the sign of its skewness. */
function learnTails(train: Matrix): Model<TailArrays> {
  const { nSamples, nFeatures } = train;
  const values = new Float64Array(nSamples * nFeatures);
  const skewSigns = new Float64Array(nFeatures);
  for (let j = 0; j < nFeatures; j++) {
    const column = columnOf(train, j);
    skewSigns[j] = signOfSkewness(column);
    values.set(sortNumbers(column), j * nSamples);
  }
  return { values, skewSigns };
}

/** The sign of the third central moment; 0 where the variance is rounding error, as SciPy has it. */
function signOfSkewness(values: Float64Array): number {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let [squares, cubes] = [0, 0];
  for (let i = 0; i < n; i++) {
    const square = (values[i] - mean) ** 2;
    squares += square;
    cubes += square * (values[i] - mean);
  }
  return squares / n <= (Number.EPSILON * mean) ** 2 ? 0 : Math.sign(cubes);
}

/**
 * Minus the logarithm of the share of training samples in a tail, for each count of them.
 *
 * A tail without any has the share that the sample would be of them and itself: 1 in n + 1.
 *
 * @returns shape `[nSamples + 1]`.
 */
function surpriseOfCounts(nSamples: number): Float64Array {
  return Float64Array.from({ length: nSamples + 1 }, (_, count) =>
    count === 0 ? Math.log(nSamples + 1) : -Math.log(count / nSamples),
  );
}

function scoreTails(
  features: readonly RankedValues[],
  skewSigns: ArrayLike<number>,
  surprises: Float64Array,
  { data, nSamples, nFeatures }: Matrix,
  combine: CombineTails,
): Float64Array {
  const n = surprises.length - 1;
  const scores = new Float64Array(nSamples);
  for (let j = 0; j < nFeatures; j++) {
    const ranked = features[j];
    const skewSign = skewSigns[j];
    for (let i = 0; i < nSamples; i++) {
      const value = data[i * nFeatures + j];
      const below = rankBelow(ranked, value);
      const upTo = rankUpTo(ranked, value, below);
      scores[i] += combine(surprises[upTo], surprises[n - below], skewSign);
    }
  }
  return scores;
}
