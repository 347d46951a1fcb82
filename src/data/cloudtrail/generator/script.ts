/** In whose name a call of a session is: its principal's own, a role's that it has assumed, or a service's. */
export type CallIdentity = 'self' | 'role' | 'service' | 'serviceEvent' | 'serviceRole';

/** One call of a script. */
export interface ScriptStep {
  /** As `iam:CreateUser`: a key of the API calls. */
  readonly call: string;
  /** Probability that it happens. */
  readonly chance: number;
  /** Probability that it happens once more, after each time. */
  readonly again: number;
  /** The error that it has with `errorChance`, as AWS writes it. */
  readonly error: string;
  readonly errorChance: number;
  readonly as: CallIdentity;
  /** The service that calls, of the service identities. */
  readonly by: string;
}

/** What someone does: calls in order, of which some may be left out or repeated. */
export interface Script {
  readonly name: string;
  readonly steps: readonly ScriptStep[];
  /** `start[j]`: probability to start with step j. */
  readonly start: Float64Array;
  /** `next[i][j]`: probability of step j after step i; what is missing from 1 ends the script. */
  readonly next: readonly Float64Array[];
}

/** A step in short: it happens once and succeeds, in the principal's own name, unless said otherwise. */
export function step(
  call: string,
  {
    chance = 1,
    again = 0,
    error = '',
    errorChance = error ? 1 : 0,
    as = 'self',
    by = '',
  }: Partial<ScriptStep> = {},
): ScriptStep {
  return { call, chance, again, error, errorChance, as, by };
}

/**
 * A script of steps.
 *
 * @param anywhere probability that it is entered at any of its steps, each as likely, and not at its start.
 * @throws {RangeError} if no step is sure to happen, so that it could be empty.
 */
export function script(name: string, steps: readonly ScriptStep[], anywhere: number = 0): Script {
  if (!steps.some(({ chance }) => chance === 1)) {
    throw new RangeError(`a step of ${name} must have chance 1, got none`);
  }
  const next = steps.map(({ again }, i) => {
    const onward = firstFrom(steps, i + 1).map((share) => share * (1 - again));
    onward[i] += again;
    return onward;
  });
  const start = firstFrom(steps, 0).map(
    (share) => (1 - anywhere) * share + anywhere / steps.length,
  );
  return { name, steps, start, next };
}

/** Probability that each step is the next that happens, from one on; shape `[steps.length]`. */
function firstFrom(steps: readonly ScriptStep[], from: number): Float64Array {
  let left = 1;
  return Float64Array.from(steps, ({ chance }, i) => {
    if (i < from) return 0;
    const share = left * chance;
    left -= share;
    return share;
  });
}
