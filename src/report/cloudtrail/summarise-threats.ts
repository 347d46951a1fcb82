import { CLOUDTRAIL_CLASSES, type CloudTrailClass } from '../../data/cloudtrail/event';
import type { JudgedEvent } from '../../pipeline/cloudtrail/find-threats';
import type { ThreatModelState } from '../../pipeline/cloudtrail/fitted-threat-lstm';
import type { RiskBand } from '../../pipeline/cloudtrail/threat';
import { createTopCounts, type TopCounts } from './top-counts';

/** What is known of judged events, in bounded memory however many they are. */
export interface ThreatSummary {
  readonly nEvents: number;
  /** Of them, those taken for threats. */
  readonly nFindings: number;
  /** Events up to the last one that the model learned from or was calibrated by; 0 where no model was given. */
  readonly nInSample: number;
  readonly types: ReadonlyMap<CloudTrailClass, number>;
  readonly bands: ReadonlyMap<RiskBand, number>;
  /** Findings by hour (epoch ms over 3,600,000), one count for each of `CLOUDTRAIL_CLASSES`. */
  readonly hours: ReadonlyMap<number, readonly number[]>;
  /** Findings by principal. */
  readonly principals: TopCounts;
  /** Findings by call, as `CreateUser of iam.amazonaws.com`. */
  readonly calls: TopCounts;
  /** The findings of the highest risk, the highest first: of each principal and call one at most. */
  readonly top: readonly JudgedEvent[];
}

/** A summary that grows. */
export interface GrowingThreatSummary extends ThreatSummary {
  /** Counts events. */
  see(judged: readonly JudgedEvent[]): void;
}

const HOUR = 3_600_000;
const N_TOP = 20;

/**
 * A summary of nothing yet.
 *
 * @param model tells which events are as old as those that it learned from. Default: none are.
 */
export function createThreatSummary(
  model?: Pick<ThreatModelState, 'metadata'>,
): GrowingThreatSummary {
  const seenUntil = model ? Date.parse(model.metadata.validatedUntil) : -Infinity;
  const types = new Map<CloudTrailClass, number>();
  const bands = new Map<RiskBand, number>();
  const hours = new Map<number, number[]>();
  const principals = createTopCounts();
  const calls = createTopCounts();
  const top: JudgedEvent[] = [];
  let [nEvents, nFindings, nInSample] = [0, 0, 0];
  const seeThreat = (judged: JudgedEvent) => {
    const { event, threat } = judged;
    nFindings++;
    increase(types, threat.threatType);
    increase(bands, threat.riskBand);
    principals.add(event.principal);
    calls.add(callName(judged));
    const hour = Math.floor(event.eventTime / HOUR);
    const counts = hours.get(hour) ?? CLOUDTRAIL_CLASSES.map(() => 0);
    counts[CLOUDTRAIL_CLASSES.indexOf(threat.threatType)]++;
    hours.set(hour, counts);
    keepHighest(top, judged);
  };
  return {
    ...{ types, bands, hours, principals, calls, top },
    get nEvents() {
      return nEvents;
    },
    get nFindings() {
      return nFindings;
    },
    get nInSample() {
      return nInSample;
    },
    see: (judged) => {
      nEvents += judged.length;
      for (const one of judged) {
        if (one.event.eventTime <= seenUntil) nInSample++;
        if (one.threat.threatType !== 'Normal') seeThreat(one);
      }
    },
  };
}

const callName = ({ event }: JudgedEvent) => `${event.eventName} of ${event.eventSource}`;

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Puts an event in its place among the highest, the earlier one first among equals. Changes the list. */
function keepHighest(top: JudgedEvent[], judged: JudgedEvent): void {
  const riskOf = ({ threat }: JudgedEvent) => threat.riskScore;
  if (top.length === N_TOP && riskOf(judged) <= riskOf(top[N_TOP - 1])) return;
  const alike = top.findIndex(
    (other) =>
      other.event.principal === judged.event.principal && callName(other) === callName(judged),
  );
  if (alike >= 0 && riskOf(top[alike]) >= riskOf(judged)) return;
  if (alike >= 0) top.splice(alike, 1);
  const place = top.findIndex((other) => riskOf(other) < riskOf(judged));
  top.splice(place < 0 ? top.length : place, 0, judged);
  if (top.length > N_TOP) top.pop();
}
