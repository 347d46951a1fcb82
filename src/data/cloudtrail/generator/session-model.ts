import {
  always,
  bernoulli,
  type Distribution,
  mostly,
  ranked,
  weighted,
} from '../../iam/distribution';
import { anyOf, hoursFrom } from '../../whis/habits';
import { CLOUDTRAIL_ACTIVITIES } from './activities';
import { type Attack, isLogin } from './attacks';
import type { CloudTrailDifficultyRates } from './difficulty';
import { ERROR_FACTORS } from './drift';
import { anyActivity } from './habits';
import type { Habits, Principal } from './principal';
import type { ResourceKind, Resources } from './resources';
import type { Script } from './script';
import { TERRAFORM_SCRIPTS, TERRAFORM_START } from './terraform';

/** What an attack, a person's or a machine's session, or a Terraform run is drawn from: parts apart from each other. */
export interface SessionModel {
  readonly hour: Distribution<number>;
  readonly isConsole: Distribution<boolean>;
  /** At the console. */
  readonly hasSecondFactor: Distribution<boolean>;
  /** An address; empty is any that is new. */
  readonly network: Distribution<string>;
  readonly region: Distribution<string>;
  /** Whether calls follow as fast as a script's. */
  readonly isScripted: Distribution<boolean>;
  /** The first script, at the console or not. */
  first(isConsole: boolean): Distribution<Script>;
  readonly scripts: Distribution<Script>;
  /** Probability that another script follows. */
  readonly more: number;
  target(kind: ResourceKind): Distribution<string>;
  /** Probability that a call is denied. */
  readonly denied: number;
}

/** An address that is none of those before. */
export const NEW_ADDRESS = '';

/** Regions in which something may be done. */
const REGIONS: readonly string[] =
  'us-east-1 eu-west-1 eu-central-1 us-west-2 ap-southeast-1 eu-north-1 us-east-2 sa-east-1'.split(
    ' ',
  );

const ANY_HOUR = hoursFrom(0, 24);
const ANY_REGION = anyOf(REGIONS);
const TERRAFORM = weighted(TERRAFORM_SCRIPTS);
const MORE_TERRAFORM = 0.9;
const SIGN_IN = always(CLOUDTRAIL_ACTIVITIES.get('sign in')!.script);
/** Someone is signed in already. */
const STILL_SIGNED_IN = 0.3;
/** Attackers' calls are denied for lack of rights with this probability, beside the errors of the technique. */
const ATTACK_DENIED = 0.1;
const ATTACK_SCRIPTED = 0.85;
/** Machines have the rights that they need. */
const MACHINE_DENIED = 1 / 3;

/** What models are made with. */
export interface ModelSetting {
  readonly resources: Resources;
  readonly rates: CloudTrailDifficultyRates;
}

/** Sessions of the principal's own in a quarter. */
export function ownModel(
  { kind, habits }: Principal,
  quarter: number,
  { resources, rates }: ModelSetting,
): SessionModel {
  const own = habits[quarter];
  const isPerson = kind === 'person';
  const scripts = isPerson
    ? mostly(own.activities, anyActivity(quarter), rates.explore)
    : own.activities;
  const signingIn = mostly(SIGN_IN, scripts, STILL_SIGNED_IN);
  const denied = rates.denied * ERROR_FACTORS[quarter] * (isPerson ? 1 : MACHINE_DENIED);
  return {
    hour: isPerson ? mostly(own.hour, ANY_HOUR, rates.nightWork) : own.hour,
    isConsole: bernoulli(own.console),
    hasSecondFactor: bernoulli(own.secondFactor),
    network: mostly(ranked(own.networks), always(NEW_ADDRESS), rates.newNetwork),
    region: mostly(ranked(own.regions), ANY_REGION, rates.newRegion),
    isScripted: bernoulli(isPerson ? rates.scripting : 1),
    first: (isConsole) => (isConsole ? signingIn : scripts),
    scripts,
    more: own.more,
    target: targetsOf(own, resources, rates.strangeTarget),
    denied: kind === 'service' ? 0 : denied,
  };
}

/** Terraform runs of the principal. */
export function terraformModel(
  principal: Principal,
  quarter: number,
  setting: ModelSetting,
): SessionModel {
  return {
    ...ownModel(principal, quarter, setting),
    isConsole: bernoulli(0),
    isScripted: bernoulli(1),
    first: () => always(TERRAFORM_START),
    scripts: TERRAFORM,
    more: MORE_TERRAFORM,
  };
}

/** An attack in the victim's name: each part is with probability `mimicry` as the victim's own. */
export function attackModel(
  attack: Attack,
  victim: Principal,
  quarter: number,
  setting: ModelSetting,
): SessionModel {
  const own = ownModel(victim, quarter, setting);
  const { mimicry } = setting.rates;
  const hiding = <T>(part: Distribution<T>, ownPart: Distribution<T>) =>
    mostly(part, ownPart, mimicry);
  const login = isLogin(attack);
  const script = always(attack.script);
  return {
    hour: hiding(ANY_HOUR, own.hour),
    isConsole: login ? bernoulli(1) : hiding(bernoulli(0), own.isConsole),
    hasSecondFactor: login ? bernoulli(0) : hiding(bernoulli(0), own.hasSecondFactor),
    network: hiding(always(NEW_ADDRESS), own.network),
    region: hiding(ANY_REGION, own.region),
    isScripted: hiding(bernoulli(ATTACK_SCRIPTED), own.isScripted),
    first: () => script,
    scripts: script,
    more: 0,
    target: (kind) => hiding(anyOf(setting.resources[kind]), own.target(kind)),
    denied: (1 - mimicry) * ATTACK_DENIED + mimicry * own.denied,
  };
}

function targetsOf(own: Habits, resources: Resources, strange: number): SessionModel['target'] {
  const known = new Map<ResourceKind, Distribution<string>>();
  return (kind) => {
    const found = known.get(kind);
    if (found) return found;
    const made = mostly(ranked(own.targets.get(kind)!), anyOf(resources[kind]), strange);
    known.set(kind, made);
    return made;
  };
}
