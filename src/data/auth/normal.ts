import type { Random } from '../../random';
import type { IamDifficultyRates } from '../iam/difficulty';
import { mostly, ranked } from '../iam/distribution';
import { gapAfter, type IamCalendar, sessionStart } from '../iam/time';
import { type Access, type Host, secondsAfter } from './access';
import { ANY_RESOURCE, bytesOf, LARGE_TRANSFER } from './resources';
import type { AuthUser } from './users';
import { hostOf, move, type Stay } from './whereabouts';

/** What the users of a log have in common. */
export interface Setting {
  readonly rates: IamDifficultyRates;
  readonly calendar: IamCalendar;
}

const GAP_SIGMA = 1.2;
/** Probability that a mistyped password is mistyped again. */
const AGAIN = 0.3;
/** Probability that a session begins with a forgotten password: 4 to 9 refusals. */
const FORGOTTEN = 0.004;

/**
 * Draws a user's own logins, by time: sessions at the usual hours from one host each, mistyped and forgotten
 * passwords, trips, tunnels, new and borrowed devices, night work and large transfers.
 */
export function drawNormal(
  random: Random,
  user: AuthUser,
  { rates, calendar }: Setting,
  nEvents: number,
): Access[] {
  const accesses: Access[] = [];
  let stay: Stay = { city: user.city, address: user.address };
  while (accesses.length < nEvents) {
    const last = accesses.at(-1);
    const past = last ? { time: last.time, nEvents: accesses.length } : null;
    const drawn = sessionStart(user, calendar, rates.nightWork, past).draw(random);
    const start = secondsAfter(last?.time ?? 0, drawn);
    stay = move(random, user, rates, stay, start - (last?.time ?? start));
    const host = hostOf(random, user, rates, stay, start);
    for (const access of drawSession(random, user, { rates, calendar }, host, start)) {
      if (accesses.length < nEvents) accesses.push(access);
    }
  }
  return accesses;
}

/** Draws the logins of a backup job: some each night, large, from one host. */
export function drawBackups(
  random: Random,
  user: AuthUser,
  { calendar }: Setting,
  nEvents: number,
): Access[] {
  const perNight = Math.ceil(nEvents / 30);
  const { userId, city, officeAddress: address } = user;
  const host = { device: user.devices[0], address, city };
  return Array.from({ length: nEvents }, (_, i) => {
    const night = calendar.start + Math.floor(i / perNight) * 86_400_000;
    const minute = 60 * user.usualHour + 10 * (i % perNight) + 2 * random.uniform();
    const time = secondsAfter(0, night + minute * 60_000);
    const resource = user.resources[i % user.resources.length];
    const succeeds = random.uniform() >= 0.01;
    const bytes = bytesOf(random, user, resource, succeeds, 10 * LARGE_TRANSFER);
    return { time, userId, ...host, succeeds, resource, bytes };
  });
}

function drawSession(
  random: Random,
  user: AuthUser,
  { rates, calendar }: Setting,
  host: Host,
  start: number,
): Access[] {
  const resources = mostly(ranked(user.resources), ANY_RESOURCE, rates.explore);
  const accesses: Access[] = [];
  let time = start;
  let forgotten = random.uniform() < FORGOTTEN ? 4 + random.integer(6) : 0;
  let mistyped: string | null = null;
  do {
    const resource: string = mistyped ?? resources.draw(random);
    const mistypes: number = mistyped === null ? rates.typingError / 2 : AGAIN; // each event is a login here
    const succeeds: boolean = random.uniform() >= mistypes && forgotten <= 0;
    const factor = random.uniform() < rates.largeTransfer ? LARGE_TRANSFER : 1;
    const bytes = bytesOf(random, user, resource, succeeds, factor);
    accesses.push({ time, userId: user.userId, ...host, succeeds, resource, bytes });
    forgotten--;
    mistyped = succeeds ? null : resource;
    const gap = succeeds ? calendar.gapSeconds : 8;
    time = secondsAfter(time, gapAfter(time, gap, succeeds ? GAP_SIGMA : 0.5).draw(random));
  } while (mistyped !== null || random.uniform() >= calendar.sessionEnd);
  return accesses;
}
