import type { IamLogEvent } from '../data/iam/event';

const HOUR = 3_600_000;

/** What is remembered of a user while the events pass. */
export interface IamHistory {
  /** The user's event before; null before the first one. */
  last: IamLogEvent | null;
  /** Sums of the sine and cosine of the hours so far: their mean is the usual hour. */
  hourSine: number;
  hourCosine: number;
  readonly seen: Readonly<Record<NewField, Set<string>>>;
  /** Count and sum of the logarithm of bytes, by action. */
  readonly bytes: Map<string, { count: number; sum: number }>;
  /** Events of the last hour are those from `oldest` on. */
  readonly events: IamLogEvent[];
  oldest: number;
  failuresInHour: number;
  /** How often each resource was accessed in the last hour. */
  readonly resourcesInHour: Map<string, number>;
}

/** Fields of an event that a user may have for the first time. */
export type NewField = 'device' | 'city' | 'address' | 'resource' | 'action';

/** Nothing remembered. */
export function newHistory(): IamHistory {
  return {
    last: null,
    hourSine: 0,
    hourCosine: 0,
    seen: {
      device: new Set(),
      city: new Set(),
      address: new Set(),
      resource: new Set(),
      action: new Set(),
    },
    bytes: new Map(),
    events: [],
    oldest: 0,
    failuresInHour: 0,
    resourcesInHour: new Map(),
  };
}

/** The hour of a time as an angle: a day is once round. */
export function hourAngle(time: number): number {
  return ((time % (24 * HOUR)) / (24 * HOUR)) * 2 * Math.PI;
}

/** Adds an event. Changes the history. */
export function remember(history: IamHistory, event: IamLogEvent): void {
  const { seen, bytes, events, resourcesInHour } = history;
  for (const field of Object.keys(seen) as NewField[]) seen[field].add(event[field]);
  const { count, sum } = bytes.get(event.action) ?? { count: 0, sum: 0 };
  bytes.set(event.action, { count: count + 1, sum: sum + Math.log1p(event.bytes) });
  history.hourSine += Math.sin(hourAngle(event.time));
  history.hourCosine += Math.cos(hourAngle(event.time));
  history.failuresInHour += event.outcome === 'failure' ? 1 : 0;
  resourcesInHour.set(event.resource, (resourcesInHour.get(event.resource) ?? 0) + 1);
  events.push(event);
  history.last = event;
}

/** Forgets what was counted of events more than an hour before a time. Changes the history. */
export function forgetOld(history: IamHistory, time: number): void {
  const { events, resourcesInHour } = history;
  while (history.oldest < events.length && events[history.oldest].time < time - HOUR) {
    const { outcome, resource } = events[history.oldest++];
    history.failuresInHour -= outcome === 'failure' ? 1 : 0;
    const left = (resourcesInHour.get(resource) ?? 0) - 1;
    if (left > 0) resourcesInHour.set(resource, left);
    else resourcesInHour.delete(resource);
  }
}
