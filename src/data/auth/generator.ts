import { createRandom, type Random } from '../../random';
import { IAM_DIFFICULTIES } from '../iam/difficulty';
import {
  datasetSize,
  generatorSettings,
  type IamDatasetOptions,
  type IamGeneratorOptions,
  randomOfEvents,
} from '../iam/generator-options';
import { calendarFor } from '../iam/time';
import { type Access, toAuthEvent } from './access';
import { AUTH_ATTACKS } from './attacks';
import { AUTH_ATTACK_KINDS, AUTH_NORMAL, type AuthAttackKind, type AuthEvent } from './event';
import { drawBackups, drawNormal, type Setting } from './normal';
import { type AuthUser, drawAuthUser } from './users';

/** A synthetic authentication log with its truth. */
export interface AuthDataset {
  /** By time over all users. */
  readonly events: readonly AuthEvent[];
  readonly users: readonly AuthUser[];
}

/** Makes synthetic authentication logs. */
export interface AuthLogGenerator {
  /**
   * Exactly `nUsers * normalEventsPerUser` normal logins over about 30 days, and attacks beside them, each
   * kind with the same share of the attacks' logins (the last attack of a kind may be cut short).
   *
   * Repeats itself: each call gives the same for the same options.
   *
   * @throws {RangeError} if an option is unknown, a count is not an integer of at least 1 or the fraction is not in [0, 0.5].
   */
  generateCompleteDataset(options?: IamDatasetOptions): AuthDataset;
}

/**
 * A generator of synthetic authentication logs: the users of `createIamDataGenerator` with offices, homes,
 * tunnels and backup jobs, and six kinds of attack (`event_label`) among their logins.
 *
 * Users are odd, too: they travel, borrow and replace devices, forget passwords, work at night, move large
 * files and seem to be elsewhere through a tunnel, so that no single rule tells attacks. Synthetic: figures on
 * it say nothing about detection in the field.
 *
 * @throws {RangeError} if an option or the difficulty is unknown, the start is no midnight, or the seed no integer.
 * @example
 * const { events } = createAuthLogGenerator({ seed: 1 }).generateCompleteDataset();
 * events.length; // 11111
 */
export function createAuthLogGenerator(options: IamGeneratorOptions = {}): AuthLogGenerator {
  const settings = generatorSettings(options);
  return {
    generateCompleteDataset: (wanted = {}) => generate(settings, wanted),
  };
}

function generate(settings: Required<IamGeneratorOptions>, wanted: IamDatasetOptions): AuthDataset {
  const { nUsers, normalEventsPerUser, anomalyFraction } = datasetSize(wanted);
  const { seed, difficulty, start } = settings;
  const ofUsers = createRandom(seed);
  const users = Array.from({ length: nUsers }, (_, i) => drawAuthUser(ofUsers, i, start));
  const random = randomOfEvents(settings, ofUsers);
  const setting: Setting = {
    rates: IAM_DIFFICULTIES[difficulty],
    calendar: calendarFor(start, normalEventsPerUser, 0),
  };
  const streams = users.map((user) => {
    const draw = user.isService ? drawBackups : drawNormal;
    return draw(random, user, setting, normalEventsPerUser);
  });
  const nNormal = nUsers * normalEventsPerUser;
  const nAttackSteps = Math.round((anomalyFraction / (1 - anomalyFraction)) * nNormal);
  const labelled = [
    ...streams.flat().map((access) => ({ access, label: AUTH_NORMAL })),
    ...drawAttacks(random, users, streams, setting, nAttackSteps),
  ];
  labelled.sort((a, b) => a.access.time - b.access.time);
  return { events: labelled.map(({ access, label }) => toAuthEvent(access, label)), users };
}

interface LabelledAccess {
  readonly access: Access;
  readonly label: AuthAttackKind;
}

/** Attacks kind by kind, until each has its share of the steps. */
function drawAttacks(
  random: Random,
  users: readonly AuthUser[],
  streams: readonly (readonly Access[])[],
  { rates: { mimicry } }: Setting,
  nSteps: number,
): LabelledAccess[] {
  const people = users.filter(({ isService }) => !isService);
  const ownOf = new Map(users.map((user, i) => [user, streams[i]]));
  const steps: LabelledAccess[] = [];
  AUTH_ATTACK_KINDS.forEach((label, i) => {
    const until = Math.round((nSteps * (i + 1)) / AUTH_ATTACK_KINDS.length);
    while (steps.length < until) {
      const victim = random.choice(people);
      const own = ownOf.get(victim) ?? [];
      const scene = {
        random,
        users: people,
        victim,
        own,
        anchor: random.integer(own.length),
        mimicry,
      };
      const attack = AUTH_ATTACKS[label](scene).slice(0, until - steps.length);
      for (const access of attack) steps.push({ access, label });
    }
  });
  return steps;
}
