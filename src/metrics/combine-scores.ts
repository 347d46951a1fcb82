import { checkList } from '../check-options';
import { checkScores } from './check';

/** Scores or flags of several models on the same samples, each shape `[nSamples]`. */
export type ScoreColumns = readonly ArrayLike<number>[];

/** Models by number from 0, in groups; every model is in one of them at least. */
export type ModelGroups = readonly (readonly number[])[];

/**
 * The mean over models, of scores that have one scale already; of flags, the share of models that flag.
 *
 * Scores of different scales, as a forest's and a network's, `averageScores` ranks first.
 *
 * @returns shape `[nSamples]`.
 * @throws {RangeError} if there are no models, their lengths differ, or a score is not finite.
 */
export function averageOf(scores: ScoreColumns): Float64Array {
  const total = reduceColumns(scores, (sum, score) => sum + score);
  const means = total.map((sum) => sum / scores.length);
  checkScores(means, 'means');
  return means;
}

/**
 * The highest score of any model.
 *
 * @returns shape `[nSamples]`.
 * @throws {RangeError} if there are no models, their lengths differ, or a score is not finite.
 */
export function maximumOf(scores: ScoreColumns): Float64Array {
  return reduceColumns(scores, Math.max);
}

/**
 * The mean over groups of models of the highest score in each: less moved by one loud model than the maximum.
 *
 * Source: Aggarwal and Sathe 2015, section 3.2.3 (AOM).
 *
 * @returns shape `[nSamples]`.
 * @throws {RangeError} if there are no groups, one is empty or holds no model, a model is in none, lengths differ,
 * or a score is not finite.
 */
export function averageOfMaximum(scores: ScoreColumns, groups: ModelGroups): Float64Array {
  return averageOf(groupsOf(scores, groups).map(maximumOf));
}

/**
 * The highest mean of any group of models: less thinned out by weak models than the mean.
 *
 * @returns shape `[nSamples]`.
 * @throws {RangeError} if there are no groups, one is empty or holds no model, a model is in none, lengths differ,
 * or a score is not finite.
 */
export function maximumOfAverage(scores: ScoreColumns, groups: ModelGroups): Float64Array {
  return maximumOf(groupsOf(scores, groups).map(averageOf));
}

function groupsOf(scores: ScoreColumns, groups: ModelGroups): ScoreColumns[] {
  checkList('models', scores);
  checkList('groups', groups);
  for (const group of groups) checkList('group', group);
  const columns = groups.map((group) =>
    group.map((model) => {
      if (scores[model] !== undefined) return scores[model];
      throw new RangeError(`model must be below ${scores.length}, got ${model} in a group`);
    }),
  );
  const missing = scores.findIndex((_, model) => !groups.flat().includes(model));
  if (missing < 0) return columns;
  throw new RangeError(`groups must hold every model, got none with model ${missing}`);
}

function reduceColumns(
  scores: ScoreColumns,
  combine: (sofar: number, score: number) => number,
): Float64Array {
  checkList('models', scores);
  if (scores.length === 0) throw new RangeError('models must not be empty, got 0 models');
  checkScores(scores[0], 'model 0');
  const combined = Float64Array.from(scores[0]);
  scores.forEach((column, model) => {
    checkList(`model ${model}`, column);
    if (column.length !== combined.length) {
      throw new RangeError(
        `model ${model} must have ${combined.length} values as model 0, got ${column.length}`,
      );
    }
    checkScores(column, `model ${model}`);
    if (model === 0) return;
    for (let i = 0; i < combined.length; i++) combined[i] = combine(combined[i], column[i]);
  });
  return combined;
}
