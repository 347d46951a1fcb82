import { checkList } from '../check-options';
import { checkScores } from '../metrics/check';

/** An entity with the highest of its scores. */
export interface EntityScore {
  readonly entity: string;
  readonly score: number;
  /** The sample that the score is of. */
  readonly index: number;
}

/**
 * Ranks entities (users, addresses, hosts) by the highest score of their samples.
 *
 * @param entities the entity of each sample, shape `[nSamples]`.
 * @returns one row an entity, highest score first; equal scores by first appearance.
 * @throws {RangeError} if there is not one entity a score, or a score is not finite.
 */
export function highestByEntity(
  entities: readonly string[],
  scores: ArrayLike<number>,
): EntityScore[] {
  checkList('entities', entities);
  checkList('scores', scores);
  if (entities.length !== scores.length) {
    throw new RangeError(`entities must be ${scores.length} as scores, got ${entities.length}`);
  }
  if (scores.length > 0) checkScores(scores);
  const highest = new Map<string, EntityScore>();
  entities.forEach((entity, index) => {
    const known = highest.get(entity);
    if (!known || scores[index] > known.score) {
      highest.set(entity, { entity, score: scores[index], index });
    }
  });
  return [...highest.values()].sort((a, b) => b.score - a.score);
}
