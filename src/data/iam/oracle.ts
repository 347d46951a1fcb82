import { type AttackStep, attackHost, mimicked, stepEmission } from './attack';
import { attackChain, type Chain, type Way } from './chain';
import { partDensities } from './emission';
import type { IamEvent } from './event';
import type { IamDataset } from './generator';
import { type Habits, habitsOf } from './habits';
import { normalEmission } from './normal';
import { IAM_PATTERNS } from './patterns';

/** What the oracle may remember. */
export interface IamOracleOptions {
  /**
   * Whether it carries what it believes from one event to the next. Without, each event is judged with the
   * long-run shares of the hidden states as prior; the few events before that a state refers to (the user's
   * own last one, the attack's last step) it still sees. Default true.
   */
  readonly memory?: boolean;
}

/**
 * The probability of each event to be a step of an attack, given the user's events up to and including
 * it, and everything true: the users' habits, the patterns and their rates.
 *
 * Ranking by this posterior has the highest expected ROC AUC among all causal detectors, so its figures are
 * the bound for those; what `memory: false` loses is the least that order in time adds. Assumes that attacks start independently at the data set's rate,
 * though their number is fixed and the last one is cut short. Users are independent, so one's events say nothing of another's.
 *
 * Source: the forward algorithm, scaled at each step; Rabiner 1989, section III and V.A.
 *
 * @returns shape `[dataset.events.length]`, in [0, 1], higher is more anomalous.
 * @throws {RangeError} if an event cannot have come from the model.
 */
export function iamOracle(dataset: IamDataset, options: IamOracleOptions = {}): Float32Array {
  const { events, users, difficulty, calendar, startRate } = dataset;
  const { memory = true } = options;
  const chain = attackChain(startRate);
  const posterior = new Float32Array(events.length);
  const indicesOf = new Map(users.map(({ userId }) => [userId, [] as number[]]));
  events.forEach(({ userId }, i) => {
    indicesOf.get(userId)?.push(i);
  });
  for (const user of users) {
    const indices = indicesOf.get(user.userId) ?? [];
    const stream = indices.map((i) => events[i]);
    const probabilities = filter(chain, habitsOf(user, difficulty, calendar), stream, memory);
    indices.forEach((index, i) => {
      posterior[index] = probabilities[i];
    });
  }
  return posterior;
}

/** Shape `[stream.length]`. */
function filter(
  { transitions, ways, isAttack, stationary }: Chain,
  habits: Habits,
  stream: readonly IamEvent[],
  memory: boolean,
): Float64Array {
  let belief: Float64Array = new Float64Array(isAttack.length);
  belief[0] = 1;
  return Float64Array.from(stream, (event, i) => {
    if (i === 0) return 0; // Attacks start after one of the user's own events.
    const densities = ways.map(densityAt(habits, stream, i));
    const prior = memory ? belief : stationary;
    const next = new Float64Array(isAttack.length);
    let total = 0;
    for (const { from, to, probability, way } of transitions) {
      const mass = prior[from] * probability * densities[way];
      next[to] += mass;
      total += mass;
    }
    if (!(total > 0)) {
      throw new RangeError(
        `event of ${event.userId} at ${event.time} is impossible under the model`,
      );
    }
    belief = next.map((mass) => mass / total);
    return belief.reduce((sum, share, state) => sum + share * isAttack[state], 0);
  });
}

/** The density of event `i`, by how it came about; what several ways share is computed once. */
function densityAt(habits: Habits, stream: readonly IamEvent[], i: number) {
  const event = stream[i];
  const past = { time: stream[i - 1].time, nEvents: i };
  const before = (lag: number) => (lag === 0 ? null : (stream[i - lag] ?? null));
  const own = remember((lag: number) => {
    const emission = normalEmission(habits, before(lag), past);
    const parts = partDensities(emission, event);
    const pacedParts = partDensities(mimicked(habits, emission, 1, past.time), event);
    return { emission, parts, pacedParts, where: emission.where(event.action).density(event) };
  });
  const stepParts = remember((step: AttackStep) =>
    partDensities(stepEmission(habits, step, own(1).emission, null, past.time), event),
  );
  const hopping = attackHost(habits, 'hopping', null).density(event);
  const foreign = remember((lag: number) =>
    attackHost(habits, 'foreign', before(lag)).density(event),
  );
  return ({ step, lastNormal, lastStep }: Way): number => {
    const { parts, pacedParts, where } = own(lastNormal);
    if (step === null) return mixedDensity(1, parts, parts) * where;
    const { host } = IAM_PATTERNS[step.pattern];
    const foreignOrHopping = () => (host === 'foreign' ? foreign(lastStep) : hopping);
    const stepWhere = host === 'own' ? where : foreignOrHopping();
    const { mimicry } = habits.rates;
    const userParts = step.index === 0 ? parts : pacedParts;
    return (
      mixedDensity(mimicry, userParts, stepParts(step)) *
      (mimicry * where + (1 - mimicry) * stepWhere)
    );
  };
}

/** The product over parts that are each the user's with a probability `mimicry`, else the attack's. */
function mixedDensity(mimicry: number, user: readonly number[], attack: readonly number[]): number {
  let product = 1;
  for (let j = 0; j < user.length; j++) {
    product *= mimicry * user[j] + (1 - mimicry) * attack[j];
  }
  return product;
}

/** A function whose results are kept. */
function remember<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
