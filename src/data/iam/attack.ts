import { IAM_MFA_ACTIONS, IAM_RESOURCES, IAM_SENSITIVITY } from './catalogue';
import { always, bernoulli, type Distribution, oneOf } from './distribution';
import type { Emission, Where } from './emission';
import type { IamPatternName } from './event';
import {
  ANY_ADDRESS,
  ANY_CITY,
  ANY_DEVICE,
  byAction,
  bytesOf,
  type Habits,
  hasNoTarget,
} from './habits';
import { sessionPace } from './normal';
import { ATTACK_MFA, IAM_PATTERNS, STEP_GAP_SIGMA } from './patterns';
import { gapAfter, nextNight } from './time';

/** Which step of which pattern, from 0. */
export interface AttackStep {
  readonly pattern: IamPatternName;
  readonly index: number;
}

const CONSOLE = always('console');
const TARGETS = {
  any: oneOf(IAM_RESOURCES),
  sensitive: oneOf(IAM_RESOURCES.filter((name) => (IAM_SENSITIVITY.get(name) ?? 0) >= 3)),
};
const MFA = byAction((action) => bernoulli(IAM_MFA_ACTIONS.has(action) ? ATTACK_MFA : 0));

/** Any device, city and address. */
const FOREIGN: Distribution<Where> = independently(ANY_DEVICE, ANY_CITY, ANY_ADDRESS);

/**
 * How an attack's step comes about where the attacker does not mimic the user.
 *
 * @param user the user's own next event, for what the attack leaves as it is.
 * @param lastStep the attack's step before; null at the first one, or if its host is forgotten.
 * @param previousTime the account's last event.
 */
export function stepEmission(
  habits: Habits,
  { pattern: name, index }: AttackStep,
  user: Emission,
  lastStep: Where | null,
  previousTime: number,
): Emission {
  const pattern = IAM_PATTERNS[name];
  const { what, gapSeconds } = pattern.steps[index];
  const isNightly = index === 0 && pattern.startsAtNight;
  const when = isNightly
    ? nextNight(habits.user, previousTime)
    : gapAfter(previousTime, gapSeconds, STEP_GAP_SIGMA);
  const where = pattern.host === 'own' ? null : attackHost(habits, pattern.host, lastStep);
  return {
    what,
    when: () => when,
    where: (action) => where ?? user.where(action),
    resource: (action) => (hasNoTarget(action) ? CONSOLE : TARGETS[pattern.target]),
    bytes: (action) => bytesOf(habits.user, action, pattern.bytesFactor),
    mfa: (action) => MFA[action],
  };
}

/**
 * The user's own next event as an attacker mimics it: after the first step at the pace of a session,
 * whether one is open or not.
 */
export function mimicked(
  habits: Habits,
  user: Emission,
  index: number,
  previousTime: number,
): Emission {
  if (index === 0) return user;
  const pace = sessionPace(habits, previousTime);
  return { ...user, when: () => pace };
}

/** Where the steps of an attack come from that does not use the user's host. */
export function attackHost(
  { user }: Habits,
  host: 'foreign' | 'hopping',
  lastStep: Where | null,
): Distribution<Where> {
  if (host === 'hopping') {
    return independently(ANY_DEVICE, always(user.city), always(user.address));
  }
  return lastStep === null
    ? FOREIGN
    : independently(always(lastStep.device), always(lastStep.city), always(lastStep.address));
}

function independently(
  device: Distribution<string>,
  city: Distribution<string>,
  address: Distribution<string>,
): Distribution<Where> {
  return {
    draw: (random) => ({
      device: device.draw(random),
      city: city.draw(random),
      address: address.draw(random),
    }),
    density: (where) =>
      device.density(where.device) * city.density(where.city) * address.density(where.address),
  };
}
