import type { IamAction, IamRole } from './event';

/** A city that events can come from. */
export interface IamPlace {
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Hours that the users who live here are ahead of UTC; only for cities with an office. */
  readonly utcOffset?: number;
}

/** Cities by name, coordinates in degrees to one digit. */
export const IAM_PLACES: Readonly<Record<string, IamPlace>> = {
  Zurich: { country: 'CH', latitude: 47.4, longitude: 8.5, utcOffset: 1 },
  London: { country: 'GB', latitude: 51.5, longitude: -0.1, utcOffset: 0 },
  'New York': { country: 'US', latitude: 40.7, longitude: -74, utcOffset: -5 },
  Singapore: { country: 'SG', latitude: 1.4, longitude: 103.8, utcOffset: 8 },
  Berlin: { country: 'DE', latitude: 52.5, longitude: 13.4 },
  Paris: { country: 'FR', latitude: 48.9, longitude: 2.4 },
  Oslo: { country: 'NO', latitude: 59.9, longitude: 10.8 },
  Warsaw: { country: 'PL', latitude: 52.2, longitude: 21 },
  Toronto: { country: 'CA', latitude: 43.7, longitude: -79.4 },
  'Sao Paulo': { country: 'BR', latitude: -23.6, longitude: -46.6 },
  Lagos: { country: 'NG', latitude: 6.5, longitude: 3.4 },
  Nairobi: { country: 'KE', latitude: -1.3, longitude: 36.8 },
  Mumbai: { country: 'IN', latitude: 19.1, longitude: 72.9 },
  Tokyo: { country: 'JP', latitude: 35.7, longitude: 139.7 },
  Sydney: { country: 'AU', latitude: -33.9, longitude: 151.2 },
  Auckland: { country: 'NZ', latitude: -36.8, longitude: 174.8 },
};

/** Names of all cities. */
export const IAM_CITIES: readonly string[] = Object.keys(IAM_PLACES);

const KINDS = {
  wiki: { count: 10, sensitivity: 1 },
  repository: { count: 12, sensitivity: 2 },
  bucket: { count: 12, sensitivity: 2 },
  database: { count: 10, sensitivity: 3 },
  payroll: { count: 6, sensitivity: 4 },
  vault: { count: 6, sensitivity: 4 },
} as const;

type ResourceKind = keyof typeof KINDS;

const named = (kind: ResourceKind) =>
  Array.from({ length: KINDS[kind].count }, (_, i) => `${kind}-${i + 1}`);

/** Sensitivity of each resource, 1 to 4; `console` is what one logs in to. */
export const IAM_SENSITIVITY: ReadonlyMap<string, number> = new Map([
  ['console', 1],
  ...(Object.keys(KINDS) as ResourceKind[]).flatMap((kind) =>
    named(kind).map((name): [string, number] => [name, KINDS[kind].sensitivity]),
  ),
]);

/** Resources that can be worked on. */
export const IAM_RESOURCES: readonly string[] = [...IAM_SENSITIVITY.keys()].slice(1);

/** Actions within a session: all but login and logout. */
export type IamWork = Exclude<IamAction, 'login' | 'logout'>;

/** Habits that the users of a role share. */
interface RoleHabits {
  /** Share of users. */
  readonly share: number;
  /** Share of each action within a session, before users differ. */
  readonly work: Readonly<Record<IamWork, number>>;
  /** What users of the role work on. */
  readonly resources: readonly string[];
}

const work = (...shares: readonly number[]): RoleHabits['work'] => {
  const [read, list, write, download, assume_role, change_permission, create_key] = shares;
  return { read, list, write, download, assume_role, change_permission, create_key };
};

/** Order of the shares: read, list, write, download, assume_role, change_permission, create_key. */
export const IAM_ROLE_HABITS: Readonly<Record<IamRole, RoleHabits>> = {
  developer: {
    share: 0.35,
    work: work(0.35, 0.2, 0.25, 0.1, 0.06, 0.02, 0.02),
    resources: [...named('repository'), ...named('bucket'), ...named('database')],
  },
  analyst: {
    share: 0.25,
    work: work(0.4, 0.2, 0.13, 0.24, 0.01, 0.01, 0.01),
    resources: [...named('database'), ...named('bucket'), ...named('wiki')],
  },
  finance: {
    share: 0.15,
    work: work(0.44, 0.16, 0.22, 0.15, 0.01, 0.01, 0.01),
    resources: [...named('payroll'), ...named('database'), ...named('wiki')],
  },
  support: {
    share: 0.15,
    work: work(0.48, 0.29, 0.16, 0.04, 0.01, 0.01, 0.01),
    resources: [...named('wiki'), ...named('repository')],
  },
  admin: {
    share: 0.1,
    work: work(0.25, 0.25, 0.15, 0.05, 0.15, 0.1, 0.05),
    resources: [...named('vault'), ...named('database'), ...named('repository')],
  },
};

/** Median bytes of an action, before users differ. */
export const IAM_MEDIAN_BYTES: Readonly<Record<IamAction, number>> = {
  login: 500,
  logout: 300,
  read: 20_000,
  list: 4_000,
  write: 10_000,
  download: 1_000_000,
  assume_role: 800,
  change_permission: 1_000,
  create_key: 1_200,
};

/** Actions that ask for a second factor. */
export const IAM_MFA_ACTIONS: ReadonlySet<IamAction> = new Set<IamAction>([
  'login',
  'assume_role',
  'change_permission',
  'create_key',
]);
