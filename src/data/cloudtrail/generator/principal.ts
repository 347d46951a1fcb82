import type { Distribution } from '../../iam/distribution';
import type { ResourceKind } from './resources';
import type { Script } from './script';

/** Who acts: a person, a pipeline's user, a function's or an instance's role, or AWS itself. */
export type PrincipalKind = 'person' | 'pipeline' | 'function' | 'instance' | 'service';

/** Habits in one quarter: the generator's truth. */
export interface Habits {
  /** Sessions of a workday; on other days `weekend` times as many. */
  readonly sessionsPerDay: number;
  readonly weekend: number;
  /** Terraform runs of a workday. */
  readonly runsPerDay: number;
  readonly hour: Distribution<number>;
  readonly activities: Distribution<Script>;
  /** Probability that one more activity follows. */
  readonly more: number;
  /** Each half as usual as the one before. */
  readonly networks: readonly string[];
  readonly regions: readonly string[];
  /** Probability of a session in the console. */
  readonly console: number;
  /** Probability that a second factor is given at the console. */
  readonly secondFactor: number;
  readonly targets: ReadonlyMap<ResourceKind, readonly string[]>;
  readonly accessKeyId: string;
}

/** Someone or something with a history. */
export interface Principal {
  readonly kind: PrincipalKind;
  /** A person who has administrators' rights. */
  readonly isPrivileged: boolean;
  /** Of the user or the role. */
  readonly name: string;
  /** As AWS has it: `AIDA…` of users, `AROA…` of roles. */
  readonly principalId: string;
  /** First and last day, counted from the start. */
  readonly joined: number;
  readonly left: number;
  /** By quarter. */
  readonly habits: readonly Habits[];
}

/** Whether it is there on a day. */
export function isActive({ joined, left }: Principal, day: number): boolean {
  return joined <= day && day <= left;
}
