import { type Distribution, logNormal } from './distribution';
import type { IamUser } from './users';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Share of workdays on which users are active, at most. */
const ACTIVE = 0.85;
/** A day of the weekend is so much less likely than a workday. */
const WEEKEND = 0.1;
/** Probability that a session is followed by another on the same day, of a user on schedule. */
const SAME_DAY = 0.4;
/** So much is added to that for each day that a user's events are late, so that all span about the same. */
const CATCH_UP = 0.1;
const PERIOD_DAYS = 30;
const WORKDAYS = 22;

/** How users' sessions lie in time. */
export interface IamCalendar {
  /** First midnight, epoch ms UTC. */
  readonly start: number;
  /** Probability that a user is active on a workday. */
  readonly active: number;
  /** Probability that an event is not followed by another of its session, but for a logout. */
  readonly sessionEnd: number;
  /** Median seconds between a session's events. */
  readonly gapSeconds: number;
  /** Events of an account on an average day of the period. */
  readonly eventsPerDay: number;
}

/** When a user works. */
type UsualHours = Pick<IamUser, 'usualHour' | 'hourSpread'>;

/** What is known of an account before an event. */
export interface Past {
  /** Epoch ms of its last event, maybe an attacker's. */
  readonly time: number;
  readonly nEvents: number;
}

/**
 * Sessions such that a user's events span about 30 days, however many they are.
 *
 * A session has at least 3 events and its events lie 4 minutes apart, or less where there are many.
 */
export function calendarFor(
  start: number,
  eventsPerUser: number,
  anomalyFraction: number,
): IamCalendar {
  const sessionsPerActiveDay = 1 / (1 - SAME_DAY);
  const sessions = WORKDAYS * sessionsPerActiveDay;
  const eventsPerSession = Math.max(3, eventsPerUser / (sessions * ACTIVE));
  return {
    start,
    active: Math.min(ACTIVE, eventsPerUser / (sessions * eventsPerSession)),
    sessionEnd: 1 / (eventsPerSession - 0.5),
    gapSeconds: Math.min(240, 7200 / eventsPerSession),
    eventsPerDay: eventsPerUser / (1 - anomalyFraction) / PERIOD_DAYS,
  };
}

/** A log-normal gap after a time. */
export function gapAfter(time: number, seconds: number, sigma: number): Distribution<number> {
  const gap = logNormal(1000 * seconds, sigma);
  return {
    draw: (random) => time + gap.draw(random),
    density: (value) => gap.density(value - time),
  };
}

/**
 * When a user starts the next session: after a break on the same day, or on one of the next days about
 * the usual hour, or (with `nightWork`) at any hour.
 *
 * @param past null before the account's first event.
 */
export function sessionStart(
  user: UsualHours,
  calendar: IamCalendar,
  nightWork: number,
  past: Past | null,
): Distribution<number> {
  const from = past?.time ?? calendar.start - DAY;
  const sameDay = past === null ? 0 : sameDayProbability(calendar, past);
  const midnight = Math.floor(from / DAY) * DAY;
  const afterBreak = gapAfter(from, 5400, 0.5);
  return {
    draw: (random) => {
      if (random.uniform() < sameDay) return afterBreak.draw(random);
      let day = midnight + DAY;
      while (random.uniform() >= activeOn(calendar, day)) day += DAY;
      const isAnyHour = random.uniform() < nightWork;
      const hour = isAnyHour
        ? 24 * random.uniform()
        : random.normal(user.usualHour, user.hourSpread);
      return day + (((hour % 24) + 24) % 24) * HOUR;
    },
    density: (time) => {
      const day = Math.floor(time / DAY) * DAY;
      const hour = (time - day) / HOUR;
      const perHour = nightWork / 24 + (1 - nightWork) * hourDensity(user, hour);
      const onDay = firstActiveDay(calendar, midnight + DAY, day);
      return sameDay * afterBreak.density(time) + ((1 - sameDay) * onDay * perHour) / HOUR;
    },
  };
}

/** The next time that is 11 to 17 hours after the user's usual hour, each as likely. */
export function nextNight(user: UsualHours, previous: number): Distribution<number> {
  const midnight = Math.floor(previous / DAY) * DAY;
  return {
    draw: (random) => {
      const hour = (user.usualHour + 11 + 6 * random.uniform()) % 24;
      const time = midnight + hour * HOUR;
      return time > previous ? time : time + DAY;
    },
    density: (time) => {
      const sinceNight = (time / HOUR - user.usualHour - 11 + 48) % 24;
      const isNight = time > previous && time <= previous + DAY && sinceNight < 6;
      return isNight ? 1 / (6 * HOUR) : 0;
    },
  };
}

function sameDayProbability({ start, eventsPerDay }: IamCalendar, { time, nEvents }: Past): number {
  const daysLate = (time - start) / DAY - nEvents / eventsPerDay;
  return Math.min(0.95, Math.max(0.05, SAME_DAY + CATCH_UP * daysLate));
}

/** The normal distribution laid round the 24 hours. */
function hourDensity({ usualHour, hourSpread }: UsualHours, hour: number): number {
  let sum = 0;
  for (const turn of [-24, 0, 24]) {
    const deviation = (hour - usualHour + turn) / hourSpread;
    sum += Math.exp(-(deviation * deviation) / 2);
  }
  return sum / (hourSpread * Math.sqrt(2 * Math.PI));
}

function activeOn({ active }: IamCalendar, day: number): number {
  const isWeekend = ((day / DAY + 4) % 7) % 6 === 0; // day 0 was a Thursday
  return isWeekend ? WEEKEND * active : active;
}

/** Probability that `day` is the first active one from `first` on. */
function firstActiveDay(calendar: IamCalendar, first: number, day: number): number {
  if (day < first) return 0;
  let quiet = 1;
  for (let before = first; before < day; before += DAY) quiet *= 1 - activeOn(calendar, before);
  return quiet * activeOn(calendar, day);
}
