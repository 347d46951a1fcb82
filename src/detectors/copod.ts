import { loadArrayDetector, type NoOptions, plainDetector } from './array-detector';
import type { Detector, FittedDetector } from './detector';
import { tailsKind } from './tails';

const KIND = tailsKind('copod', (left, right, skewSign) => {
  const longerTail = skewSign === 0 ? left + right : skewSign < 0 ? left : right;
  return Math.max(longerTail, (left + right) / 2);
});

/**
 * Empirical copula: how rare a value is in its feature's longer tail, or in both on average.
 *
 * Suits tabular samples whose anomalies lie in the longer tail of skewed features; nothing to tune, and units do
 * not matter. Blind to values that are odd only together, although it is named after a copula, and less sharp than
 * `ecod` in the shorter tail. Values past the training samples are all equally rare.
 *
 * A score is the sum over features of the larger of the tail that the skewness points to and the mean of both, in
 * minus logarithms; where the skewness is 0 (symmetric to the last digit, or constant) it points to both, whose sum
 * counts. PyOD's `decision_function` measures the samples against themselves and the training samples
 * together, so that a score depends on its batch. Here only training samples count. To get PyOD's scores, fit on both.
 * Planted anomalies: beats the largest z-score on none; loses to it on global, clustered, dependency
 * (`docs/planted-anomalies.md`).
 * Source: Li et al. 2020, COPOD, algorithm 1; PyOD 3.6.7, which takes the larger feature by feature.
 *
 * @throws {RangeError} if a hyperparameter is given: there are none.
 * @example
 * const fitted = await copod().fit(matrix([[0], [0.1], [0.2], [9]]));
 * const scores = await fitted.score(matrix([[0.1], [9]])); // scores[1] > scores[0]
 */
export function copod(options: NoOptions = {}): Detector {
  return plainDetector(KIND, options);
}

/**
 * Reads a saved COPOD.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export function loadCopod(directory: string): Promise<FittedDetector> {
  return loadArrayDetector(KIND, directory);
}
