import type { Random } from '../../../random';
import { type Distribution, logNormal } from '../../iam/distribution';
import { apiCall } from './api-calls';
import type { Attack } from './attacks';
import { drawAddress } from './network';
import type { Principal } from './principal';
import type { ResourceKind } from './resources';
import type { Script, ScriptStep } from './script';
import { NEW_ADDRESS, type SessionModel } from './session-model';

/** Where a normal event comes from; of an attack `attack`. */
export type CloudTrailSource = 'person' | 'terraform' | 'pipeline' | 'role' | 'service' | 'attack';

/** A call of a session with its truth. */
export interface SessionStep {
  readonly step: ScriptStep;
  /** Seconds since the call before, 0 of the first. */
  readonly gapSeconds: number;
  /** Empty where it has none. */
  readonly errorCode: string;
  /** What it is upon; empty where that is nothing in particular. */
  readonly target: string;
}

/** A row of calls with its truth. */
export interface CloudTrailSession {
  readonly principal: Principal;
  readonly source: CloudTrailSource;
  /** Null of normal ones. */
  readonly attack: Attack | null;
  /** Counts attacks from 0; -1 of normal ones. */
  readonly sequence: number;
  /** Counted from the start of the data set. */
  readonly day: number;
  /** Hour of its first call, in [0, 24). */
  readonly hour: number;
  readonly isConsole: boolean;
  readonly hasSecondFactor: boolean;
  readonly address: string;
  readonly isNewAddress: boolean;
  readonly region: string;
  readonly steps: readonly SessionStep[];
}

/** Who, what and when. */
export type SessionOccasion = Pick<
  CloudTrailSession,
  'principal' | 'source' | 'attack' | 'sequence' | 'day'
>;

/** Seconds between the calls of a script and of a hand. */
export const PACES: Readonly<Record<'script' | 'hand', Distribution<number>>> = {
  script: logNormal(0.6, 0.9),
  hand: logNormal(15, 1),
};

/** No session has more calls. */
const MOST_STEPS = 600;

/** Draws a session from its model. */
export function drawSession(
  random: Random,
  model: SessionModel,
  occasion: SessionOccasion,
): CloudTrailSession {
  const hour = model.hour.draw(random);
  const isConsole = model.isConsole.draw(random);
  const hasSecondFactor = model.hasSecondFactor.draw(random);
  const usual = model.network.draw(random);
  const isNewAddress = usual === NEW_ADDRESS;
  const address = isNewAddress ? drawAddress(random) : usual;
  const region = model.region.draw(random);
  const pace = model.isScripted.draw(random) ? PACES.script : PACES.hand;
  const memory = new Map<ResourceKind, string>();
  const steps: SessionStep[] = [];
  for (let script = model.first(isConsole).draw(random); ; script = model.scripts.draw(random)) {
    for (const step of drawSteps(random, script)) {
      const gapSeconds = steps.length === 0 ? 0 : pace.draw(random);
      const errorCode = drawError(random, step, model.denied);
      steps.push({ step, gapSeconds, errorCode, target: drawTarget(random, step, model, memory) });
    }
    if (random.uniform() >= model.more || steps.length >= MOST_STEPS) break;
  }
  return { ...occasion, hour, isConsole, hasSecondFactor, address, isNewAddress, region, steps };
}

/** The error of a call that is denied, as the service writes it. */
export function deniedError(call: string): string {
  if (call === 'signin:ConsoleLogin') return 'ConsoleLoginFailure';
  return call.startsWith('ec2:') ? 'Client.UnauthorizedOperation' : 'AccessDenied';
}

/** Whether a call is upon something else than the session's last of the kind. */
export function isNewTarget(call: string, memory: ReadonlyMap<ResourceKind, string>): boolean {
  const { kind, isFresh } = apiCall(call);
  return kind !== undefined && (isFresh === true || !memory.has(kind));
}

function* drawSteps(random: Random, { steps, start, next }: Script): Generator<ScriptStep> {
  for (let i = drawIndex(random, start); i >= 0; i = drawIndex(random, next[i])) yield steps[i];
}

/** -1 with what is missing from 1. */
function drawIndex(random: Random, shares: Float64Array): number {
  let left = random.uniform();
  return shares.findIndex((share) => {
    left -= share;
    return left < 0;
  });
}

function drawError(
  random: Random,
  { call, error, errorChance }: ScriptStep,
  denied: number,
): string {
  const chance = random.uniform();
  if (chance < errorChance) return error;
  return chance < errorChance + (1 - errorChance) * denied ? deniedError(call) : '';
}

function drawTarget(
  random: Random,
  { call }: ScriptStep,
  model: SessionModel,
  memory: Map<ResourceKind, string>,
): string {
  const { kind } = apiCall(call);
  if (kind === undefined) return '';
  if (isNewTarget(call, memory)) memory.set(kind, model.target(kind).draw(random));
  return memory.get(kind)!;
}
