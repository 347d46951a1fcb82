/** A count of events that matter less the longer they are ago. */
export interface FadingCount {
  count: number;
  /** Epoch ms of what was counted last. */
  time: number;
}

/** What is remembered of a principal; plain JSON but for its sets and maps. */
export interface PrincipalHistory {
  nEvents: number;
  /** Epoch ms of the event before. */
  lastTime: number;
  readonly events: FadingCount;
  readonly eventsOfDays: FadingCount;
  readonly errors: FadingCount;
  readonly newResources: FadingCount;
  /** Events by hour of the day, UTC. */
  readonly hours: number[];
  /** The call before, made by the principal itself and by a service for it; 0 at first. */
  lastCall: number;
  lastServiceCall: number;
  /** By number of the call. */
  readonly calls: Map<number, FadingCount & { nEvents: number }>;
  readonly services: Set<string>;
  readonly networks: Set<string>;
  readonly regions: Set<string>;
  /** Hashes of their names. */
  readonly resources: Set<number>;
}

/** A principal's history as JSON. */
export interface PrincipalState
  extends Omit<PrincipalHistory, 'calls' | 'services' | 'networks' | 'regions' | 'resources'> {
  readonly principal: string;
  readonly calls: readonly (readonly [number, FadingCount & { nEvents: number }])[];
  readonly services: readonly string[];
  readonly networks: readonly string[];
  readonly regions: readonly string[];
  readonly resources: readonly number[];
}

/** Most that is remembered of one principal, about 50 kB; then the oldest is forgotten. */
export const MAX_REMEMBERED = {
  calls: 256,
  services: 256,
  networks: 64,
  regions: 64,
  resources: 1024,
};

/** A principal before its first event. */
export function newHistory(): PrincipalHistory {
  const nothing = () => ({ count: 0, time: 0 });
  return {
    ...{ nEvents: 0, lastTime: 0, lastCall: 0, lastServiceCall: 0 },
    ...{ events: nothing(), eventsOfDays: nothing() },
    ...{ errors: nothing(), newResources: nothing() },
    hours: new Array<number>(24).fill(0),
    calls: new Map(),
    services: new Set(),
    networks: new Set(),
    regions: new Set(),
    resources: new Set(),
  };
}

/** A history as JSON. */
export function stateOfHistory(principal: string, history: PrincipalHistory): PrincipalState {
  const { calls, services, networks, regions, resources } = history;
  return {
    ...history,
    principal,
    calls: [...calls],
    services: [...services],
    networks: [...networks],
    regions: [...regions],
    resources: [...resources],
  };
}

/** The history that a state was made of. */
export function historyOfState({ principal: _, ...state }: PrincipalState): PrincipalHistory {
  const { calls, services, networks, regions, resources } = structuredClone(state);
  return {
    ...structuredClone(state),
    calls: new Map(calls),
    services: new Set(services),
    networks: new Set(networks),
    regions: new Set(regions),
    resources: new Set(resources),
  };
}

/** What is left of a count at a time. */
export function faded({ count, time }: FadingCount, now: number, halfLifeMs: number): number {
  return count === 0 ? 0 : count * 2 ** ((time - now) / halfLifeMs);
}

/** Counts something at a time, not before what was counted. Changes the count. */
export function countAt(counted: FadingCount, now: number, halfLifeMs: number, n = 1): void {
  counted.count = faded(counted, now, halfLifeMs) + n;
  counted.time = now;
}

/** Remembers a value; forgets the oldest where there are too many. Changes the set. */
export function remember<Value>(values: Set<Value>, value: Value, maxSize: number): void {
  if (values.has(value)) return;
  if (values.size >= maxSize) values.delete(values.values().next().value as Value);
  values.add(value);
}
