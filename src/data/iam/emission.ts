import type { Random } from '../../random';
import type { Distribution } from './distribution';
import type { IamAction, IamLogEvent } from './event';

/** What is done, and whether it succeeds. */
export type What = Pick<IamLogEvent, 'action' | 'outcome'>;

/** Where it is done from. */
export type Where = Pick<IamLogEvent, 'device' | 'city' | 'address'>;

/** The parts of an event that chance decides. */
export type Observation = What & Where & Pick<IamLogEvent, 'time' | 'resource' | 'bytes' | 'mfa'>;

/** How an event comes about: its action, and given the action each other part independently. */
export interface Emission {
  readonly what: Distribution<What>;
  /** Epoch ms. */
  when(action: IamAction): Distribution<number>;
  where(action: IamAction): Distribution<Where>;
  resource(action: IamAction): Distribution<string>;
  bytes(action: IamAction): Distribution<number>;
  mfa(action: IamAction): Distribution<boolean>;
}

/**
 * Draws an event; `source` is asked for each part, so that an attacker may mimic some.
 *
 * Times are whole milliseconds after the event before, bytes whole numbers of at least 1.
 */
export function drawObservation(
  random: Random,
  source: () => Emission,
  previousTime: number,
): Observation {
  const { action, outcome } = source().what.draw(random);
  const time = Math.round(source().when(action).draw(random));
  const { device, city, address } = source().where(action).draw(random);
  return {
    time: Math.max(time, previousTime + 1),
    action,
    outcome,
    device,
    city,
    address,
    resource: source().resource(action).draw(random),
    bytes: Math.max(1, Math.round(source().bytes(action).draw(random))),
    mfa: source().mfa(action).draw(random),
  };
}

/** Densities of an event's parts but for where it comes from: what, when, resource, bytes, mfa. */
export function partDensities(emission: Emission, event: Observation): readonly number[] {
  const { action } = event;
  return [
    emission.what.density(event),
    emission.when(action).density(event.time),
    emission.resource(action).density(event.resource),
    emission.bytes(action).density(event.bytes),
    emission.mfa(action).density(event.mfa),
  ];
}

/** Actions by probability, each with its probability of failure. */
export function actionsWithOutcome(
  actions: Distribution<IamAction>,
  failure: (action: IamAction) => number,
): Distribution<What> {
  return {
    draw: (random) => {
      const action = actions.draw(random);
      return { action, outcome: random.uniform() < failure(action) ? 'failure' : 'success' };
    },
    density: ({ action, outcome }) =>
      actions.density(action) * (outcome === 'failure' ? failure(action) : 1 - failure(action)),
  };
}
