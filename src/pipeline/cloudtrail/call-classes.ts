import { CLOUDTRAIL_CLASSES } from '../../data/cloudtrail/event';
import { callOf } from './rarity-jobs';
import type { CloudTrailRows } from './rows';

/** What a call meant in the attacks that were seen. */
export interface CallClasses {
  /** The class that the call most often had in attacks, else the most frequent attacking class; never 0; shape `[nEvents]`. */
  classes(rows: CloudTrailRows): Int32Array;
  /** Share of each event's call's events that were of an attack, mixed with that of all events as if that were 5; shape `[nEvents]`. */
  shares(rows: CloudTrailRows): Float64Array;
}

const PRIOR_EVENTS = 5;

/**
 * Counts classes by call: what a score without classes needs to name a threat, and itself the simplest model that learns
 * from labels.
 */
export function fitCallClasses(train: CloudTrailRows): CallClasses {
  const nClasses = CLOUDTRAIL_CLASSES.length;
  const byCall = new Map<string, Int32Array>();
  const all = new Int32Array(nClasses);
  train.events.forEach((event, i) => {
    const counts = byCall.get(callOf(event)) ?? new Int32Array(nClasses);
    byCall.set(callOf(event), counts);
    counts[train.labels[i]]++;
    all[train.labels[i]]++;
  });
  const overall = 1 - all[0] / Math.max(train.events.length, 1);
  const usual = mostFrequentAttack(all) || 1;
  return {
    classes: ({ events }) =>
      Int32Array.from(events, (event) => {
        const counts = byCall.get(callOf(event));
        return (counts && mostFrequentAttack(counts)) || usual;
      }),
    shares: ({ events }) =>
      Float64Array.from(events, (event) => {
        const counts = byCall.get(callOf(event));
        const total = counts?.reduce((sum, count) => sum + count, 0) ?? 0;
        const attacks = total - (counts?.[0] ?? 0);
        return (attacks + PRIOR_EVENTS * overall) / (total + PRIOR_EVENTS);
      }),
  };
}

/** 0 where there was none. */
function mostFrequentAttack(counts: Int32Array): number {
  let best = 0;
  for (let c = 1; c < counts.length; c++) {
    if (counts[c] > 0 && (best === 0 || counts[c] > counts[best])) best = c;
  }
  return best;
}
