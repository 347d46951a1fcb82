import type { Random } from '../../random';
import { distanceKm } from '../great-circle';
import { IAM_CITIES, IAM_PLACES } from '../iam/catalogue';
import type { IamDifficultyRates } from '../iam/difficulty';
import { ranked } from '../iam/distribution';
import { deviceName, N_DEVICES } from '../iam/users';
import type { Host } from './access';
import { type AuthUser, addressNear, devicesAt } from './users';

/** Nobody travels faster, in km/h; so a rule of 900 finds tunnels and attackers. */
const FASTEST = 700;
/** Probability that a traveller goes home before the next session. */
const RETURN = 0.4;
/** Probability that a session of a user who has the tunnel goes through it. */
const THROUGH_TUNNEL = 0.25;
const AT_OFFICE = 0.6;

/** Where a user is, whatever the log takes for it. */
export interface Stay {
  readonly city: string;
  /** On a trip, kept until it ends. */
  readonly address: string;
}

/** An address of the ranges for documentation: hotels, cafés and attackers have them. */
export function foreignAddress(random: Random): string {
  return `${random.choice(['198.51.100', '203.0.113'])}.${1 + random.integer(254)}`;
}

/** On a trip or home again, where the time since the last login allows the way. */
export function move(
  random: Random,
  user: AuthUser,
  { travel }: IamDifficultyRates,
  stay: Stay,
  sinceMs: number,
): Stay {
  const isAway = stay.city !== user.city;
  if (random.uniform() >= (isAway ? RETURN : travel)) return stay;
  const city = isAway ? user.city : random.choice(IAM_CITIES);
  const km = distanceKm(IAM_PLACES[stay.city], IAM_PLACES[city]);
  if (km > (FASTEST * sinceMs) / 3_600_000) return stay;
  return { city, address: city === user.city ? user.address : foreignAddress(random) };
}

/** Device, address and place of a session, as the log has them. */
export function hostOf(
  random: Random,
  user: AuthUser,
  { newDevice, roam }: IamDifficultyRates,
  stay: Stay,
  time: number,
): Host {
  const isOther = random.uniform() < newDevice;
  const other = deviceName(random.integer(N_DEVICES));
  const device = isOther ? other : ranked(devicesAt(user, time)).draw(random);
  if (user.tunnel !== null && random.uniform() < THROUGH_TUNNEL) {
    const { city, network } = user.tunnel;
    return { device, city, address: `${network}.${1 + random.integer(250)}` };
  }
  if (stay.city !== user.city) return { device, ...stay };
  const usual = random.uniform() < AT_OFFICE ? user.officeAddress : user.address;
  const address = random.uniform() < roam ? addressNear(random, usual) : usual;
  return { device, city: stay.city, address };
}
