import { createRandom, type Random } from '../../random';
import { IAM_PLACES, IAM_SENSITIVITY } from './catalogue';
import { meanInterleaved } from './chain';
import type { IamDifficulty } from './difficulty';
import type { Observation } from './emission';
import { IAM_PATTERN_NAMES, type IamEvent, type IamPatternName } from './event';
import {
  datasetSize,
  generatorSettings,
  type IamDatasetOptions,
  type IamGeneratorOptions,
  randomOfEvents,
} from './generator-options';
import { habitsOf } from './habits';
import { IAM_PATTERNS } from './patterns';
import { type Campaign, drawStream, type StreamEvent } from './stream';
import { calendarFor, type IamCalendar } from './time';
import { drawUser, type IamUser } from './users';

/** Synthetic accesses with their truth, and what the oracle needs. */
export interface IamDataset {
  /** By time over all users. */
  readonly events: readonly IamEvent[];
  readonly users: readonly IamUser[];
  readonly difficulty: IamDifficulty;
  readonly calendar: IamCalendar;
  /** Probability that an attack starts after one of the user's own events while none runs. */
  readonly startRate: number;
}

/** Makes synthetic data sets. */
export interface IamDataGenerator {
  /**
   * Exactly `nUsers * normalEventsPerUser` normal events, and attack steps beside them.
   *
   * Repeats itself: each call gives the same for the same options.
   *
   * @throws {RangeError} if an option is unknown, a count is not an integer of at least 1 or the fraction is not in [0, 0.5].
   */
  generateCompleteDataset(options?: IamDatasetOptions): IamDataset;
}

/**
 * A generator of synthetic accesses: users with roles, habits, devices and places, and attacks of several
 * steps mixed into their streams.
 *
 * Each user's stream is a hidden Markov model over its events (`attackChain`) whose emissions depend on the
 * user, on the user's own last event and on the event before; so `iamOracle` knows what the best detector could.
 * Synthetic: figures on it say nothing about detection in the field.
 *
 * @throws {RangeError} if an option or the difficulty is unknown, the start is no midnight, or the seed no integer.
 * @example
 * const { events } = createIamDataGenerator({ seed: 1 }).generateCompleteDataset();
 * events.length; // 11111
 */
export function createIamDataGenerator(options: IamGeneratorOptions = {}): IamDataGenerator {
  const settings = generatorSettings(options);
  return {
    generateCompleteDataset: (wanted = {}) => generate(settings, wanted),
  };
}

function generate(settings: Required<IamGeneratorOptions>, wanted: IamDatasetOptions): IamDataset {
  const { seed, difficulty, start } = settings;
  const { nUsers, normalEventsPerUser, anomalyFraction } = datasetSize(wanted);
  const ofUsers = createRandom(seed);
  const calendar = calendarFor(start, normalEventsPerUser, anomalyFraction);
  const users = Array.from({ length: nUsers }, (_, i) => drawUser(ofUsers, i));
  const random = randomOfEvents(settings, ofUsers);
  const campaigns = planCampaigns(random, nUsers, normalEventsPerUser, anomalyFraction);
  const events = users.flatMap((user, i) => {
    const habits = habitsOf(user, difficulty, calendar);
    const stream = drawStream(random, habits, normalEventsPerUser, campaigns[i]);
    return stream.map((event) => toEvent(user, event));
  });
  events.sort((a, b) => a.time - b.time);
  return { events, users, difficulty, calendar, startRate: startRateFor(anomalyFraction) };
}

/**
 * Attacks until their steps are as many as wanted (the last one is cut short), each to start after one of all
 * users' normal events, all as likely.
 *
 * @returns the campaigns of each user by where they start.
 */
function planCampaigns(
  random: Random,
  nUsers: number,
  normalEventsPerUser: number,
  anomalyFraction: number,
): readonly (readonly Campaign[])[] {
  const nNormal = nUsers * normalEventsPerUser;
  let left = Math.round((anomalyFraction / (1 - anomalyFraction)) * nNormal);
  const chosen: { readonly pattern: IamPatternName; readonly nSteps: number }[] = [];
  while (left > 0) {
    const pattern = random.choice(IAM_PATTERN_NAMES);
    const nSteps = Math.min(left, IAM_PATTERNS[pattern].steps.length);
    chosen.push({ pattern, nSteps });
    left -= nSteps;
  }
  const slots = random.sample(nNormal, chosen.length);
  const campaigns = chosen.map((campaign, id) => ({
    ...campaign,
    id,
    after: 1 + (slots[id] % normalEventsPerUser),
    user: Math.floor(slots[id] / normalEventsPerUser),
  }));
  campaigns.sort((a, b) => a.after - b.after);
  const ofUser = Array.from({ length: nUsers }, (): Campaign[] => []);
  for (const { user, ...campaign } of campaigns) ofUser[user].push(campaign);
  return ofUser;
}

/** Such that the share of attack steps in the long run is the fraction. */
function startRateFor(anomalyFraction: number): number {
  if (anomalyFraction === 0) return 0;
  const lengths = IAM_PATTERN_NAMES.map((name) => IAM_PATTERNS[name].steps.length);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const normalsPerAttack = (mean * (1 - anomalyFraction)) / anomalyFraction;
  return 1 / (normalsPerAttack - meanInterleaved(mean));
}

function toEvent(user: IamUser, { observation, pattern, campaign }: StreamEvent): IamEvent {
  const { time, action, outcome, device, city, address, resource, bytes, mfa } =
    observation satisfies Observation;
  const { country, latitude, longitude } = IAM_PLACES[city];
  return {
    time,
    userId: user.userId,
    role: user.role,
    action,
    outcome,
    resource,
    sensitivity: IAM_SENSITIVITY.get(resource) ?? 1,
    device,
    country,
    city,
    latitude,
    longitude,
    address,
    mfa,
    bytes,
    isAnomaly: pattern === 'none' ? 0 : 1,
    pattern,
    campaign,
  };
}
