import type { CallCounts } from './call-counts';
import { createCallNames } from './call-names';
import { type DescribedEvent, rememberEvent, sightOf, writeFeatures } from './describe';
import { newHistory, type PrincipalHistory } from './history';

/** Features of events that come principal by principal. */
export interface CountedFeatures {
  /**
   * Writes the 20 features of an event, and remembers it.
   *
   * @param principal who; another one than before begins without a history.
   * @param counts over all principals, of what came before.
   * @param out gets them, in the order of `CLOUDTRAIL_FEATURES`.
   */
  add(principal: string, event: DescribedEvent, counts: CallCounts, out: Float64Array): void;
}

/**
 * The features of `createCloudTrailFeatures` where somebody else has counted over all principals: of one principal at a time, its events
 * in order. So principals can be shared out, and only one's history is in memory.
 */
export function createCountedFeatures(): CountedFeatures {
  const names = createCallNames();
  let last: string | undefined;
  let history: PrincipalHistory = newHistory();
  return {
    add: (principal, event, counts, out) => {
      if (principal !== last) history = newHistory();
      last = principal;
      const sight = sightOf(event, history, names);
      writeFeatures(event, history, counts, sight, out, 0);
      rememberEvent(event, history, sight);
    },
  };
}
