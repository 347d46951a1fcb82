import { distanceKm } from '../data/great-circle';
import type { IamAction, IamLogEvent, IamRole } from '../data/iam/event';
import {
  forgetOld,
  hourAngle,
  type IamHistory,
  type NewField,
  newHistory,
  remember,
} from './iam-history';

/**
 * What is known of an access when it happens: from the event and the user's earlier ones alone.
 *
 * "New" is never true at a user's first event: there is nothing that it could be new against.
 */
export interface IamFeatureRow {
  readonly userId: string;
  /** Epoch ms, UTC. */
  readonly time: number;
  readonly action: IamAction;
  readonly role: IamRole;
  /** Sine and cosine of the hour of the day, UTC, a day being once round. */
  readonly hourSin: number;
  readonly hourCos: number;
  /** 1 on Saturday and Sunday, UTC. */
  readonly isWeekend: number;
  /** Hours from the mean hour of the user's earlier events round the clock, [0, 12]; 0 at the first. */
  readonly hoursFromUsual: number;
  /** ln(1 + minutes) since the user's event before; at most, and at the first, that of 7 days. */
  readonly logMinutesSinceLast: number;
  /** 1 if the access failed. */
  readonly failed: number;
  /** Failures, and events, of the user in the hour before this one. */
  readonly failuresLastHour: number;
  readonly eventsLastHour: number;
  /** Different resources that the user accessed in the last hour, this one included. */
  readonly distinctResourcesLastHour: number;
  /** 1 if the user never used this device, city, address, resource or action before. */
  readonly newDevice: number;
  readonly newPlace: number;
  readonly newAddress: number;
  readonly newResource: number;
  readonly newAction: number;
  /** 1 if the device, or address, is another than at the user's event before. */
  readonly deviceChanged: number;
  readonly addressChanged: number;
  /** ln(1 + km/h) of the way from the user's event before, which takes a minute at least; 0 at the first. */
  readonly logTravelKmPerHour: number;
  /** 1 to 4. */
  readonly sensitivity: number;
  /** ln(1 + bytes). */
  readonly logBytes: number;
  /** `logBytes` less its mean over the user's earlier events with this action; 0 where there are none. */
  readonly bytesAboveUsual: number;
  /** 1 if a second factor was given. */
  readonly mfa: number;
}

/**
 * The columns of a row that a pipeline takes: neither user nor time, and no truth. `IamFeatureRow` has the units.
 */
export const IAM_COLUMNS: Readonly<Record<string, 'numeric' | 'oneHot'>> = {
  action: 'oneHot',
  role: 'oneHot',
  hourSin: 'numeric',
  hourCos: 'numeric',
  isWeekend: 'numeric',
  hoursFromUsual: 'numeric',
  logMinutesSinceLast: 'numeric',
  failed: 'numeric',
  failuresLastHour: 'numeric',
  eventsLastHour: 'numeric',
  distinctResourcesLastHour: 'numeric',
  newDevice: 'numeric',
  newPlace: 'numeric',
  newAddress: 'numeric',
  newResource: 'numeric',
  newAction: 'numeric',
  deviceChanged: 'numeric',
  addressChanged: 'numeric',
  logTravelKmPerHour: 'numeric',
  sensitivity: 'numeric',
  logBytes: 'numeric',
  bytesAboveUsual: 'numeric',
  mfa: 'numeric',
};

const MINUTE = 60_000;
const LONGEST_MINUTES = 7 * 1440;

/**
 * Features of each access from the user's past; nothing looks ahead and nothing is fitted.
 *
 * Rows of the first events are the same whatever follows. Time is linear in the number of events.
 *
 * @param events in order of time, of one or several users.
 * @returns one row an event, in the same order.
 * @throws {RangeError} if an event is older than the one before it.
 */
export function iamFeatures(events: readonly IamLogEvent[]): IamFeatureRow[] {
  const histories = new Map<string, IamHistory>();
  let lastTime = -Infinity;
  return events.map((event, i) => {
    if (!(event.time >= lastTime)) {
      throw new RangeError(`event ${i} must not be older than the one before it`);
    }
    lastTime = event.time;
    const history = histories.get(event.userId) ?? newHistory();
    histories.set(event.userId, history);
    forgetOld(history, event.time);
    const row = describeEvent(event, history);
    remember(history, event);
    return row;
  });
}

function describeEvent(event: IamLogEvent, history: IamHistory): IamFeatureRow {
  const { last, seen } = history;
  const isNew = (field: NewField) => Number(last !== null && !seen[field].has(event[field]));
  const changed = (field: NewField) => Number(last !== null && last[field] !== event[field]);
  const logBytes = Math.log1p(event.bytes);
  const knowsResource = history.resourcesInHour.has(event.resource);
  return {
    userId: event.userId,
    time: event.time,
    action: event.action,
    role: event.role,
    hourSin: Math.sin(hourAngle(event.time)),
    hourCos: Math.cos(hourAngle(event.time)),
    isWeekend: Number([0, 6].includes(new Date(event.time).getUTCDay())),
    hoursFromUsual: hoursFromUsual(event, history),
    logMinutesSinceLast: Math.log1p(Math.min(minutesBetween(last, event), LONGEST_MINUTES)),
    failed: Number(event.outcome === 'failure'),
    failuresLastHour: history.failuresInHour,
    eventsLastHour: history.events.length - history.oldest,
    distinctResourcesLastHour: history.resourcesInHour.size + Number(!knowsResource),
    newDevice: isNew('device'),
    newPlace: isNew('city'),
    newAddress: isNew('address'),
    newResource: isNew('resource'),
    newAction: isNew('action'),
    deviceChanged: changed('device'),
    addressChanged: changed('address'),
    logTravelKmPerHour: Math.log1p(travelKmPerHour(last, event)),
    sensitivity: event.sensitivity,
    logBytes,
    bytesAboveUsual: bytesAboveUsual(event, logBytes, history),
    mfa: Number(event.mfa),
  };
}

function hoursFromUsual({ time }: IamLogEvent, { last, hourSine, hourCosine }: IamHistory): number {
  if (last === null) return 0;
  const angle = Math.abs(hourAngle(time) - Math.atan2(hourSine, hourCosine)) % (2 * Math.PI);
  return (Math.min(angle, 2 * Math.PI - angle) * 12) / Math.PI;
}

function bytesAboveUsual(event: IamLogEvent, logBytes: number, { bytes }: IamHistory): number {
  const earlier = bytes.get(event.action);
  return earlier === undefined ? 0 : logBytes - earlier.sum / earlier.count;
}

function minutesBetween(last: IamLogEvent | null, event: IamLogEvent): number {
  return last === null ? Infinity : (event.time - last.time) / MINUTE;
}

function travelKmPerHour(last: IamLogEvent | null, event: IamLogEvent): number {
  if (last === null) return 0;
  return distanceKm(last, event) / (Math.max(minutesBetween(last, event), 1) / 60);
}
