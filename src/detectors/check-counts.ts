import type { HourlyCounts } from '../features/hourly-counts';
import { checkSamples } from '../matrix';

/**
 * Refuses what are no hourly counts.
 *
 * @throws {TypeError} if they are none.
 * @throws {RangeError} if there are none, an entity comes twice, the start is no full hour, or a count is not whole and at least 0.
 */
export function checkCounts(samples: HourlyCounts): void {
  if (!samples?.counts || !Array.isArray(samples.entities)) {
    throw new TypeError('samples must be hourly counts, as hourlyCounts makes them');
  }
  const { counts, entities, start } = samples;
  checkSamples(counts);
  if (entities.length !== counts.nSamples) {
    throw new RangeError(`entities must be ${counts.nSamples} as rows, got ${entities.length}`);
  }
  if (new Set(entities).size < entities.length) {
    const twice = entities.find((entity, i) => entities.indexOf(entity) < i);
    throw new RangeError(`entities must be different, got ${twice} twice`);
  }
  if (!Number.isSafeInteger(start / 3_600_000)) {
    throw new RangeError(`start must be a full hour, got ${start}`);
  }
  const at = counts.data.findIndex((count) => !(Number.isSafeInteger(count) && count >= 0));
  if (at < 0) return;
  const [row, hour] = [Math.floor(at / counts.nFeatures), at % counts.nFeatures];
  throw new RangeError(
    `entity ${entities[row]}, hour ${hour}, must be a whole number of at least 0, got ${counts.data[at]}`,
  );
}
