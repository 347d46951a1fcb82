import type { Random } from '../../random';
import { IAM_PLACES } from '../iam/catalogue';
import { deviceName, drawUser, type IamUser, N_DEVICES } from '../iam/users';

/** A user with habits: the generator's truth. Plain JSON. */
export interface AuthUser extends Omit<IamUser, 'work' | 'mfaRate'> {
  /** The usual one at home, within the provider's 16 addresses of the user. */
  readonly address: string;
  /** The usual one at work, within the office's range of 256. */
  readonly officeAddress: string;
  /** The office that the user's connection seems to come from through the company's tunnel; null without one. */
  readonly tunnel: { readonly city: string; readonly network: string } | null;
  /** Replaces the first of the devices from a time on; null where it is kept. */
  readonly newDevice: { readonly name: string; readonly from: number } | null;
  /** Whether it is an account of a backup job, which logs in every night. */
  readonly isService: boolean;
}

/** One service account for so many users. */
const USERS_PER_SERVICE = 25;
const NIGHT_SHIFT = 0.06;
const TUNNEL = 0.15;
const REPLACES_DEVICE = 0.15;
const PERIOD_DAYS = 30;

/** Cities with an office. */
const OFFICES = Object.keys(IAM_PLACES).filter((city) => IAM_PLACES[city].utcOffset !== undefined);

/**
 * Draws the user of a number, counted from 0: a user of the IAM generator with networks and a few oddities;
 * every 25th is the account of a backup job.
 *
 * @param start of the log, epoch ms.
 */
export function drawAuthUser(random: Random, index: number, start: number): AuthUser {
  const { work, mfaRate, ...person } = drawUser(random, index);
  const isService = index % USERS_PER_SERVICE === USERS_PER_SERVICE - 1;
  const isNightShift = random.uniform() < NIGHT_SHIFT;
  const others = OFFICES.filter((city) => city !== person.city);
  const hasTunnel = random.uniform() < TUNNEL;
  const tunnelCity = random.choice(others);
  const replaces = random.uniform() < REPLACES_DEVICE;
  const name = deviceName(random.integer(N_DEVICES));
  const from = start + PERIOD_DAYS * 86_400_000 * random.uniform();
  const hour = isService ? 2 + 3 * random.uniform() : person.usualHour + (isNightShift ? 12 : 0);
  return {
    ...person,
    userId: isService ? person.userId.replace('user', 'backup') : person.userId,
    address: homeAddress(index, 3),
    officeAddress: officeAddress(index, person.city),
    usualHour: hour % 24,
    tunnel:
      hasTunnel && !isService ? { city: tunnelCity, network: tunnelNetwork(tunnelCity) } : null,
    newDevice: replaces && !isService ? { name, from } : null,
    isService,
  };
}

/** Of 198.18.0.0/15, the range for benchmarks: 16 addresses a user. */
function homeAddress(index: number, host: number): string {
  const block = 16 * (index % 8192) + host;
  return `198.${18 + (block >> 16)}.${(block >> 8) & 255}.${block & 255}`;
}

/** Of 10.0.0.0/8, the private range: an office has a second number, 200 of its users share a third one. */
function officeAddress(index: number, city: string): string {
  const floor = Math.floor(index / 200) % 256;
  return `10.${1 + OFFICES.indexOf(city)}.${floor}.${20 + (index % 200)}`;
}

/** First three numbers of the addresses of a tunnel's end. */
function tunnelNetwork(city: string): string {
  return `10.200.${1 + OFFICES.indexOf(city)}`;
}

/** Another address near one: its last number moves within the next 16. */
export function addressNear(random: Random, address: string): string {
  const dot = address.lastIndexOf('.') + 1;
  const last = Number(address.slice(dot));
  return `${address.slice(0, dot)}${last - (last % 16) + random.integer(16)}`;
}

/** Devices of a user at a time, the usual one first. */
export function devicesAt({ devices, newDevice }: AuthUser, time: number): readonly string[] {
  const isReplaced = newDevice !== null && time >= newDevice.from;
  return isReplaced ? [newDevice.name, ...devices.slice(1)] : devices;
}
