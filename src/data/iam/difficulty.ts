/** How hard attackers are to tell from users. */
export type IamDifficulty = 'easy' | 'medium' | 'hard';

/** Probabilities behind a difficulty, each in [0, 1]. */
export interface IamDifficultyRates {
  /** That a part of an attack event (see `Emission`) is as the user's own would be. */
  readonly mimicry: number;
  /** That a user's login comes from a device not seen before. */
  readonly newDevice: number;
  /** That a user at home logs in from another city next; a trip goes on with 0.6 a login. */
  readonly travel: number;
  /** That a user's device, or place, changes within a session. */
  readonly switchHost: number;
  /** That a user's address changes within a session, or is not the usual one at home. */
  readonly roam: number;
  /** That a user's session starts at any hour of the day. */
  readonly nightWork: number;
  /** That a user's login fails. */
  readonly typingError: number;
  /** That another action of a user is denied. */
  readonly denied: number;
  /** That a user accesses any resource, not one of the usual ones. */
  readonly explore: number;
  /** That a user's transfer is of twenty times the usual bytes. */
  readonly largeTransfer: number;
  /** That a user takes up an expired session without a login. */
  readonly resume: number;
}

/**
 * The difficulties. Frozen: chosen by the oracle alone, on seeds from 1000 on, before any detector was run, and not
 * to be tuned afterwards.
 *
 * What `iamOracle` reaches on 100 users with 100 normal events each and 10 % anomalies, mean over the seeds 1000 to
 * 1004; in brackets without memory, where each event is judged with the long-run shares of the hidden states:
 *
 * | difficulty | ROC AUC | average precision |
 * |---|---|---|
 * | easy | 0.996 (0.978) | 0.984 (0.928) |
 * | medium | 0.967 (0.922) | 0.905 (0.775) |
 * | hard | 0.906 (0.840) | 0.745 (0.606) |
 */
export const IAM_DIFFICULTIES: Readonly<Record<IamDifficulty, IamDifficultyRates>> = {
  easy: {
    mimicry: 0.17,
    newDevice: 0.01,
    travel: 0.01,
    switchHost: 0.005,
    roam: 0.02,
    nightWork: 0.02,
    typingError: 0.03,
    denied: 0.01,
    explore: 0.05,
    largeTransfer: 0.01,
    resume: 0.02,
  },
  medium: {
    mimicry: 0.45,
    newDevice: 0.03,
    travel: 0.03,
    switchHost: 0.015,
    roam: 0.06,
    nightWork: 0.05,
    typingError: 0.06,
    denied: 0.03,
    explore: 0.12,
    largeTransfer: 0.03,
    resume: 0.06,
  },
  hard: {
    mimicry: 0.75,
    newDevice: 0.06,
    travel: 0.06,
    switchHost: 0.03,
    roam: 0.12,
    nightWork: 0.1,
    typingError: 0.1,
    denied: 0.06,
    explore: 0.25,
    largeTransfer: 0.06,
    resume: 0.15,
  },
};
