import type { CloudTrailClass } from '../../data/cloudtrail/event';
import type { JudgedEvent } from '../../pipeline/cloudtrail/find-threats';

/** Events of one call, principal and error code. */
export interface CallCount {
  /** Null for all that are not told apart. */
  readonly principal: string | null;
  /** Empty where the call was not refused; null for all that are not told apart. */
  readonly errorCode: string | null;
  nEvents: number;
  nFlagged: number;
  /** Sum of risk scores. */
  risk: number;
  /** Flagged events by threat. */
  readonly threats: Map<CloudTrailClass, number>;
}

/** Events of one call; case makes no difference, as it makes none in Sigma. */
export interface CallCounts {
  readonly eventSource: string;
  readonly eventName: string;
  readonly counts: readonly CallCount[];
}

/** Counts of calls that grow event by event. */
export interface GrowingCallCounts {
  add(judged: JudgedEvent): void;
  calls(): CallCounts[];
}

/** AWS has some 20,000 calls; an account makes hundreds. */
const MAX_CALLS = 10_000;
const MAX_PRINCIPALS = 32;
const MAX_ERRORS = 16;
/** Longer than any name that AWS gives. */
const MAX_TEXT = 1024;

interface GrowingCall {
  readonly eventSource: string;
  readonly eventName: string;
  readonly principals: Map<string, string>;
  readonly errors: Map<string, string>;
  readonly counts: Map<string | null, Map<string | null, CallCount>>;
}

/**
 * Counts events by call, principal and error code, exactly and in bounded memory: of 10,000 calls the first 32 principals
 * and 16 error codes each; those that come later are counted together, and calls that come later not at all.
 */
export function createCallCounts(): GrowingCallCounts {
  const calls = new Map<string, GrowingCall>();
  return {
    add: ({ event, threat }) => {
      const call = callOf(calls, event.eventSource, event.eventName);
      if (call === undefined) return;
      const principal = toldApart(call.principals, event.principal, MAX_PRINCIPALS);
      const errorCode = toldApart(call.errors, event.errorCode, MAX_ERRORS);
      const count = countOf(call, principal, errorCode);
      count.nEvents++;
      count.risk += threat.riskScore;
      if (threat.threatType === 'Normal') return;
      count.nFlagged++;
      count.threats.set(threat.threatType, (count.threats.get(threat.threatType) ?? 0) + 1);
    },
    calls: () =>
      [...calls.values()].map(({ eventSource, eventName, counts }) => ({
        eventSource,
        eventName,
        counts: [...counts.values()].flatMap((ofPrincipal) => [...ofPrincipal.values()]),
      })),
  };
}

function callOf(
  calls: Map<string, GrowingCall>,
  eventSource: string,
  eventName: string,
): GrowingCall | undefined {
  const key = `${eventSource} ${eventName}`.toLowerCase();
  const known = calls.get(key);
  if (known !== undefined || calls.size >= MAX_CALLS || key.length > MAX_TEXT) return known;
  const call = {
    eventSource,
    eventName,
    principals: new Map(),
    errors: new Map(),
    counts: new Map(),
  };
  calls.set(key, call);
  return call;
}

/** A text as it was first spelled; null where there are enough of them. */
function toldApart(known: Map<string, string>, text: string, most: number): string | null {
  const key = text.toLowerCase();
  const spelled = known.get(key);
  if (spelled !== undefined) return spelled;
  if (known.size >= most || text.length > MAX_TEXT) return null;
  known.set(key, text);
  return text;
}

function countOf(
  { counts }: GrowingCall,
  principal: string | null,
  errorCode: string | null,
): CallCount {
  const ofPrincipal = counts.get(principal) ?? new Map<string | null, CallCount>();
  counts.set(principal, ofPrincipal);
  const known = ofPrincipal.get(errorCode);
  if (known !== undefined) return known;
  const count = { principal, errorCode, nEvents: 0, nFlagged: 0, risk: 0, threats: new Map() };
  ofPrincipal.set(errorCode, count);
  return count;
}
