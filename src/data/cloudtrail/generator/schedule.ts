import { createRandom, type Random } from '../../../random';
import { apiCall } from './api-calls';
import { planAttacks, victims } from './attack-plan';
import type { Attack } from './attacks';
import { type Company, drawCompany } from './company';
import { CLOUDTRAIL_DIFFICULTIES } from './difficulty';
import { quarterOf } from './drift';
import { isActive, type Principal } from './principal';
import { type CloudTrailSession, type CloudTrailSource, drawSession } from './session';
import {
  attackModel,
  type ModelSetting,
  ownModel,
  type SessionModel,
  terraformModel,
} from './session-model';
import type { CloudTrailSettings } from './settings';

const DAY = 86_400_000;

/** A call at its time, with the session that it is of. */
export interface TimedCall {
  /** Epoch ms. */
  readonly time: number;
  readonly session: CloudTrailSession;
  /** Index into the session's steps. */
  readonly index: number;
  /** Whether it is what a service does at once because of the step. */
  readonly isCompanion: boolean;
}

/** A company and its attacks, before anything happens. */
export interface World {
  readonly settings: CloudTrailSettings;
  readonly company: Company;
  readonly setting: ModelSetting;
}

/** What a principal does in a quarter, and how often on a day. */
export interface OwnWay {
  readonly source: CloudTrailSource;
  readonly model: SessionModel;
  perDay(day: number): number;
}

const SOURCES = {
  person: 'person',
  pipeline: 'pipeline',
  function: 'role',
  instance: 'role',
  service: 'service',
} as const;

/** Draws everyone and everything. */
export function drawWorld(settings: CloudTrailSettings): World {
  const company = drawCompany(createRandom(settings.seed), settings.scale);
  const rates = CLOUDTRAIL_DIFFICULTIES[settings.difficulty];
  return { settings, company, setting: { resources: company.resources, rates } };
}

/** What a principal does of itself: sessions, and runs of Terraform. */
export function ownWays(
  principal: Principal,
  quarter: number,
  { settings, setting }: World,
): readonly OwnWay[] {
  const { sessionsPerDay, runsPerDay, weekend } = principal.habits[quarter];
  const on = (perDay: number) => (day: number) =>
    isWeekend(settings.start, day) ? weekend * perDay : perDay;
  const sessions: OwnWay = {
    source: SOURCES[principal.kind],
    model: ownModel(principal, quarter, setting),
    perDay: on(sessionsPerDay),
  };
  if (runsPerDay === 0) return [sessions];
  const model = terraformModel(principal, quarter, setting);
  return [sessions, { source: 'terraform', model, perDay: on(runsPerDay) }];
}

/**
 * Draws day after day. Only what goes on past a midnight is kept.
 *
 * @returns of each day its calls by time; what is left after the last day is cut off.
 */
export function* drawDays(world: World): Generator<readonly TimedCall[]> {
  const { seed, start, days, attacksPerYear } = world.settings;
  const random = createRandom(createRandom(seed).integer(2 ** 32) + 1);
  const plan = planAttacks(random, attacksPerYear);
  let [later, sequence, quarter]: [TimedCall[], number, number] = [[], 0, -1];
  let ways: (readonly OwnWay[])[] = [];
  for (let day = 0; day < days; day++) {
    if (quarterOf(day) !== quarter) {
      quarter = quarterOf(day);
      ways = world.company.principals.map((one) => ownWays(one, quarter, world));
    }
    const sessions = drawOwn(random, world, ways, day);
    for (const attack of plan.get(day) ?? []) {
      sessions.push(drawAttack(random, world, attack, day, sequence++));
    }
    const calls = [...later, ...sessions.flatMap((session) => callsOf(session, start))];
    calls.sort((a, b) => a.time - b.time);
    const midnight = start + (day + 1) * DAY;
    const isOver = calls.findIndex(({ time }) => time >= midnight);
    later = isOver < 0 ? [] : calls.splice(isOver);
    yield calls;
  }
}

function drawOwn(
  random: Random,
  { company }: World,
  ways: readonly (readonly OwnWay[])[],
  day: number,
): CloudTrailSession[] {
  const sessions: CloudTrailSession[] = [];
  company.principals.forEach((principal, i) => {
    if (!isActive(principal, day)) return;
    for (const { source, model, perDay } of ways[i]) {
      for (let left = drawCount(random, perDay(day)); left > 0; left--) {
        const occasion = { principal, source, attack: null, sequence: -1, day };
        sessions.push(drawSession(random, model, occasion));
      }
    }
  });
  return sessions;
}

function drawAttack(
  random: Random,
  { company, setting }: World,
  attack: Attack,
  day: number,
  sequence: number,
): CloudTrailSession {
  const principal = victims(company.principals, day, attack).draw(random);
  const model = attackModel(attack, principal, quarterOf(day), setting);
  return drawSession(random, model, { principal, source: 'attack', attack, sequence, day });
}

/** What a session calls, and what services do because of that. */
function callsOf(session: CloudTrailSession, start: number): TimedCall[] {
  let seconds = 3600 * session.hour;
  return session.steps.flatMap(({ step, gapSeconds, errorCode }, index) => {
    seconds += gapSeconds;
    const time = start + session.day * DAY + Math.round(1000 * seconds);
    const call = { time, session, index, isCompanion: false };
    const hasCompanion = errorCode === '' && apiCall(step.call).companion !== undefined;
    return hasCompanion ? [call, { ...call, isCompanion: true }] : [call];
  });
}

/** From the Poisson distribution. Source: Knuth, The Art of Computer Programming 2, section 3.4.1. */
function drawCount(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count++;
  return count;
}

function isWeekend(start: number, day: number): boolean {
  return [0, 6].includes(new Date(start + day * DAY).getUTCDay());
}
