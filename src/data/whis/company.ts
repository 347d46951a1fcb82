import type { Random } from '../../random';
import { IAM_PLACES } from '../iam/catalogue';
import { drawUser } from '../iam/users';
import type { WhisAssetClass } from './event';

/** A user with habits: the generator's truth. Plain JSON. */
export interface WhisUser {
  readonly userId: string;
  readonly isAdmin: boolean;
  /** Mean hour at which sessions start, in [0, 24). */
  readonly usualHour: number;
  /** Standard deviation of that hour. */
  readonly hourSpread: number;
  /** The own workstation and some more, each used half as often as the one before. */
  readonly hosts: readonly string[];
}

/** The users and hosts that all tables share. */
export interface WhisCompany {
  readonly users: readonly WhisUser[];
  /** Every host: workstations, servers, controllers. */
  readonly hosts: readonly string[];
}

const USERS_PER_ADMIN = 5;
const USERS_PER_SERVER = 5;
const CONTROLLERS = ['dc-01', 'dc-02'];

/**
 * Draws the users of `createIamDataGenerator` with hosts; every fifth is an administrator. All keep the
 * hours of UTC, wherever they are, so that off-hours are the same for all.
 */
export function drawCompany(random: Random, nUsers: number): WhisCompany {
  const nServers = Math.max(4, Math.ceil(nUsers / USERS_PER_SERVER));
  const servers = Array.from({ length: nServers }, (_, i) => numbered('srv', i));
  const users = Array.from({ length: nUsers }, (_, i) => drawWhisUser(random, i, servers));
  const workstations = users.map(({ hosts }) => hosts[0]);
  return { users, hosts: [...workstations, ...servers, ...CONTROLLERS] };
}

/** What a host is, by its name. */
export function assetClassOf(host: string): WhisAssetClass {
  if (host.startsWith('ws-')) return 'workstation';
  return host.startsWith('dc-') ? 'controller' : 'server';
}

function drawWhisUser(random: Random, index: number, servers: readonly string[]): WhisUser {
  const { userId, city, usualHour, hourSpread } = drawUser(random, index);
  const isAdmin = index % USERS_PER_ADMIN === 0;
  const nServers = 1 + random.integer(3);
  const own = Array.from(random.sample(servers.length, nServers), (i) => servers[i]);
  return {
    userId,
    isAdmin,
    usualHour: (usualHour + (IAM_PLACES[city].utcOffset ?? 0) + 2.5) % 24, // 2.5 hours into the working day
    hourSpread: hourSpread + 1,
    hosts: [numbered('ws', index), ...(isAdmin ? [random.choice(CONTROLLERS)] : []), ...own],
  };
}

const numbered = (kind: string, index: number) => `${kind}-${String(index + 1).padStart(4, '0')}`;
