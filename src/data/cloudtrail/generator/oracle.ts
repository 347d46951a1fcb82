import type { Distribution } from '../../iam/distribution';
import { CLOUDTRAIL_CLASSES } from '../event';
import { apiCall } from './api-calls';
import { attacksFrom, attacksPerDay, victims } from './attack-plan';
import { type Attack, isLogin } from './attacks';
import { quarterOf } from './drift';
import type { CloudTrailGenerator } from './generator';
import type { Principal } from './principal';
import type { ResourceKind } from './resources';
import { drawDays, drawWorld, type OwnWay, ownWays, type World } from './schedule';
import { scriptFilter } from './script-filter';
import { type CloudTrailSession, isNewTarget, PACES } from './session';
import { attackModel, NEW_ADDRESS, type SessionModel } from './session-model';

/** A way in which a session may have come about: what, and how fast. */
interface Way {
  /** Index into `CLOUDTRAIL_CLASSES`. */
  readonly class: number;
  readonly model: SessionModel;
  readonly pace: 'script' | 'hand';
  readonly prior: number;
}

/**
 * The probability of each class for each event, given the calls of its session up to and including it, and everything
 * true: habits, scripts, rates, and which events belong to one session.
 *
 * Sessions are independent given the company, so no other event says more: taking the most probable class has the highest
 * expected accuracy among all detectors that see no event's future, and its figures are the bound for those. (But for
 * the year's attacks, of which each technique has its share, and the cut after 600 calls.) What a service does at once
 * because of a call is normal for certain.
 *
 * @returns in the order of `batches()`: of each day probabilities, shape `[records.length * 5]` by event, each event's in
 * the order of `CLOUDTRAIL_CLASSES`, with sum 1.
 */
export function* cloudTrailOracle({ settings }: CloudTrailGenerator): Generator<Float64Array> {
  const world = drawWorld(settings);
  const known = new WeakMap<CloudTrailSession, Float64Array>();
  const knowledge = knowledgeOf(world);
  for (const calls of drawDays(world)) {
    const ofDay = new Float64Array(calls.length * N_CLASSES);
    calls.forEach(({ session, index, isCompanion }, i) => {
      if (isCompanion) {
        ofDay[i * N_CLASSES] = 1;
        return;
      }
      const found = known.get(session) ?? posteriorsOf(session, waysOf(session, world, knowledge));
      known.set(session, found);
      ofDay.set(found.subarray(index * N_CLASSES, (index + 1) * N_CLASSES), i * N_CLASSES);
    });
    yield ofDay;
  }
}

const N_CLASSES = CLOUDTRAIL_CLASSES.length;

/** What is known of a principal's quarter, and of the victims of a day: each made once. */
interface Knowledge {
  models(session: CloudTrailSession): {
    readonly own: readonly OwnWay[];
    readonly attacks: ReadonlyMap<string, SessionModel>;
  };
  victim(attack: Attack, session: CloudTrailSession): number;
}

function knowledgeOf(world: World): Knowledge {
  const { company, setting } = world;
  const quarters = new Map<Principal, Map<number, ReturnType<Knowledge['models']>>>();
  let [today, ofToday] = [-1, new Map<boolean, Distribution<Principal>>()];
  return {
    models: ({ principal, day }) => {
      const quarter = quarterOf(day);
      const known = quarters.get(principal) ?? new Map<number, ReturnType<Knowledge['models']>>();
      quarters.set(principal, known);
      const found = known.get(quarter) ?? {
        own: ownWays(principal, quarter, world),
        attacks: new Map(
          attacksFrom(day).map((attack) => [
            attack.technique.name,
            attackModel(attack, principal, quarter, setting),
          ]),
        ),
      };
      known.set(quarter, found);
      return found;
    },
    victim: (attack, { principal, day }) => {
      if (day !== today) [today, ofToday] = [day, new Map()];
      const found = ofToday.get(isLogin(attack)) ?? victims(company.principals, day, attack);
      ofToday.set(isLogin(attack), found);
      return found.density(principal);
    },
  };
}

function waysOf(session: CloudTrailSession, world: World, knowledge: Knowledge): Way[] {
  const { day } = session;
  const { own, attacks } = knowledge.models(session);
  const expected = attacksPerDay(world.settings.attacksPerYear, day);
  const ways = [
    ...own.map(({ model, perDay }) => ({ class: 0, model, prior: perDay(day) })),
    ...attacksFrom(day).map((attack) => ({
      class: CLOUDTRAIL_CLASSES.indexOf(attack.technique.class),
      model: attacks.get(attack.technique.name)!,
      prior: expected * knowledge.victim(attack, session),
    })),
  ];
  return ways.flatMap((way) => {
    const start = way.prior * startDensity(session, way.model);
    const scripted = way.model.isScripted.density(true);
    return [
      { ...way, pace: 'script' as const, prior: start * scripted },
      { ...way, pace: 'hand' as const, prior: start * (1 - scripted) },
    ].filter(({ prior }) => prior > 0);
  });
}

/** Of what is seen at the first call; a new address says only that it is new. */
function startDensity(session: CloudTrailSession, model: SessionModel): number {
  const { hour, isConsole, hasSecondFactor, address, isNewAddress } = session;
  const network = model.network.density(isNewAddress ? NEW_ADDRESS : address);
  const factor = isConsole ? model.hasSecondFactor.density(hasSecondFactor) : 1;
  return model.hour.density(hour) * model.isConsole.density(isConsole) * network * factor;
}

/** Shape `[session.steps.length * N_CLASSES]`. */
function posteriorsOf(session: CloudTrailSession, ways: readonly Way[]): Float64Array {
  const { steps, region, isConsole } = session;
  const logs = ways.map(({ prior }) => Math.log(prior));
  const filters = ways.map(({ model }) => scriptFilter(model, isConsole));
  const memory = new Map<ResourceKind, string>();
  const posteriors = new Float64Array(steps.length * N_CLASSES);
  let isRegionSeen = false;
  steps.forEach((step, i) => {
    const { call } = step.step;
    const { kind, isGlobal } = apiCall(call);
    const isNew = isNewTarget(call, memory);
    const showsRegion = !isGlobal && !isRegionSeen;
    if (showsRegion) isRegionSeen = true;
    ways.forEach(({ model, pace }, k) => {
      let density = filters[k](step);
      if (i > 0) density *= PACES[pace].density(step.gapSeconds);
      if (isNew) density *= model.target(kind!).density(step.target);
      if (showsRegion) density *= model.region.density(region);
      logs[k] += Math.log(density);
    });
    if (isNew) memory.set(kind!, step.target);
    addShares(posteriors.subarray(i * N_CLASSES, (i + 1) * N_CLASSES), ways, logs);
  });
  return posteriors;
}

function addShares(shares: Float64Array, ways: readonly Way[], logs: readonly number[]): void {
  const largest = Math.max(...logs);
  let total = 0;
  ways.forEach((way, k) => {
    const share = Math.exp(logs[k] - largest);
    shares[way.class] += share;
    total += share;
  });
  for (let c = 0; c < N_CLASSES; c++) shares[c] /= total;
}
