import { checkList } from '../check-options';
import { checkLabels, checkScores } from '../metrics/check';
import { averageOf } from '../metrics/combine-scores';
import { applyScoreScale, fitScoreScale } from '../metrics/score-scale';

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
  checkCommonLength(flagsByModel);
  for (const [model, flags] of Object.entries(flagsByModel)) checkLabels(flags, model);
  return Int32Array.from(averageOf(Object.values(flagsByModel)), (share) => (share > 0.5 ? 1 : 0));
}

/**
 * The mean over models of how high each score ranks among the model's calibration scores.
 *
 * Unlike `averageOf`, which averages scores as they are. Ranks have one scale, so that a forest's scores and a network's probabilities can be averaged;
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
  checkCommonLength(scoresByModel);
  const ranks = Object.entries(scoresByModel).map(([model, scores]) => {
    const calibration = calibrationByModel?.[model];
    if (!calibration) throw new RangeError(`calibrationByModel must have ${model}, got none`);
    checkNamed(`scores of ${model}`, scores);
    checkNamed(`calibration of ${model}`, calibration);
    return applyScoreScale(fitScoreScale('rank', calibration), scores);
  });
  return Float32Array.from(averageOf(ranks));
}

function checkCommonLength(byModel: Readonly<Record<string, ArrayLike<number>>>): void {
  const entries = Object.entries(byModel ?? {});
  if (entries.length === 0) throw new RangeError('models must not be empty, got {}');
  for (const [model, values] of entries) checkList(model, values);
  const [first, { length }] = entries[0];
  for (const [model, values] of entries) {
    if (values.length !== length) {
      throw new RangeError(`${model} must have ${length} values as ${first}, got ${values.length}`);
    }
  }
}

function checkNamed(name: string, scores: ArrayLike<number>): void {
  try {
    checkScores(scores);
  } catch (error) {
    throw new RangeError(`${name}: ${(error as Error).message}`);
  }
}
