import { loadArrayDetector, type NoOptions, plainDetector } from './array-detector';
import type { Detector, FittedDetector } from './detector';
import { tailsKind } from './tails';

const KIND = tailsKind('ecod', (left, right, skewSign) =>
  skewSign === 0 ? left + right : Math.max(left, right),
);

/**
 * Empirical cumulative distributions: how rare, in its feature's tail, each value of a sample is.
 *
 * Suits tabular samples whose anomalies are extreme in some feature; nothing to tune, and units do not
 * matter. Blind to values that are odd only together (it sees one feature at a time), to gaps in the middle of
 * a distribution, and to how far past the training samples a value lies: all such values are equally rare.
 *
 * A score is the sum over features of the larger of `-log P(X <= x)` and `-log P(X >= x)`; of a feature whose
 * skewness is 0 (symmetric to the last digit, or constant) of both together, as the tail that the skewness points to
 * is then both in PyOD. PyOD takes the larger feature by feature, and so does this; the paper takes it of the three
 * sums.
 * PyOD's `decision_function` measures the samples against themselves and the training samples together, so that a
 * score depends on its batch. Here only training samples count. To get PyOD's scores, fit on both.
 * Planted anomalies: beats the largest z-score on local; loses to it on global, dependency
 * (`docs/planted-anomalies.md`).
 * Source: Li et al. 2022, ECOD, eq. 4 to 6 and algorithm 1; PyOD 3.6.7.
 *
 * @throws {RangeError} if a hyperparameter is given: there are none.
 * @example
 * const fitted = await ecod().fit(matrix([[0], [0.1], [0.2], [9]]));
 * const scores = await fitted.score(matrix([[0.1], [9]])); // scores[1] > scores[0]
 */
export function ecod(options: NoOptions = {}): Detector {
  return plainDetector(KIND, options);
}

/**
 * Reads a saved ECOD.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export function loadEcod(directory: string): Promise<FittedDetector> {
  return loadArrayDetector(KIND, directory);
}
