import type { Random } from '../../random';
import { IAM_CITIES } from '../iam/catalogue';
import { type Distribution, ranked } from '../iam/distribution';
import { gapAfter } from '../iam/time';
import { deviceName, N_DEVICES } from '../iam/users';
import { type Access, type Host, secondsAfter } from './access';
import { bytesOf } from './resources';
import { type AuthUser, devicesAt } from './users';
import { foreignAddress } from './whereabouts';

/** What an attack has to do with. */
export interface Scene {
  readonly random: Random;
  /** People, not services. */
  readonly users: readonly AuthUser[];
  readonly victim: AuthUser;
  /** The victim's own logins, by time. */
  readonly own: readonly Access[];
  /** Where among them the attack begins. */
  readonly anchor: number;
  /** Probability that a part of the attack that is not its trait is as the victim's own. */
  readonly mimicry: number;
}

/** Steps of an attack. */
export interface Plan {
  readonly start: number;
  readonly host: Host;
  readonly nSteps: number;
  /** Median seconds from step to step. */
  readonly gapSeconds: number;
  readonly failure: number;
  readonly resource: Distribution<string>;
  /** Of the bytes usual for the victim and the resource. */
  readonly bytesFactor?: number;
}

const HOUR = 3_600_000;

/** Draws the steps of an attack, one after the other. */
export function drawSteps({ random, victim }: Scene, plan: Plan): Access[] {
  const { host, nSteps, gapSeconds, failure, bytesFactor = 1 } = plan;
  let time = secondsAfter(0, plan.start);
  return Array.from({ length: nSteps }, () => {
    const resource = plan.resource.draw(random);
    const succeeds = random.uniform() >= failure;
    const bytes = bytesOf(random, victim, resource, succeeds, bytesFactor);
    const step = { time, userId: victim.userId, ...host, succeeds, resource, bytes };
    time = secondsAfter(time, gapAfter(time, gapSeconds, 0.5).draw(random));
    return step;
  });
}

/** Whether a part of the attack is as the victim's own. */
export const mimics = ({ random, mimicry }: Scene): boolean => random.uniform() < mimicry;

/** At the victim's hours, or at any hour within a day. */
export function someTime(scene: Scene): number {
  const { random, own, anchor } = scene;
  const hours = mimics(scene) ? random.uniform() : 24 * random.uniform();
  return own[anchor].time + hours * HOUR;
}

/** Any device. */
export const unknownDevice = (random: Random): string => deviceName(random.integer(N_DEVICES));

/** One of the victim's. */
export function ownDevice({ random, victim, own, anchor }: Scene): string {
  return ranked(devicesAt(victim, own[anchor].time)).draw(random);
}

/** One of the victim's where the attack mimics it, or any. */
export const deviceFor = (scene: Scene): string =>
  mimics(scene) ? ownDevice(scene) : unknownDevice(scene.random);

/** The victim's own resources where the attack mimics them, or others. */
export const resourceFor = (scene: Scene, other: Distribution<string>): Distribution<string> =>
  mimics(scene) ? ranked(scene.victim.resources) : other;

/** A device, address and city that have nothing to do with the victim. */
export function foreignHost(random: Random): Host {
  return {
    device: unknownDevice(random),
    address: foreignAddress(random),
    city: random.choice(IAM_CITIES),
  };
}
