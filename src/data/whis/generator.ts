import { createRandom, type Random } from '../../random';
import type { IamDifficulty } from '../iam/difficulty';
import {
  datasetSize,
  generatorSettings,
  type IamDatasetOptions,
  type IamGeneratorOptions,
  randomOfEvents,
} from '../iam/generator-options';
import { drawCompany, type WhisCompany } from './company';
import { WHIS_DIFFICULTIES } from './difficulty';
import { WHIS_ATTACK_KINDS } from './event';
import { eventsOf, type WhisTables } from './events-of-sessions';
import { attackDays, usualDays, victims } from './occasion';
import { drawSteps, type WhisSession } from './session';
import { attackModel, normalModel } from './session-model';

/**
 * Three related tables of synthetic events with their truth; the events of each by time, their ids
 * 0, 1, … over all tables, the labels in the order of the ids.
 */
export interface WhisDataset extends WhisTables {
  readonly company: WhisCompany;
  readonly difficulty: IamDifficulty;
  /** First midnight, epoch ms UTC. */
  readonly start: number;
  /** The truth behind the events, by `session` of the labels. */
  readonly sessions: readonly WhisSession[];
}

/** Makes synthetic event tables. */
export interface WhisGenerator {
  /**
   * Exactly `nUsers * normalEventsPerUser` normal events over 30 days, all tables together, and attacks beside
   * them (the last one may be cut short).
   *
   * Repeats itself: each call gives the same for the same options.
   *
   * @throws {RangeError} if an option is unknown, a count is not an integer of at least 1 or the fraction is not in [0, 0.5].
   */
  generateCompleteDataset(options?: IamDatasetOptions): WhisDataset;
}

/**
 * A generator of the tables `auth_events`, `process_events` and `admin_events`: the users of
 * `createIamDataGenerator` log in to hosts, start programs there and change accounts, and attackers in their
 * names do so, too. Labels are apart.
 *
 * A session is a Markov chain over the tables (`nextStep`) whose steps' parts are drawn apart from each other
 * (`SessionModel`), and an attack is one with other chances; so an attack leaves traces in more than one table, and
 * `whisOracle` knows what the best detector could. Synthetic: figures on it say nothing about detection in the field.
 *
 * @throws {RangeError} if an option or the difficulty is unknown, the start is no midnight, or the seed no integer.
 * @example
 * const { auth_events, labels } = createWhisGenerator({ seed: 1 }).generateCompleteDataset();
 * labels.length; // 11111
 */
export function createWhisGenerator(options: IamGeneratorOptions = {}): WhisGenerator {
  const settings = generatorSettings(options);
  return { generateCompleteDataset: (wanted = {}) => generate(settings, wanted) };
}

function generate(settings: Required<IamGeneratorOptions>, wanted: IamDatasetOptions): WhisDataset {
  const { seed, difficulty, start } = settings;
  const { nUsers, normalEventsPerUser, anomalyFraction } = datasetSize(wanted);
  const ofUsers = createRandom(seed);
  const company = drawCompany(ofUsers, nUsers);
  const random = randomOfEvents(settings, ofUsers);
  const nNormal = nUsers * normalEventsPerUser;
  const nSteps = Math.round((anomalyFraction / (1 - anomalyFraction)) * nNormal);
  const sessions = [
    ...drawNormal(random, company, settings, normalEventsPerUser),
    ...drawAttacks(random, company, settings, nSteps),
  ];
  const tables = eventsOf(random, company, sessions, start);
  return { ...tables, company, difficulty, start, sessions };
}

function drawNormal(
  random: Random,
  company: WhisCompany,
  { start, difficulty }: Required<IamGeneratorOptions>,
  nEvents: number,
): WhisSession[] {
  const days = usualDays(start);
  return company.users.flatMap((user, index) => {
    const model = normalModel(user, company, WHIS_DIFFICULTIES[difficulty]);
    const sessions: WhisSession[] = [];
    for (let left = nEvents; left > 0; ) {
      const when = { day: days.draw(random), hour: model.hour.draw(random) };
      const steps = drawSteps(random, model, left);
      sessions.push({ user: index, attack: null, ...when, steps });
      left -= steps.length;
    }
    return sessions;
  });
}

function drawAttacks(
  random: Random,
  company: WhisCompany,
  { difficulty }: Required<IamGeneratorOptions>,
  nSteps: number,
): WhisSession[] {
  const days = attackDays();
  const victim = victims(company);
  const sessions: WhisSession[] = [];
  for (let left = nSteps; left > 0; ) {
    const attack = random.choice(WHIS_ATTACK_KINDS);
    const user = victim.draw(random);
    const rates = WHIS_DIFFICULTIES[difficulty];
    const model = attackModel(attack, company.users[user], company, rates);
    const when = { day: days.draw(random), hour: model.hour.draw(random) };
    const steps = drawSteps(random, model, left);
    sessions.push({ user, attack, ...when, steps });
    left -= steps.length;
  }
  return sessions;
}
