import type { Random } from '../../../random';
import type { Distribution } from '../../iam/distribution';
import { type Attack, CLOUDTRAIL_ATTACKS, isLogin } from './attacks';
import { N_DAYS } from './drift';
import { isActive, type Principal } from './principal';

const YEAR = 365;

/** Attacks by the three years' days: in each year each technique that there is as often as the others. */
export function planAttacks(
  random: Random,
  perYear: number,
): ReadonlyMap<number, readonly Attack[]> {
  const days = new Map<number, Attack[]>();
  for (let first = 0; first < N_DAYS; first += YEAR) {
    for (const attack of deal(random, attacksFrom(first), perYear)) {
      const day = first + random.integer(YEAR);
      days.set(day, [...(days.get(day) ?? []), attack]);
    }
  }
  return days;
}

/** Techniques that are in use on a day. */
export function attacksFrom(day: number): readonly Attack[] {
  return CLOUDTRAIL_ATTACKS.filter(({ from }) => from <= day);
}

/** Attacks of a technique that is in use to be expected on a day. */
export function attacksPerDay(perYear: number, day: number): number {
  return perYear / YEAR / attacksFrom(day).length;
}

/** How likely each group is attacked. */
const VICTIMS: readonly (readonly [(one: Principal) => boolean, number])[] = [
  [({ isPrivileged }) => isPrivileged, 0.4],
  [({ kind }) => kind === 'person', 0.35],
  [({ kind }) => kind === 'pipeline', 0.15],
  [({ kind }) => kind === 'function' || kind === 'instance', 0.1],
];
/** Only people sign in. */
const LOGIN_VICTIMS: typeof VICTIMS = [[({ kind }) => kind === 'person', 1]];

/** In whose name an attack is on a day. */
export function victims(
  principals: readonly Principal[],
  day: number,
  attack: Attack,
): Distribution<Principal> {
  const there = principals.filter((one) => isActive(one, day));
  const groups = (isLogin(attack) ? LOGIN_VICTIMS : VICTIMS).map(([isIn, share]) => ({
    share,
    members: there.filter(isIn),
  }));
  return {
    draw: (random) => {
      let left = random.uniform();
      const group = groups.find(({ share }) => {
        left -= share;
        return left < 0;
      });
      return random.choice((group ?? groups[0]).members);
    },
    density: (one) =>
      groups.reduce(
        (sum, { share, members }) => sum + (members.includes(one) ? share / members.length : 0),
        0,
      ),
  };
}

function deal(random: Random, attacks: readonly Attack[], count: number): Attack[] {
  const dealt: Attack[] = [];
  while (dealt.length < count) dealt.push(...random.shuffle(attacks));
  return dealt.slice(0, count);
}
