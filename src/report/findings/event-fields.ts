import { parseIsoTime } from '../../data/iso-time';
import type { Row } from '../../pipeline/columns';

/** What a finding looks for in an event. */
export const EVENT_FIELDS = [
  'time',
  'user',
  'address',
  'device',
  'host',
  'location',
  'resource',
  'outcome',
  'kind',
] as const;

/** One of `EVENT_FIELDS`. */
export type EventField = (typeof EVENT_FIELDS)[number];

/** The column of each field, where it has no usual name; `user.name` also reads `{ user: { name } }`. */
export type EventFieldColumns = Readonly<Partial<Record<EventField, string>>>;

/** An event's fields; null for what it does not have. */
export interface EventFieldValues
  extends Readonly<Record<Exclude<EventField, 'time'>, string | null>> {
  /** Epoch ms, UTC. */
  readonly time: number | null;
}

/**
 * Usual names, the first that an event has; upper case and `_-.@` do not count. A kind has none: a column
 * of labels is what an analyst or a generator knows, not a detector.
 */
const USUAL_NAMES: Readonly<Record<EventField, readonly string[]>> = {
  time: ['timestamp', 'time', 'eventTime', 'datetime', 'createdDateTime', 'date'],
  user: ['userId', 'user.name', 'userName', 'user', 'account', 'principal', 'user.id'],
  address: [
    'ipAddress',
    'sourceIpAddress',
    'source.ip',
    'srcIp',
    'clientIp',
    'remoteAddress',
    'address',
    'ip',
  ],
  device: ['deviceId', 'device.id', 'device'],
  host: ['host.name', 'hostName', 'host', 'computer', 'server'],
  location: ['location', 'city', 'country'],
  resource: ['resourceAccessed', 'resource', 'requestUri', 'url'],
  outcome: ['loginSuccess', 'outcome', 'success', 'result'],
  kind: [],
};

/** Later than 1973 in ms, and a year far off in seconds. */
const LEAST_MILLISECONDS = 1e11;

/**
 * Finds who did what, when and from where in an event, by the usual names of such columns.
 *
 * @param columns where the names are others.
 */
export function eventFieldsOf(event: Row, columns: EventFieldColumns = {}): EventFieldValues {
  const byName = new Map<string, unknown>();
  for (const [name, value] of Object.entries(event)) {
    if (!byName.has(plain(name))) byName.set(plain(name), value);
  }
  const valueIn = (field: EventField): unknown => {
    const chosen = columns[field];
    if (chosen !== undefined) return valueAt(event, chosen);
    for (const name of USUAL_NAMES[field]) {
      const value = byName.get(plain(name)) ?? (name.includes('.') ? valueAt(event, name) : null);
      if (isScalar(value)) return value;
    }
    return null;
  };
  const texts = EVENT_FIELDS.filter((field) => field !== 'time').map((field) => [
    field,
    textOf(valueIn(field)),
  ]);
  return { ...Object.fromEntries(texts), time: timeOf(valueIn('time')) };
}

function plain(name: string): string {
  return name.replace(/[_\-.@ ]/g, '').toLowerCase();
}

/** The value of a column, or within objects along a dotted path. */
function valueAt(event: Row, name: string): unknown {
  if (Object.hasOwn(event, name)) return event[name as keyof Row];
  let value: unknown = event;
  for (const key of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

function isScalar(value: unknown): boolean {
  const isThere = value !== null && value !== undefined && value !== '';
  return isThere && (typeof value !== 'object' || value instanceof Date);
}

function textOf(value: unknown): string | null {
  return isScalar(value) ? String(value) : null;
}

/** Numbers are epoch ms, or seconds where they would lie before 1973 otherwise. */
function timeOf(value: unknown): number | null {
  if (value instanceof Date) return timeOf(value.getTime());
  const isNumber = typeof value === 'number' || /^\d{9,}(\.\d+)?$/.test(String(value));
  const time = isNumber ? Number(value) : parseIsoTime(String(value));
  const milliseconds = isNumber && time < LEAST_MILLISECONDS ? 1000 * time : time;
  const isValid = Math.abs(milliseconds) <= 8.64e15; // The most that a Date holds; false for NaN.
  return isValid ? Math.round(milliseconds) : null;
}
