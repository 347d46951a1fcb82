import { checkLabels, checkScores } from '../metrics/check';
import { nBelow } from './n-below';

/**
 * Flags what more than half of the models flag.
 *
 * @param flagsByModel 1 flagged, 0 not, by model, each shape `[nSamples]`.
 * @returns shape `[nSamples]`; a tie is no flag.
 * @throws {RangeError} if there are no models, lengths differ, or a flag is not 0 or 1; by model.
 * @example
 * majorityVote({ forest: [1, 0], lstm: [1, 1], transformer: [0, 0] }); // Int32Array [1, 0]
 */
export function majorityVote(
  flagsByModel: Readonly<Record<string, ArrayLike<number>>>,
): Int32Array {
  const nSamples = commonLength(flagsByModel);
  const votes = new Int32Array(nSamples);
  for (const [model, flags] of Object.entries(flagsByModel)) {
    checkLabels(flags, model);
    for (let i = 0; i < nSamples; i++) votes[i] += flags[i];
  }
  const nModels = Object.keys(flagsByModel).length;
  return votes.map((count) => (2 * count > nModels ? 1 : 0));
}

/**
 * The mean over models of how high each score ranks among the model's calibration scores.
 *
 * Ranks have one scale, so that a forest's scores and a network's probabilities can be averaged;
 * how far a score lies beyond the highest calibration score is lost. The calibration samples should
 * be held out from training (the validation part), the same for every model.
 *
 * @param scoresByModel higher is more anomalous, by model, each shape `[nSamples]`.
 * @param calibrationByModel scores of the calibration samples, by model, each shape `[nCalibration]`.
 * @returns shape `[nSamples]`, in [0, 1]: the mean share of calibration scores below.
 * @throws {RangeError} if there are no models, one has no calibration scores, lengths differ, or a
 * score is not finite; by model.
 */
export function averageScores(
  scoresByModel: Readonly<Record<string, ArrayLike<number>>>,
  calibrationByModel: Readonly<Record<string, ArrayLike<number>>>,
): Float32Array {
  const nSamples = commonLength(scoresByModel);
  const sums = new Float64Array(nSamples);
  for (const [model, scores] of Object.entries(scoresByModel)) {
    const calibration = calibrationByModel[model];
    if (!calibration) throw new RangeError(`calibrationByModel must have ${model}, got none`);
    checkNamed(`scores of ${model}`, scores);
    checkNamed(`calibration of ${model}`, calibration);
    const sorted = Float64Array.from(calibration).sort();
    for (let i = 0; i < nSamples; i++) sums[i] += nBelow(sorted, scores[i]) / sorted.length;
  }
  const nModels = Object.keys(scoresByModel).length;
  return Float32Array.from(sums, (sum) => sum / nModels);
}

function commonLength(byModel: Readonly<Record<string, ArrayLike<number>>>): number {
  const entries = Object.entries(byModel);
  if (entries.length === 0) throw new RangeError('models must not be empty, got {}');
  const [first, { length }] = entries[0];
  for (const [model, values] of entries) {
    if (values.length !== length) {
      throw new RangeError(`${model} must have ${length} values as ${first}, got ${values.length}`);
    }
  }
  return length;
}

function checkNamed(name: string, scores: ArrayLike<number>): void {
  try {
    checkScores(scores);
  } catch (error) {
    throw new RangeError(`${name}: ${(error as Error).message}`);
  }
}
