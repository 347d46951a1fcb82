import {
  bernoulli,
  type Distribution,
  logNormal,
  mostly,
  ranked,
  weighted,
} from '../iam/distribution';
import type { SessionKind, SessionState } from './chains';
import type { WhisCompany, WhisUser } from './company';
import type { WhisDifficultyRates } from './difficulty';
import type { WhisAttackKind } from './event';
import { anyOf, commands, hoursAround, hoursFrom, type WhisCommand } from './habits';
import { ANY_PAIR, USUAL_PAIRS } from './programs';

/** How the parts of a session's steps are drawn, each apart from the others. */
export interface SessionModel {
  readonly kind: SessionKind;
  /** Hour of the start, in [0, 24). */
  readonly hour: Distribution<number>;
  /** Seconds since the step before. */
  gapSeconds(state: SessionState): Distribution<number>;
  readonly host: Distribution<string>;
  isRefused(state: SessionState): Distribution<boolean>;
  /** Parent and child. */
  readonly pair: Distribution<string>;
  readonly command: Distribution<WhisCommand>;
  readonly isSigned: Distribution<boolean>;
  readonly method: Distribution<string>;
}

/** Probability that a mistyped password is mistyped again. */
const AGAIN = 0.3;
const RETRY = logNormal(8, 0.6);
const NEXT = logNormal(90, 1.2);

const USUAL_METHOD = weighted(
  new Map([
    ['console', 0.62],
    ['powershell', 0.38],
  ]),
);
const ODD_METHOD = weighted(
  new Map([
    ['powershell', 0.2],
    ['wmi', 0.45],
    ['psexec', 0.35],
  ]),
);

/** Of a user at work. */
export function normalModel(
  user: WhisUser,
  { hosts }: WhisCompany,
  rates: WhisDifficultyRates,
): SessionModel {
  const { scripting, typingError } = rates;
  const usualHours = hoursAround(user.usualHour, user.hourSpread);
  return {
    kind: user.isAdmin ? 'normal_admin' : 'normal',
    hour: mostly(usualHours, hoursFrom(0, 24), rates.nightWork),
    gapSeconds: (state) => (state === 'refused' ? RETRY : NEXT),
    host: mostly(ranked(user.hosts), anyOf(hosts), rates.explore),
    isRefused: (state) => bernoulli(state === 'refused' ? AGAIN : typingError),
    pair: mostly(USUAL_PAIRS, ANY_PAIR, rates.oddChild),
    command: commands({
      plain: 1 - scripting,
      script: (scripting * 2) / 3,
      encoded: scripting / 3,
    }),
    isSigned: bernoulli(1 - rates.unsigned),
    method: mostly(USUAL_METHOD, ODD_METHOD, rates.oddMethod),
  };
}

/** What tells an attack, beside its chain. */
interface Traits {
  readonly hour: Distribution<number>;
  readonly gapSeconds: number;
  readonly refused: number;
  readonly styles: Parameters<typeof commands>[0];
  readonly signed: number;
}

/** Hours from 20:00 to 6:00. */
const NIGHT = hoursFrom(20, 10);

const TRAITS: Readonly<Record<WhisAttackKind, Traits>> = {
  password_guessing: {
    hour: hoursFrom(0, 24),
    gapSeconds: 15,
    refused: 0.85,
    styles: { plain: 0.4, script: 0.4, encoded: 0.2 },
    signed: 0.6,
  },
  stolen_credentials: {
    hour: NIGHT,
    gapSeconds: 60,
    refused: 0.15,
    styles: { plain: 0.2, script: 0.4, encoded: 0.4 },
    signed: 0.4,
  },
  lateral_movement: {
    hour: hoursFrom(0, 24),
    gapSeconds: 45,
    refused: 0.4,
    styles: { plain: 0.3, script: 0.4, encoded: 0.3 },
    signed: 0.4,
  },
  privilege_abuse: {
    hour: NIGHT,
    gapSeconds: 40,
    refused: 0.45,
    styles: { plain: 0.3, script: 0.4, encoded: 0.3 },
    signed: 0.6,
  },
};

/** Of an attacker in a user's name: each part is with probability `mimicry` as the user's own. */
export function attackModel(
  kind: WhisAttackKind,
  user: WhisUser,
  company: WhisCompany,
  rates: WhisDifficultyRates,
): SessionModel {
  const own = normalModel(user, company, rates);
  const { hour, gapSeconds, refused, styles, signed } = TRAITS[kind];
  const hiding = <T>(part: Distribution<T>, ownPart: Distribution<T>) =>
    mostly(part, ownPart, rates.mimicry);
  const gap = logNormal(gapSeconds, 0.8);
  return {
    kind,
    hour: hiding(hour, own.hour),
    gapSeconds: (state) => hiding(gap, own.gapSeconds(state)),
    host: hiding(anyOf(company.hosts), own.host),
    isRefused: (state) => hiding(bernoulli(refused), own.isRefused(state)),
    pair: hiding(ANY_PAIR, own.pair),
    command: hiding(commands(styles), own.command),
    isSigned: hiding(bernoulli(signed), own.isSigned),
    method: hiding(ODD_METHOD, own.method),
  };
}
