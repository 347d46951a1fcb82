import type { CloudTrailEvent } from '../../data/cloudtrail/event';
import { callOf } from './rarity-jobs';

/** A model of which call follows which. */
export interface NextCallModel {
  /**
   * How unexpected each call is given its principal's two calls before: -log2 of its probability.
   *
   * @param events by time.
   * @returns bits, shape `[nEvents]`.
   */
  score(events: readonly CloudTrailEvent[]): Float64Array;
}

/** Events that the estimate from a shorter past stands for. */
const PRIOR_EVENTS = 5;

/**
 * Learns without labels which call follows a principal's two calls before; what follows less often is mixed with what
 * follows one call, with how often the call comes at all, and at last with any call.
 *
 * It has DeepLog's idea, that an attack is a call that its predecessors do not announce, without its network: counts of
 * three calls in a row instead of an LSTM over ten.
 * Source: Du et al. 2017, DeepLog, section 3.1; interpolation as in Chen and Goodman 1999, section 2.3 (Jelinek and Mercer).
 *
 * @param events by time.
 */
export function fitNextCallModel(events: readonly CloudTrailEvent[]): NextCallModel {
  const counts = new Map<string, number>();
  const calls = new Set<string>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  eachCall(events, (before, last, call) => {
    calls.add(call);
    for (const past of pastsOf(before, last)) {
      count(`${past} > ${call}`);
      count(past);
    }
  });
  const probabilityOf = (past: string, call: string, otherwise: number) => {
    const followed = counts.get(`${past} > ${call}`) ?? 0;
    return (followed + PRIOR_EVENTS * otherwise) / ((counts.get(past) ?? 0) + PRIOR_EVENTS);
  };
  return {
    score: (next) => {
      const scores = new Float64Array(next.length);
      eachCall(next, (before, last, call, i) => {
        let probability = 1 / (calls.size + 1); // one more for all that never came
        for (const past of pastsOf(before, last)) {
          probability = probabilityOf(past, call, probability);
        }
        scores[i] = -Math.log2(probability);
      });
      return scores;
    },
  };
}

/** Nothing, one call, two calls; longer pasts come later, and no two kinds are called the same. */
function pastsOf(before: string, last: string): readonly string[] {
  return ['0', `1 ${last}`, `2 ${before}, ${last}`];
}

/** Each call with the two calls of its principal before it; `^` where there is none. */
function eachCall(
  events: readonly CloudTrailEvent[],
  see: (before: string, last: string, call: string, index: number) => void,
): void {
  const past = new Map<string, readonly [string, string]>();
  events.forEach((event, i) => {
    const [before, last] = past.get(event.principal) ?? ['^', '^'];
    const call = callOf(event);
    see(before, last, call, i);
    past.set(event.principal, [last, call]);
  });
}
