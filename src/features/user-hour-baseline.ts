import { checkOptionNames } from '../check-options';
import type { AuthLogEvent } from '../data/auth/event';
import { parseIsoTime } from '../data/iso-time';
import { hourOfTime } from './hour-of-time';

/** What an event is compared with. */
export interface UserHourBaseline {
  /** Mean bytes of the basis. */
  readonly meanBytes: number;
  /** Bytes of the event over the mean; 1 is as usual. */
  readonly deviationRatio: number;
  /**
   * What the mean is of: the user's events in this hour of the day (`userHour`), where there are none all of
   * the user's (`user`), where there are none everyone's (`all`); `none` at the very first event, whose mean is its own bytes.
   */
  readonly basis: 'userHour' | 'user' | 'all' | 'none';
}

/** Which events a mean is of. */
export interface UserHourOptions {
  /**
   * `earlier`: those before the event in the list. `everything`: the seed's way, which takes the event itself
   * and the future, too; it is a description, not something that could be known at the time. Default `earlier`.
   */
  readonly history?: 'earlier' | 'everything';
}

/** The columns of a login that count. */
export type UserHourEvent = Pick<
  AuthLogEvent,
  'user_id' | 'access_time' | 'bytes_transferred' | 'timestamp'
>;

/** Against division by 0. Source: seed notebook 001, cell 24. */
const EPSILON = 1e-5;

interface Mean {
  count: number;
  sum: number;
}

/**
 * How each event's bytes compare with what the user usually transfers at this hour of the day.
 *
 * A temporal baseline without a model. Time is linear in the number of events.
 * Source: seed notebook 001, cell 24, whose means include the event itself and the future.
 *
 * @param events in order of time, of one or several users; those of one time count in their order.
 * @returns one record an event, in the same order.
 * @throws {RangeError} if an event is older than the one before it, a time or the bytes are none, or the option is unknown.
 * @example
 * userHourBaseline(events).map(({ deviationRatio }) => deviationRatio);
 */
export function userHourBaseline(
  events: readonly UserHourEvent[],
  options: UserHourOptions = {},
): UserHourBaseline[] {
  checkOptionNames(options, ['history']);
  const { history = 'earlier' } = options;
  if (history !== 'earlier' && history !== 'everything') {
    throw new RangeError(`history must be earlier or everything, got ${history}`);
  }
  checkEvents(events);
  const means = new Map<string, Mean>();
  if (history === 'everything') {
    for (const event of events) remember(means, event);
    return events.map((event) => compare(means, event));
  }
  return events.map((event) => {
    const baseline = compare(means, event);
    remember(means, event);
    return baseline;
  });
}

/** Keys of the means that an event belongs to, the narrowest first; a user may have any name. */
function keysOf({ user_id, access_time }: UserHourEvent): readonly [string, string, string] {
  return [`${hourOfTime(access_time)} ${user_id}`, `user ${user_id}`, 'all'];
}

const BASES = ['userHour', 'user', 'all'] as const;

function compare(means: ReadonlyMap<string, Mean>, event: UserHourEvent): UserHourBaseline {
  const bytes = event.bytes_transferred;
  for (const [i, key] of keysOf(event).entries()) {
    const mean = means.get(key);
    if (mean) return baselineOf(bytes, mean.sum / mean.count, BASES[i]);
  }
  return { meanBytes: bytes, deviationRatio: 1, basis: 'none' };
}

function baselineOf(
  bytes: number,
  meanBytes: number,
  basis: UserHourBaseline['basis'],
): UserHourBaseline {
  return { meanBytes, deviationRatio: bytes / (meanBytes + EPSILON), basis };
}

function remember(means: Map<string, Mean>, event: UserHourEvent): void {
  for (const key of keysOf(event)) {
    const mean = means.get(key);
    if (mean) {
      mean.count++;
      mean.sum += event.bytes_transferred;
    } else {
      means.set(key, { count: 1, sum: event.bytes_transferred });
    }
  }
}

function checkEvents(events: readonly UserHourEvent[]): void {
  let last = -Infinity;
  events.forEach(({ access_time, bytes_transferred, timestamp }, i) => {
    const time = parseIsoTime(timestamp);
    if (Number.isNaN(time))
      throw new RangeError(`event ${i}: timestamp must be a time, got ${timestamp}`);
    if (time < last) throw new RangeError(`event ${i} must not be older than the one before it`);
    if (Number.isNaN(hourOfTime(access_time))) {
      throw new RangeError(
        `event ${i}: access_time must be a time as HH:MM:SS, got ${access_time}`,
      );
    }
    if (!(bytes_transferred >= 0 && bytes_transferred < Infinity)) {
      throw new RangeError(
        `event ${i}: bytes_transferred must be a finite number of at least 0, got ${bytes_transferred}`,
      );
    }
    last = time;
  });
}
