import type { IamFeatureRow } from './iam-features';

/** An event so many hours from the user's usual hour counts as at night. */
const NIGHT_HOURS = 6;

/**
 * The baseline without learning: how many odd things an access has.
 *
 * One each for a new device, city, resource and action, a failure, and 6 hours or more from the user's usual hour.
 * Defined before anything was evaluated, and not tuned.
 *
 * @returns shape `[rows.length]`, 0 to 6, higher is more anomalous.
 */
export function noveltyCount(rows: readonly IamFeatureRow[]): Float32Array {
  return Float32Array.from(rows, (row) => {
    const isNight = row.hoursFromUsual >= NIGHT_HOURS ? 1 : 0;
    return row.newDevice + row.newPlace + row.newResource + row.newAction + row.failed + isNight;
  });
}
