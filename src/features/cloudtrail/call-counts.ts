/** How often what an event has came before it in the log, over all principals. */
export interface CallCounts {
  /** Events. */
  readonly nEvents: number;
  /** Different calls, that of the event among them. */
  readonly nCalls: number;
  /** Events with its call. */
  readonly nSame: number;
  /** Events behind the call that its principal made before. */
  readonly nBehind: number;
  /** Those of them with its call. */
  readonly nPairs: number;
  /** Events with its call and its error; any number where it has none. */
  readonly nErrors: number;
}

/** Events that an estimate known otherwise stands for. */
export const PRIOR_EVENTS = 5;

/** Share of the call in all events, (0, 1]; one event of each call being added. */
export const shareOfCall = ({ nEvents, nCalls, nSame }: CallCounts): number =>
  (nSame + 1) / (nEvents + nCalls);

/** Share of the call behind the one before, mixed with a share known otherwise. */
export const shareBehind = ({ nPairs, nBehind }: CallCounts, otherwise: number): number =>
  (nPairs + PRIOR_EVENTS * otherwise) / (nBehind + PRIOR_EVENTS);

/** Bits of the error among all events with the call, 1 and 2 events being added. */
export const errorSurprise = ({ nSame, nErrors }: CallCounts): number =>
  Math.log2((nSame + 2) / (nErrors + 1));
