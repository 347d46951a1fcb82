import { CLOUDTRAIL_ACTIVITIES } from './activities';
import { CLOUDTRAIL_ATTACKS } from './attacks';
import type { Script, ScriptStep } from './script';
import { SERVICE_SCRIPTS } from './services';
import { deniedError, type SessionStep } from './session';
import type { SessionModel } from './session-model';
import { TERRAFORM_SCRIPTS, TERRAFORM_START } from './terraform';

/** The density of a session's next call given those before; moves on with each call. */
export type ScriptFilter = (next: SessionStep) => number;

/** Where a session may be: in a script, at a step, with a probability. */
interface Position {
  readonly script: Script;
  readonly index: number;
  readonly share: number;
}

const ALL_SCRIPTS: readonly Script[] = [
  ...[...CLOUDTRAIL_ACTIVITIES.values()].map(({ script }) => script),
  ...TERRAFORM_SCRIPTS.keys(),
  TERRAFORM_START,
  ...SERVICE_SCRIPTS.keys(),
  ...CLOUDTRAIL_ATTACKS.map(({ script }) => script),
];

/** Where scripts have a call: the only places to be after it. */
const PLACES = new Map<string, Map<Script, number[]>>();
for (const script of ALL_SCRIPTS) {
  script.steps.forEach(({ call }, index) => {
    const scripts = PLACES.get(call) ?? new Map<Script, number[]>();
    scripts.set(script, [...(scripts.get(script) ?? []), index]);
    PLACES.set(call, scripts);
  });
}

/**
 * The forward filter of a session's calls: which script is at work is hidden.
 *
 * Source: Rabiner 1989, section III.A (forward procedure), each step's sum taken as its density.
 */
export function scriptFilter(model: SessionModel, isConsole: boolean): ScriptFilter {
  let positions: readonly Position[] = [];
  let isFirst = true;
  return (next) => {
    const places = PLACES.get(next.step.call)!;
    const reached: Position[] = [];
    let total = 0;
    const add = (script: Script, shares: Float64Array, share: number) => {
      for (const index of places.get(script) ?? []) {
        const at = share * shares[index] * emission(script.steps[index], next, model.denied);
        if (at > 0) reached.push({ script, index, share: at });
        total += at;
      }
    };
    let ended = isFirst ? 1 : 0;
    for (const { script, index, share } of positions) {
      const onward = script.next[index];
      add(script, onward, share);
      ended += share * (1 - onward.reduce((sum, one) => sum + one, 0)) * model.more;
    }
    if (ended > 0) {
      const scripts = isFirst ? model.first(isConsole) : model.scripts;
      for (const script of places.keys()) {
        const share = scripts.density(script);
        if (share > 0) add(script, script.start, ended * share);
      }
    }
    isFirst = false;
    positions = reached.map((at) => ({ ...at, share: at.share / total }));
    return total;
  };
}

/** Of the error and the name in which the call is made. */
function emission(
  { call, as, by, error, errorChance }: ScriptStep,
  next: SessionStep,
  denied: number,
): number {
  if (as !== next.step.as || by !== next.step.by) return 0;
  const refused = (1 - errorChance) * denied;
  if (next.errorCode === '') return 1 - errorChance - refused;
  const own = next.errorCode === error ? errorChance : 0;
  return own + (next.errorCode === deniedError(call) ? refused : 0);
}
