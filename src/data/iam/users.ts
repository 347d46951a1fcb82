import type { Random } from '../../random';
import { IAM_PLACES, IAM_ROLE_HABITS, type IamWork } from './catalogue';
import { weighted } from './distribution';
import { IAM_ROLES, type IamRole } from './event';

/** A user with habits: the truth that the oracle knows. Plain JSON. */
export interface IamUser {
  readonly userId: string;
  readonly role: IamRole;
  /** Where the user is when not on a trip. */
  readonly city: string;
  /** At home; nobody else's. */
  readonly address: string;
  /** One to three, each used half as often as the one before. */
  readonly devices: readonly string[];
  /** Mean hour of a day's first session, in [0, 24), UTC. */
  readonly usualHour: number;
  /** Standard deviation of that hour. */
  readonly hourSpread: number;
  /** Share of each action within a session; they sum to 1. */
  readonly work: Readonly<Record<IamWork, number>>;
  /** Four to eight, each accessed half as often as the one before. */
  readonly resources: readonly string[];
  /** Median bytes of this user over those of all. */
  readonly bytesFactor: number;
  /** Probability that a second factor is given where it is asked for. */
  readonly mfaRate: number;
}

/** Number of devices that a name is drawn from. */
export const N_DEVICES = 100_000;

/** The name of a device by number. */
export function deviceName(number: number): string {
  return `device-${String(number).padStart(5, '0')}`;
}

const OFFICES = Object.entries(IAM_PLACES).filter(([, place]) => place.utcOffset !== undefined);
const ROLE_SHARES = weighted(
  new Map(IAM_ROLES.map((role) => [role, IAM_ROLE_HABITS[role].share] as const)),
);

/** Draws the user of a number, counted from 0. */
export function drawUser(random: Random, index: number): IamUser {
  const role = ROLE_SHARES.draw(random);
  const [city, { utcOffset = 0 }] = random.choice(OFFICES);
  return {
    userId: `user-${String(index + 1).padStart(4, '0')}`,
    role,
    city,
    address: `2001:db8:${Math.floor(index / 65_536).toString(16)}::${((index % 65_536) + 1).toString(16)}`,
    devices: Array.from(random.sample(N_DEVICES, 1 + random.integer(3)), deviceName),
    usualHour: (24 + 10 - utcOffset + random.normal(0, 1)) % 24,
    hourSpread: 1 + 1.5 * random.uniform(),
    work: drawWork(random, role),
    resources: random.shuffle(IAM_ROLE_HABITS[role].resources).slice(0, 4 + random.integer(5)),
    bytesFactor: Math.exp(random.normal(0, 0.5)),
    mfaRate: 0.8 + 0.19 * random.uniform(),
  };
}

/** The role's shares, each off by a factor of about 1.5. */
function drawWork(random: Random, role: IamRole): IamUser['work'] {
  const shares = Object.entries(IAM_ROLE_HABITS[role].work).map(
    ([action, share]) => [action, share * Math.exp(random.normal(0, 0.4))] as const,
  );
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  const entries = shares.map(([action, share]) => [action, share / total]);
  return Object.fromEntries(entries) as IamUser['work'];
}
