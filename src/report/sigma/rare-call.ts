import type { CloudTrailClass } from '../../data/cloudtrail/event';
import type { CallCount, CallCounts } from './call-counts';

/** When a call is rare enough for a rule. */
export interface RareCallLimits {
  /** Largest share of the log's events that a rule may match, (0, 1]. Default 0.01. */
  readonly maxShare?: number;
  /** Smallest share of a rule's matches that the model must have flagged, (0, 1]. Default 0.1. */
  readonly minFlagged?: number;
  /** From how many of these calls on a principal makes them usually, if the model flags less than `minFlagged` of them. Default 10. */
  readonly minUsual?: number;
}

/** What a rule looks for, and how many events of the log that is. */
export interface RareCall {
  readonly eventSource: string;
  readonly eventName: string;
  /** Empty for any, and for none. */
  readonly errorCode: string;
  /** Principals by ARN, a role's without its session, that usually make this call; by name. */
  readonly leftOut: readonly string[];
  /** Events that it matches. */
  readonly nEvents: number;
  /** Those of them that the model flagged. */
  readonly nFlagged: number;
  /** Mean risk score of the events that it matches, [0, 1]. */
  readonly risk: number;
  /** What the model took the flagged ones for, the most frequent first. */
  readonly threats: readonly (readonly [CloudTrailClass, number])[];
}

/**
 * The smallest search that finds flagged events of a call and little else: the call, with the error code that most flagged
 * ones have, if they have one; and only where that matches too much, without the principals that usually make it.
 *
 * @param nLogEvents all events of the log.
 * @returns null where nothing was flagged, or no search is rare enough and flagged often enough.
 */
export function rareCall(
  { eventSource, eventName, counts }: CallCounts,
  nLogEvents: number,
  { maxShare, minFlagged, minUsual }: Required<RareCallLimits>,
): RareCall | null {
  const errorCode = errorOfMost(counts);
  const selected = counts.filter((count) => errorCode === '' || count.errorCode === errorCode);
  for (const leftOut of [[], usualPrincipals(selected, minFlagged, minUsual)]) {
    const found = selected.filter(({ principal }) => !leftOut.includes(principal ?? ''));
    const nEvents = sum(found, 'nEvents');
    const nFlagged = sum(found, 'nFlagged');
    const isRare = nEvents <= maxShare * nLogEvents;
    if (nFlagged === 0 || !isRare || nFlagged < minFlagged * nEvents) continue;
    const risk = Math.min(sum(found, 'risk') / nEvents, 1);
    const call = { eventSource, eventName, errorCode, leftOut };
    return { ...call, nEvents, nFlagged, risk, threats: threatsOf(found) };
  }
  return null;
}

/** The error code of more than half of the flagged events; empty where there is none. */
function errorOfMost(counts: readonly CallCount[]): string {
  const flagged = new Map<string, number>();
  for (const { errorCode, nFlagged } of counts) {
    if (errorCode !== null) flagged.set(errorCode, (flagged.get(errorCode) ?? 0) + nFlagged);
  }
  const half = sum(counts, 'nFlagged') / 2;
  return [...flagged].find(([, nFlagged]) => nFlagged > half)?.[0] ?? '';
}

/** Only those with an ARN: a rule cannot name others. */
function usualPrincipals(
  counts: readonly CallCount[],
  minFlagged: number,
  minUsual: number,
): string[] {
  const names = new Set(counts.map(({ principal }) => principal ?? ''));
  const isUsual = (name: string) => {
    const own = counts.filter(({ principal }) => principal === name);
    const nEvents = sum(own, 'nEvents');
    return nEvents >= minUsual && sum(own, 'nFlagged') < minFlagged * nEvents;
  };
  return [...names].filter((name) => name.startsWith('arn:') && isUsual(name)).sort();
}

function threatsOf(counts: readonly CallCount[]): [CloudTrailClass, number][] {
  const threats = new Map<CloudTrailClass, number>();
  for (const count of counts) {
    for (const [threat, n] of count.threats) threats.set(threat, (threats.get(threat) ?? 0) + n);
  }
  return [...threats].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function sum(counts: readonly CallCount[], figure: 'nEvents' | 'nFlagged' | 'risk'): number {
  return counts.reduce((total, count) => total + count[figure], 0);
}
