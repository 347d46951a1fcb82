import { type Distribution, weighted } from '../iam/distribution';
import type { WhisAttackKind } from './event';

/** What a session's last step was; a refused login is `refused`. */
export type SessionState = 'start' | 'refused' | 'auth' | 'process' | 'admin';

/** The table of a session's next step, or its end. */
export type NextStep = 'auth' | 'process' | 'admin' | 'end';

/** Who is at work; administrators change accounts more often than others. */
export type SessionKind = 'normal' | 'normal_admin' | WhisAttackKind;

/** Probability of auth, process, admin and end after each state but the start, which is always auth. */
type Shares = readonly [auth: number, process: number, admin: number, end: number];
type Chain = Readonly<Record<Exclude<SessionState, 'start'>, Shares>>;

/** The attacks leave traces in all tables; which are rare and how long they are is their trait. */
const CHAINS: Readonly<Record<SessionKind, Chain>> = {
  normal: {
    refused: [0.85, 0, 0, 0.15],
    auth: [0.35, 0.44, 0.01, 0.2],
    process: [0.2, 0.5, 0.005, 0.295],
    admin: [0.2, 0.2, 0.3, 0.3],
  },
  normal_admin: {
    refused: [0.85, 0, 0, 0.15],
    auth: [0.3, 0.3, 0.25, 0.15],
    process: [0.2, 0.45, 0.1, 0.25],
    admin: [0.2, 0.15, 0.35, 0.3],
  },
  password_guessing: {
    refused: [0.88, 0, 0, 0.12],
    auth: [0.1, 0.55, 0.1, 0.25],
    process: [0.1, 0.55, 0.08, 0.27],
    admin: [0, 0.25, 0.3, 0.45],
  },
  stolen_credentials: {
    refused: [0.7, 0, 0, 0.3],
    auth: [0.2, 0.6, 0.05, 0.15],
    process: [0.1, 0.6, 0.05, 0.25],
    admin: [0.1, 0.25, 0.3, 0.35],
  },
  lateral_movement: {
    refused: [0.9, 0, 0, 0.1],
    auth: [0.45, 0.42, 0.03, 0.1],
    process: [0.5, 0.3, 0.03, 0.17],
    admin: [0.3, 0.2, 0.2, 0.3],
  },
  privilege_abuse: {
    refused: [0.9, 0, 0, 0.1],
    auth: [0.1, 0.35, 0.4, 0.15],
    process: [0.1, 0.45, 0.2, 0.25],
    admin: [0.05, 0.2, 0.4, 0.35],
  },
};

const FIRST = toDistribution([1, 0, 0, 0]);

/** What comes next in a session of a kind. */
export function nextStep(kind: SessionKind, state: SessionState): Distribution<NextStep> {
  return state === 'start' ? FIRST : NEXT[kind][state];
}

function toDistribution([auth, process, admin, end]: Shares): Distribution<NextStep> {
  return weighted(new Map(Object.entries({ auth, process, admin, end }) as [NextStep, number][]));
}

const NEXT = Object.fromEntries(
  Object.entries(CHAINS).map(([kind, chain]) => [
    kind,
    Object.fromEntries(
      Object.entries(chain).map(([state, shares]) => [state, toDistribution(shares)]),
    ),
  ]),
) as Record<SessionKind, Record<keyof Chain, Distribution<NextStep>>>;
