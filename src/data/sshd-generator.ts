import { createRandom, type Random } from '../random';
import { formatSshdLine, type SshdLogin } from './sshd';

/** How much of what the synthetic log holds. */
export interface SshdGeneratorOptions {
  /** Default 0. */
  readonly seed?: number;
  /** Length of the log. Default 14. */
  readonly days?: number;
  /** First midnight, epoch ms UTC. Default 2024-01-01, a Monday. */
  readonly start?: number;
  /** People with habits, at most 200. Default 12. */
  readonly nUsers?: number;
  /** Addresses that try a few common names and leave. Default 20. */
  readonly nScanners?: number;
  /** Addresses that try one account some hundred times. Default 3. */
  readonly nBursts?: number;
}

/** What an address of the synthetic log belongs to. */
export interface SshdAddress {
  readonly address: string;
  readonly kind: 'user' | 'scanner' | 'brute_force' | 'spray';
  /** 0 for users, 1 for all attackers. */
  readonly label: 0 | 1;
}

/** A synthetic sshd log with its truth. */
export interface GeneratedSshdLog {
  /** As sshd writes them, by time; the stamps have no year. */
  readonly lines: readonly string[];
  /** The logins that the lines were written from. */
  readonly events: readonly SshdLogin[];
  readonly addresses: readonly SshdAddress[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HOST = 'gateway';
const NAMES = ['anna', 'ben', 'carla', 'dilip', 'eva', 'farid', 'grace', 'hugo', 'ines', 'jun'];
const SCANNED = ['admin', 'test', 'oracle', 'ubnt', 'guest', 'support', 'pi', 'git', 'user', ''];

interface Attempt {
  readonly time: number;
  readonly pid: number;
  readonly outcome: SshdLogin['outcome'];
  readonly user: string;
  readonly address: string;
  readonly method?: string;
  readonly invalidUser?: boolean;
  readonly port: number;
  readonly repeated?: number;
}

/**
 * A synthetic sshd log: people with habits and typing errors, scanners, bursts of brute force on `root`, and
 * one slow password spray over all users that ends in a success.
 *
 * Made for tests and for machines without a real log; it is simpler than one, and figures on it say
 * nothing about detection in the field. Addresses are of the ranges for documentation and benchmarks.
 *
 * @throws {RangeError} if days is not positive, a count is no integer of at least 0, or nUsers is not in [1, 200].
 */
export function generateSshdLog(options: SshdGeneratorOptions = {}): GeneratedSshdLog {
  const { seed = 0, days = 14, nUsers = 12, nScanners = 20, nBursts = 3 } = options;
  const start = options.start ?? Date.UTC(2024, 0, 1);
  checkCounts({ days, nUsers, nScanners, nBursts });
  const random = createRandom(seed);
  const span = { start, end: start + days * DAY };
  const users = Array.from({ length: nUsers }, (_, i) => makeUser(random, i));
  const attempts = [
    ...users.flatMap((user) => userLogins(random, user, span)),
    ...numbered(nScanners).flatMap((i) => scan(random, scannerAddress(i), span)),
    ...numbered(nBursts).flatMap((i) => burst(random, burstAddress(i), span)),
    ...spray(random, users, span),
  ].filter(({ time }) => time >= span.start && time < span.end);
  const events = attempts.map(toLogin).sort((a, b) => a.time - b.time);
  const addresses: SshdAddress[] = [
    ...users.map(({ address }) => ({ address, kind: 'user' as const, label: 0 as const })),
    ...numbered(nScanners).map((i) => attacker(scannerAddress(i), 'scanner')),
    ...numbered(nBursts).map((i) => attacker(burstAddress(i), 'brute_force')),
    attacker(SPRAY_ADDRESS, 'spray'),
  ];
  return { lines: events.map(formatSshdLine), events, addresses };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface User {
  readonly name: string;
  readonly address: string;
  readonly method: string;
  /** Usual time of the first login of a day, in hours. */
  readonly hour: number;
  readonly loginsPerDay: number;
  /** Probability that a password is typed wrong. */
  readonly typo: number;
}

const SPRAY_ADDRESS = '2001:db8:bad::7';
const numbered = (length: number) => Array.from({ length }, (_, i) => i);
const scannerAddress = (i: number) => `198.18.${Math.floor(i / 250)}.${1 + (i % 250)}`;
const burstAddress = (i: number) => `198.19.${Math.floor(i / 250)}.${1 + (i % 250)}`;
const attacker = (address: string, kind: SshdAddress['kind']): SshdAddress => ({
  address,
  kind,
  label: 1,
});

function makeUser(random: Random, i: number): User {
  const round = Math.floor(i / NAMES.length);
  return {
    name: `${NAMES[i % NAMES.length]}${round === 0 ? '' : round + 1}`,
    address: i % 5 === 4 ? `2001:db8::${(i + 1).toString(16)}` : `198.51.100.${i + 1}`,
    method: random.uniform() < 0.4 ? 'publickey' : 'password',
    hour: random.normal(9, 1.5),
    loginsPerDay: 1 + random.integer(4),
    typo: 0.02 + 0.08 * random.uniform(),
  };
}

/** Working days from the user's hour on; now and then a wrong password, or a wrong name. */
function userLogins(random: Random, user: User, { start, end }: Span): Attempt[] {
  const attempts: Attempt[] = [];
  for (let day = start; day < end; day += DAY) {
    const weekend = [0, 6].includes(new Date(day).getUTCDay());
    const nLogins = weekend ? Number(random.uniform() < 0.1) : user.loginsPerDay;
    for (let i = 0; i < nLogins; i++) {
      const time = day + (user.hour + i * 2 + random.normal(0, 0.5)) * HOUR;
      attempts.push(...oneLogin(random, user, time));
    }
  }
  return attempts;
}

function oneLogin(random: Random, user: User, time: number): Attempt[] {
  const connection = connect(random, user.address);
  const accepted: Attempt = {
    ...connection,
    time: time + 8000,
    outcome: 'accepted',
    user: user.name,
    method: user.method,
  };
  const chance = random.uniform();
  if (user.method === 'publickey' || chance > user.typo) {
    return [accepted];
  }
  const mistaken = chance < user.typo / 5 ? `${user.name}x` : user.name;
  return mistaken === user.name
    ? [{ ...connection, time, outcome: 'failed', user: user.name }, accepted]
    : [...unknownUser(connection, time, mistaken), { ...accepted, pid: connection.pid + 1 }];
}

function scan(random: Random, address: string, span: Span): Attempt[] {
  const names = random.shuffle(SCANNED).slice(0, 1 + random.integer(6));
  const first = timeIn(random, span);
  return names.flatMap((name, i) =>
    unknownUser(connect(random, address), first + i * (2000 + random.integer(60_000)), name),
  );
}

/** Each connection fails once, then five times more in one line, as syslog writes it. */
function burst(random: Random, address: string, span: Span): Attempt[] {
  const first = timeIn(random, span);
  return numbered(20 + random.integer(40)).flatMap((i): Attempt[] => {
    const connection = connect(random, address);
    const time = first + i * 15_000;
    const failed = { ...connection, outcome: 'failed' as const, user: 'root' };
    return [
      { ...failed, time },
      { ...failed, time: time + 11_000, repeated: 5 },
    ];
  });
}

/** One try a user every few minutes, round after round, until one password is right. */
function spray(random: Random, users: readonly User[], { start, end }: Span): Attempt[] {
  const nRounds = 4;
  const step = Math.min(5 * 60_000, (end - start) / (4 * nRounds * users.length));
  const first = start + (0.25 + 0.5 * random.uniform()) * (end - start);
  const targets = numbered(nRounds).flatMap(() => random.shuffle(users));
  return targets.map((user, i) => ({
    ...connect(random, SPRAY_ADDRESS),
    time: first + i * step,
    outcome: i === targets.length - 1 ? 'accepted' : 'failed',
    user: user.name,
  }));
}

function unknownUser(connection: Connection, time: number, user: string): Attempt[] {
  const attempt = { ...connection, user, invalidUser: true };
  return [
    { ...attempt, time, outcome: 'invalid_user' },
    { ...attempt, time: time + 2000, outcome: 'failed' },
  ];
}

type Connection = Pick<Attempt, 'address' | 'port' | 'pid'>;

function connect(random: Random, address: string): Connection {
  return { address, port: 1024 + random.integer(64_512), pid: 1000 + random.integer(60_000) };
}

function timeIn(random: Random, { start, end }: Span): number {
  return start + random.uniform() * 0.95 * (end - start);
}

function toLogin(attempt: Attempt): SshdLogin {
  const { outcome, method = 'password', invalidUser = false, repeated = 1 } = attempt;
  const time = Math.floor(attempt.time / 1000) * 1000;
  const said = outcome === 'invalid_user' ? null : method;
  return { ...attempt, time, host: HOST, method: said, invalidUser, repeated };
}

function checkCounts(counts: Record<'days' | 'nUsers' | 'nScanners' | 'nBursts', number>): void {
  if (!(counts.days > 0 && Number.isFinite(counts.days))) {
    throw new RangeError(`days must be above 0, got ${counts.days}`);
  }
  for (const name of ['nUsers', 'nScanners', 'nBursts'] as const) {
    if (!Number.isInteger(counts[name]) || counts[name] < 0) {
      throw new RangeError(`${name} must be an integer of at least 0, got ${counts[name]}`);
    }
  }
  if (counts.nUsers < 1 || counts.nUsers > 200) {
    throw new RangeError(`nUsers must be in [1, 200], got ${counts.nUsers}`);
  }
}
