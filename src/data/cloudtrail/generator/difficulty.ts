import type { IamDifficulty } from '../../iam/difficulty';

/** Probabilities behind a difficulty, each in [0, 1]. */
export interface CloudTrailDifficultyRates {
  /**
   * That a part of an attack is as the victim's own: once an attack its hour, network, region, pace, interface and second
   * factor, and at each call its target and whether it is denied.
   */
  readonly mimicry: number;
  /** That a person's session starts at any hour of the day. */
  readonly nightWork: number;
  /** That a person's or a machine's session comes from an address that it has not had before. */
  readonly newNetwork: number;
  /** That a session is in any region, not one of the usual ones. */
  readonly newRegion: number;
  /** That a person does any work of anyone's job, not one of the usual things: new services and admin work. */
  readonly explore: number;
  /** That a call is denied; times the quarter's factor (`ERROR_FACTORS`), and a third of it for machines. */
  readonly denied: number;
  /** That a person works by a script, as fast as attackers' tools. */
  readonly scripting: number;
  /** That a call is upon any resource, not one of the usual ones. */
  readonly strangeTarget: number;
}

/**
 * The difficulties. Frozen: chosen with a look at the oracle alone, on seeds from 1000 on, before any detector was run,
 * and not to be tuned afterwards.
 *
 * The overlap is made in three ways. Attackers hide: each part of an attack is with probability `mimicry` drawn from the
 * victim's own habits; the calls themselves are the technique's, always. Users are odd: whatever tells an attack (night,
 * addresses, regions, denials, speed, targets) users show too, at the other rates. And there is no forbidden call: each
 * call of each technique is in somebody's job (`CLOUDTRAIL_ACTIVITIES`) or in Terraform's runs. `cloudTrailOracle` knows
 * all of it and bounds what can be reached.
 *
 * What `cloudTrailOracle` reaches in the last year of the default size, mean over the seeds 1000 to 1002; it knows which
 * events are of one session, and everybody's habits, which no detector does:
 *
 * | difficulty | average precision | macro F1 of five classes | attacks found at 0.1 % false positives |
 * |---|---|---|---|
 * | easy | 1.000 | 0.936 | 1.00 |
 * | medium | 0.997 | 0.913 | 0.99 |
 * | hard | 0.987 | 0.899 | 0.93 |
 */
export const CLOUDTRAIL_DIFFICULTIES: Readonly<Record<IamDifficulty, CloudTrailDifficultyRates>> = {
  easy: {
    mimicry: 0.15,
    nightWork: 0.03,
    newNetwork: 0.03,
    newRegion: 0.02,
    explore: 0.03,
    denied: 0.02,
    scripting: 0.05,
    strangeTarget: 0.05,
  },
  medium: {
    mimicry: 0.4,
    nightWork: 0.06,
    newNetwork: 0.06,
    newRegion: 0.05,
    explore: 0.06,
    denied: 0.04,
    scripting: 0.12,
    strangeTarget: 0.1,
  },
  hard: {
    mimicry: 0.7,
    nightWork: 0.1,
    newNetwork: 0.12,
    newRegion: 0.1,
    explore: 0.12,
    denied: 0.08,
    scripting: 0.25,
    strangeTarget: 0.2,
  },
};
