import { distanceKm } from '../great-circle';
import { IAM_CITIES, IAM_PLACES, IAM_RESOURCES } from '../iam/catalogue';
import { oneOf, ranked } from '../iam/distribution';
import { gapAfter, nextNight } from '../iam/time';
import { type Access, secondsAfter } from './access';
import {
  deviceFor,
  drawSteps,
  foreignHost,
  mimics,
  ownDevice,
  resourceFor,
  type Scene,
  someTime,
  unknownDevice,
} from './attack-steps';
import type { AuthAttackKind } from './event';
import { ANY_RESOURCE, ANY_SENSITIVE, bytesOf, LARGE_TRANSFER } from './resources';
import type { AuthUser } from './users';
import { foreignAddress } from './whereabouts';

const FAST_TRAVEL = 1_500; // km/h
const HOUR = 3_600_000;

/**
 * The attacks, each with its trait; what is no trait is with probability `mimicry` as the victim's own.
 *
 * | kind | steps | trait | may be mimicked |
 * |---|---|---|---|
 * | `brute_force` | 8 to 20 logins to one resource, 5 s apart | all refused but maybe the last, from one unknown address | device, hour |
 * | `password_spray` | one login each to 12 to 30 users, 45 s apart | one unknown address for all, 96 % refused | hour |
 * | `impossible_travel` | 2 to 4 logins | over 1,500 km/h away from the login before | device, resources, bytes |
 * | `new_device` | 3 to 5 logins in the victim's city and hours | a device that nobody had before | address, resources |
 * | `off_hours_exfiltration` | 3 to 6 logins, 11 to 17 hours after the usual one | twenty times the bytes, at night | device and address, resources |
 * | `lateral_movement` | 6 to 10 logins, 2 minutes apart | as many resources that are not the victim's, a colleague's device and address | device, address |
 *
 * Unknown devices, addresses and cities are drawn as those of travellers and borrowed devices are.
 */
export const AUTH_ATTACKS: Readonly<Record<AuthAttackKind, (scene: Scene) => Access[]>> = {
  brute_force: bruteForce,
  password_spray: passwordSpray,
  impossible_travel: impossibleTravel,
  new_device: newDevice,
  off_hours_exfiltration: offHoursExfiltration,
  lateral_movement: lateralMovement,
};

function bruteForce(scene: Scene): Access[] {
  const { random, victim } = scene;
  const guessed = random.uniform() < 0.3;
  const steps = drawSteps(scene, {
    start: someTime(scene),
    host: { ...foreignHost(random), device: deviceFor(scene) },
    nSteps: 8 + random.integer(13),
    gapSeconds: 5,
    failure: 1,
    resource: oneOf([ranked(victim.resources).draw(random)]),
  });
  const last = steps[steps.length - 1];
  const bytes = bytesOf(random, victim, last.resource, true, 1);
  return guessed ? [...steps.slice(0, -1), { ...last, succeeds: true, bytes }] : steps;
}

function passwordSpray(scene: Scene): Access[] {
  const { random, users } = scene;
  const host = foreignHost(random);
  const count = Math.min(users.length, 12 + random.integer(19));
  const victims = Array.from(random.sample(users.length, count), (i) => users[i]);
  const resource = oneOf([ANY_RESOURCE.draw(random)]);
  let start = someTime(scene);
  return victims.map((victim) => {
    const plan = { start, host, nSteps: 1, gapSeconds: 45, failure: 0.96, resource };
    const [step] = drawSteps({ ...scene, victim }, plan);
    start = secondsAfter(start, gapAfter(start, 45, 0.5).draw(random));
    return step;
  });
}

function impossibleTravel(scene: Scene): Access[] {
  const { random, own, anchor } = scene;
  const planned = own[anchor].time + (5 + 35 * random.uniform()) * 60_000;
  const last = own.findLast(({ time }) => time < planned) ?? own[anchor];
  const start = secondsAfter(last.time, planned);
  const from = IAM_PLACES[last.city];
  const farEnough = (FAST_TRAVEL * (start - last.time)) / HOUR;
  const cities = IAM_CITIES.filter(
    (city) => distanceKm(from, IAM_PLACES[city]) > Math.max(farEnough, 500),
  );
  const city = random.choice(cities);
  return drawSteps(scene, {
    start,
    host: { device: deviceFor(scene), address: foreignAddress(random), city },
    nSteps: 2 + random.integer(3),
    gapSeconds: 90,
    failure: 0.05,
    resource: resourceFor(scene, ANY_RESOURCE),
    bytesFactor: mimics(scene) ? 1 : 4,
  });
}

function newDevice(scene: Scene): Access[] {
  const { random, victim, own, anchor } = scene;
  const address = mimics(scene) ? victim.address : foreignAddress(random);
  return drawSteps(scene, {
    start: own[anchor].time + (5 + 55 * random.uniform()) * 60_000,
    host: { device: unknownDevice(random), address, city: victim.city },
    nSteps: 3 + random.integer(3),
    gapSeconds: 120,
    failure: 0.05,
    resource: resourceFor(scene, ANY_SENSITIVE),
  });
}

function offHoursExfiltration(scene: Scene): Access[] {
  const { random, victim, own, anchor } = scene;
  const { address, city } = victim;
  const host = mimics(scene)
    ? { device: ownDevice(scene), address, city }
    : { ...foreignHost(random), city };
  return drawSteps(scene, {
    start: nextNight(victim, own[anchor].time).draw(random),
    host,
    nSteps: 3 + random.integer(4),
    gapSeconds: 180,
    failure: 0.05,
    resource: resourceFor(scene, ANY_SENSITIVE),
    bytesFactor: LARGE_TRANSFER,
  });
}

function lateralMovement(scene: Scene): Access[] {
  const { random, victim, users, own, anchor } = scene;
  const others = users.filter(({ userId }) => userId !== victim.userId);
  const colleague = others.length === 0 ? victim : random.choice(others);
  const known = mimics(scene) ? victim : colleague;
  const device = mimics(scene) ? ownDevice(scene) : colleague.devices[0];
  const nSteps = 6 + random.integer(5);
  const start = own[anchor].time + (5 + 55 * random.uniform()) * 60_000;
  const host = { device, address: known.officeAddress, city: known.city };
  const targets = random.shuffle(strangeResources(victim)).slice(0, nSteps);
  const plan = { start, host, nSteps, gapSeconds: 120, failure: 0.2, resource: ANY_RESOURCE };
  return drawSteps(scene, plan).map((step, i) => {
    const resource = targets[i];
    return { ...step, resource, bytes: bytesOf(random, victim, resource, step.succeeds, 1) };
  });
}

function strangeResources({ resources }: AuthUser): string[] {
  return IAM_RESOURCES.filter((name) => !resources.includes(name));
}
