import { always, type Distribution, mostly } from './distribution';
import type { Emission, Observation, Where } from './emission';
import { ANY_ADDRESS, ANY_CITY, type Habits } from './habits';
import { gapAfter, type Past, sessionStart } from './time';

const SESSION_TIMEOUT_MS = 2 * 3_600_000;
/** Standard deviation of the logarithm of a gap within a session. */
const GAP_SIGMA = 1.2;
/** Probability that a trip goes on at the next login. */
const STAY = 0.6;
/** Probability that a failed login is given up. */
const GIVE_UP = 0.1;

/**
 * How the user's own next event comes about.
 *
 * @param last the user's own last event; null before the first one.
 * @param past null before the account's first event.
 */
export function normalEmission(
  habits: Habits,
  last: Observation | null,
  past: Past | null,
): Emission {
  const { user, rates, calendar } = habits;
  const isRecent = last !== null && past !== null && past.time - last.time < SESSION_TIMEOUT_MS;
  const hasFailed = last?.action === 'login' && last.outcome === 'failure';
  const isOpen = isRecent && last.action !== 'logout' && !hasFailed;
  const start = sessionStart(user, calendar, rates.nightWork, past);
  const since = past?.time ?? calendar.start;
  return {
    what: isOpen ? habits.inSession : habits.outOfSession,
    when: (action) => {
      if (action !== 'login') return isOpen ? sessionPace(habits, since) : start;
      return isRecent && hasFailed ? mostly(gapAfter(since, 15, GAP_SIGMA), start, GIVE_UP) : start;
    },
    where: (action) => whereOf(habits, last, isOpen && action !== 'login'),
    resource: habits.resource,
    bytes: habits.bytes,
    mfa: habits.mfa,
  };
}

/** When the next event of an open session comes. */
export function sessionPace({ calendar }: Habits, previousTime: number): Distribution<number> {
  return gapAfter(previousTime, calendar.gapSeconds, GAP_SIGMA);
}

/** Device, city and address: those of the open session, or drawn anew at a login. */
function whereOf(habits: Habits, last: Observation | null, isOpen: boolean): Distribution<Where> {
  const { user, rates, device, homeAddress } = habits;
  const newCity = cityAtLogin(habits, last);
  const session = isOpen ? last : null;
  const devices = session ? mostly(always(session.device), device, rates.switchHost) : device;
  const cities = session ? mostly(always(session.city), newCity, rates.switchHost) : newCity;
  const addressIn = (city: string) => {
    const fresh = city === user.city ? homeAddress : ANY_ADDRESS;
    return session?.city === city ? mostly(always(session.address), fresh, rates.roam) : fresh;
  };
  return {
    draw: (random) => {
      const city = cities.draw(random);
      return { device: devices.draw(random), city, address: addressIn(city).draw(random) };
    },
    density: (where) =>
      devices.density(where.device) *
      cities.density(where.city) *
      addressIn(where.city).density(where.address),
  };
}

/** At home, now and then a trip to any city; a trip goes on for some logins. */
function cityAtLogin({ user, rates }: Habits, last: Observation | null): Distribution<string> {
  const isAway = last !== null && last.city !== user.city;
  const usual = isAway ? mostly(always(user.city), always(last.city), STAY) : always(user.city);
  return mostly(usual, ANY_CITY, rates.travel);
}
