import { type Distribution, weighted } from '../iam/distribution';
import type { WhisCompany } from './company';

const N_DAYS = 30;
const DAY = 86_400_000;
/** A day of the weekend has so many of a user's sessions of a workday. */
const WEEKEND = 0.1;
/** Probability that an attacker looks for an administrator. */
const AIMS_AT_ADMIN = 0.4;

/** Day of a user's session, counted from the start. */
export function usualDays(start: number): Distribution<number> {
  const isWeekend = (day: number) => [0, 6].includes(new Date(start + day * DAY).getUTCDay());
  return daysBy((day) => (isWeekend(day) ? WEEKEND : 1));
}

/** Day of an attack: any. */
export function attackDays(): Distribution<number> {
  return daysBy(() => 1);
}

/** Index of the user in whose name an attack is: an administrator's, or anyone's. */
export function victims({ users }: WhisCompany): Distribution<number> {
  const all = [...users.keys()];
  const admins = all.filter((i) => users[i].isAdmin);
  return {
    draw: (random) => random.choice(random.uniform() < AIMS_AT_ADMIN ? admins : all),
    density: (user) =>
      (1 - AIMS_AT_ADMIN) / all.length + (users[user].isAdmin ? AIMS_AT_ADMIN / admins.length : 0),
  };
}

function daysBy(weightOf: (day: number) => number): Distribution<number> {
  const weights = Array.from({ length: N_DAYS }, (_, day) => weightOf(day));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weighted(new Map(weights.map((weight, day) => [day, weight / total])));
}
