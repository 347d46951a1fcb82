import { checkChoice } from '../../check-options';
import { WHIS_TABLE_NAMES, type WhisTableName } from '../../data/whis/event';
import { columnOf } from '../../features/column';
import type { FeatureTable } from '../../features/read-features';

/** Which values of a feature a person would look at twice. */
type Signs = Readonly<Record<string, (value: number) => boolean>>;

const isSet = (value: number) => value === 1;
const isAny = (value: number) => value > 0;

const SIGNS: Readonly<Record<WhisTableName, Signs>> = {
  auth_events: {
    is_off_hours: isSet,
    is_weekend: isSet,
    fail_count_1h: isAny,
    success_after_fail_15m: isSet,
  },
  process_events: {
    has_encoded: isSet,
    signed_parent: (value) => value === 0,
    rare_parent_child_7d: isSet,
  },
  admin_events: { off_hours: isSet, recent_4625s_actor_1h: isAny },
};

/**
 * The trivial baseline of the WHIS tables: how many signs of trouble an event shows. It learns nothing.
 *
 * Of logins: off-hours, weekend, a refusal in the last hour, success after a refusal; of programs: encoded text, an
 * unsigned parent, a rare pair; of changes to accounts: off-hours, a refused login of the actor in the last hour.
 *
 * @returns shape `[nSamples]`, whole numbers; higher is more suspicious.
 * @throws {RangeError} if the table is unknown, or lacks one of the features.
 */
export function signCount(table: WhisTableName, features: FeatureTable): Float32Array {
  checkChoice('table', table, WHIS_TABLE_NAMES);
  const { names, samples } = features;
  const counts = new Float32Array(samples.nSamples);
  for (const [name, shows] of Object.entries(SIGNS[table])) {
    const index = names.indexOf(name);
    if (index < 0) throw new RangeError(`${table} must have the feature ${name}, got ${names}`);
    columnOf(samples, index).forEach((value, i) => {
      if (shows(value)) counts[i]++;
    });
  }
  return counts;
}
