import type { IamDifficulty } from '../iam/difficulty';

/** Probabilities behind a difficulty, each in [0, 1]. */
export interface WhisDifficultyRates {
  /** That a part of an attack's step (its hour, host, outcome, command, …) is as the user's own would be. */
  readonly mimicry: number;
  /** That a user's session starts at any hour of the day. */
  readonly nightWork: number;
  /** That a user's login is refused. */
  readonly typingError: number;
  /** That a user logs in to any host, not one of the usual ones. */
  readonly explore: number;
  /** That a user's command is a script's, long and dense; a third of them hold encoded text. */
  readonly scripting: number;
  /** That a user's program starts one that it usually does not. */
  readonly oddChild: number;
  /** That a user's program is not signed. */
  readonly unsigned: number;
  /** That a user changes an account by a method that is not usual. */
  readonly oddMethod: number;
}

/**
 * The difficulties. Frozen: written down as distributions, before any detector was run on them, and not to be tuned afterwards.
 *
 * The overlap is made in two ways. Attackers hide: each part of a step is with probability `mimicry` drawn from the
 * victim's own habits, so a step whose parts are all hidden is told by the other steps of its attack alone. Users are odd:
 * whatever an attack shows (night, refusals, strange hosts, encoded commands, rare pairs of programs, methods) users show
 * too, at the other rates. A detector of single events cannot see through either; `whisOracle` knows both and bounds it.
 */
export const WHIS_DIFFICULTIES: Readonly<Record<IamDifficulty, WhisDifficultyRates>> = {
  easy: {
    mimicry: 0.15,
    nightWork: 0.03,
    typingError: 0.03,
    explore: 0.03,
    scripting: 0.02,
    oddChild: 0.02,
    unsigned: 0.03,
    oddMethod: 0.05,
  },
  medium: {
    mimicry: 0.4,
    nightWork: 0.06,
    typingError: 0.06,
    explore: 0.08,
    scripting: 0.05,
    oddChild: 0.05,
    unsigned: 0.06,
    oddMethod: 0.12,
  },
  hard: {
    mimicry: 0.7,
    nightWork: 0.1,
    typingError: 0.1,
    explore: 0.16,
    scripting: 0.1,
    oddChild: 0.1,
    unsigned: 0.12,
    oddMethod: 0.25,
  },
};
