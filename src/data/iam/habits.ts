import { IAM_CITIES, IAM_MEDIAN_BYTES, IAM_MFA_ACTIONS, IAM_RESOURCES } from './catalogue';
import { IAM_DIFFICULTIES, type IamDifficulty, type IamDifficultyRates } from './difficulty';
import {
  always,
  bernoulli,
  type Distribution,
  logNormal,
  mostly,
  oneOf,
  ranked,
  weighted,
} from './distribution';
import { actionsWithOutcome, type What } from './emission';
import { IAM_ACTIONS, type IamAction } from './event';
import type { IamCalendar } from './time';
import { deviceName, type IamUser, N_DEVICES } from './users';

/** Standard deviation of the logarithm of a user's bytes. */
const BYTES_SIGMA = 0.8;
/** What a large transfer is a multiple of. */
const LARGE = 20;

/** Any device, each as likely. */
export const ANY_DEVICE: Distribution<string> = {
  draw: (random) => deviceName(random.integer(N_DEVICES)),
  density: () => 1 / N_DEVICES,
};

/** Any city, each as likely. */
export const ANY_CITY: Distribution<string> = oneOf(IAM_CITIES);

/** Any address that is not a user's own, each as likely. */
export const ANY_ADDRESS: Distribution<string> = oneOf(
  ['198.51.100', '203.0.113'].flatMap((net) =>
    Array.from({ length: 254 }, (_, i) => `${net}.${i + 1}`),
  ),
);

const NOTHING_TO_ACCESS: Distribution<string> = always('console');

/** What of a user's distributions does not depend on the events before. */
export interface Habits {
  readonly user: IamUser;
  readonly rates: IamDifficultyRates;
  readonly calendar: IamCalendar;
  /** The next action and outcome within a session; a login starts the next session. */
  readonly inSession: Distribution<What>;
  /** The next action and outcome where no session is open. */
  readonly outOfSession: Distribution<What>;
  /** At a login. */
  readonly device: Distribution<string>;
  /** At home. */
  readonly homeAddress: Distribution<string>;
  resource(action: IamAction): Distribution<string>;
  bytes(action: IamAction): Distribution<number>;
  mfa(action: IamAction): Distribution<boolean>;
}

/** The distributions of a user, made once. */
export function habitsOf(user: IamUser, difficulty: IamDifficulty, calendar: IamCalendar): Habits {
  const rates = IAM_DIFFICULTIES[difficulty];
  const end = calendar.sessionEnd / 2;
  const resource = mostly(ranked(user.resources), oneOf(IAM_RESOURCES), rates.explore);
  const bytes = byAction((action) => bytesOf(user, action, 1));
  const large = byAction((action) => bytesOf(user, action, LARGE));
  const mixed = byAction((action) => mostly(bytes[action], large[action], rates.largeTransfer));
  const mfa = byAction((action) => bernoulli(IAM_MFA_ACTIONS.has(action) ? user.mfaRate : 0));
  return {
    user,
    rates,
    calendar,
    inSession: outcomes(user, rates, end, end),
    outOfSession: outcomes(user, rates, 1 - rates.resume, 0),
    device: mostly(ranked(user.devices), ANY_DEVICE, rates.newDevice),
    homeAddress: mostly(always(user.address), ANY_ADDRESS, rates.roam),
    resource: (action) => (hasNoTarget(action) ? NOTHING_TO_ACCESS : resource),
    bytes: (action) => (hasNoTarget(action) ? bytes : mixed)[action],
    mfa: (action) => mfa[action],
  };
}

/** Whether an action is on the console alone. */
export function hasNoTarget(action: IamAction): boolean {
  return action === 'login' || action === 'logout';
}

/** Bytes of an action of a user, times a factor. */
export function bytesOf(user: IamUser, action: IamAction, factor: number): Distribution<number> {
  const own = hasNoTarget(action) ? 1 : user.bytesFactor * factor;
  return logNormal(IAM_MEDIAN_BYTES[action] * own, BYTES_SIGMA);
}

/** One thing for each action. */
export function byAction<T>(make: (action: IamAction) => T): Readonly<Record<IamAction, T>> {
  const entries = IAM_ACTIONS.map((action) => [action, make(action)]);
  return Object.fromEntries(entries) as Record<IamAction, T>;
}

function outcomes(
  user: IamUser,
  rates: IamDifficultyRates,
  login: number,
  logout: number,
): Distribution<What> {
  const work = Object.entries(user.work).map(
    ([action, share]) => [action as IamAction, (1 - login - logout) * share] as const,
  );
  const probabilities = new Map<IamAction, number>([['login', login], ['logout', logout], ...work]);
  return actionsWithOutcome(weighted(probabilities), (action) => {
    if (action === 'logout') return 0;
    return action === 'login' ? rates.typingError : rates.denied;
  });
}
