import type { Random } from '../../../random';
import { weighted } from '../../iam/distribution';
import { hoursFrom } from '../../whis/habits';
import { growth, N_DAYS, QUARTERS } from './drift';
import { drawTargets, habitual, nextTargets } from './habits';
import { accessKey, principalId } from './ids';
import { drawBlock } from './network';
import type { Habits, Principal, PrincipalKind } from './principal';
import type { Resources } from './resources';
import { SERVICE_SCRIPTS } from './services';

/** What tells machines of a kind apart from others. */
interface Traits {
  readonly sessionsPerDay: number;
  readonly weekend: number;
  readonly runsPerDay: number;
  readonly hours: readonly [first: number, count: number];
  readonly activities: readonly string[];
  readonly more: number;
  /** Probability that its addresses are others from one quarter to the next. */
  readonly moves: number;
}

const TRAITS: Readonly<Record<Exclude<PrincipalKind, 'person'>, Traits>> = {
  pipeline: {
    sessionsPerDay: 0.9,
    weekend: 0.08,
    runsPerDay: 0.14,
    hours: [7, 11],
    activities: ['release', 'release image', 'release secrets', 'stacks'],
    more: 0.6,
    moves: 0.3,
  },
  function: {
    sessionsPerDay: 0.9,
    weekend: 0.8,
    runsPerDay: 0,
    hours: [0, 24],
    activities: ['function run'],
    more: 0.3,
    moves: 0.3,
  },
  instance: {
    sessionsPerDay: 1.1,
    weekend: 1,
    runsPerDay: 0,
    hours: [0, 24],
    activities: ['instance agent'],
    more: 0.3,
    moves: 0.5,
  },
  service: {
    sessionsPerDay: 3,
    weekend: 0.8,
    runsPerDay: 0,
    hours: [0, 24],
    activities: [],
    more: 0.15,
    moves: 0,
  },
};

const SERVICES = weighted(SERVICE_SCRIPTS);

/** Draws a pipeline's user, the role of a function or an instance, or AWS's services; there from the start to the end. */
export function drawMachine(
  random: Random,
  kind: Exclude<PrincipalKind, 'person'>,
  name: string,
  resources: Resources,
  scale: number = 1,
): Principal {
  const { hours, activities, moves, sessionsPerDay, runsPerDay, ...rest } = TRAITS[kind];
  let targets: ReadonlyMap<keyof Resources, readonly string[]> = drawTargets(random, resources);
  let networks = drawBlock(random, 3);
  const accessKeyId = accessKey(random, kind === 'pipeline' ? 'AKIA' : 'ASIA');
  const habits = QUARTERS.map((quarter): Habits => {
    if (quarter > 0) {
      targets = nextTargets(random, targets, resources);
      if (random.uniform() < moves) networks = drawBlock(random, 3);
    }
    return {
      ...rest,
      sessionsPerDay: scale * sessionsPerDay * growth(quarter),
      runsPerDay: scale * runsPerDay * growth(quarter),
      hour: hoursFrom(...hours),
      activities: kind === 'service' ? SERVICES : habitual(activities, quarter),
      networks,
      regions: ['us-east-1', 'eu-west-1'],
      console: 0,
      secondFactor: 0,
      targets,
      accessKeyId,
    };
  });
  const id = principalId(random, kind === 'pipeline' ? 'AIDA' : 'AROA');
  return { kind, isPrivileged: false, name, principalId: id, joined: 0, left: N_DAYS, habits };
}
