import type { Random } from '../../random';
import { assetClassOf, type WhisCompany } from './company';
import type { WhisAdminEvent, WhisAuthEvent, WhisLabel, WhisProcessEvent } from './event';
import type { WhisProcessStep, WhisSession, WhisStep } from './session';

/** What the sessions leave in the tables. */
export interface WhisTables {
  readonly auth_events: readonly WhisAuthEvent[];
  readonly process_events: readonly WhisProcessEvent[];
  readonly admin_events: readonly WhisAdminEvent[];
  readonly labels: readonly WhisLabel[];
}

const DAY = 86_400_000;

interface TimedStep {
  readonly ts: number;
  readonly session: number;
  readonly step: WhisStep;
}

/** Writes the steps down by time; events of one session stay in order. */
export function eventsOf(
  random: Random,
  { users }: WhisCompany,
  sessions: readonly WhisSession[],
  start: number,
): WhisTables {
  const timed = sessions.flatMap((session, i) => timedSteps(session, i, start));
  timed.sort((a, b) => a.ts - b.ts);
  const auth_events: WhisAuthEvent[] = [];
  const process_events: WhisProcessEvent[] = [];
  const admin_events: WhisAdminEvent[] = [];
  const labels = timed.map(({ ts, session, step }, event_id): WhisLabel => {
    const { user, attack } = sessions[session];
    const { userId: user_id, isAdmin: is_admin } = users[user];
    const { host } = step;
    const event = { event_id, ts, host, asset_class: assetClassOf(host) };
    if (step.table === 'auth') {
      const outcome = step.isRefused ? 'failure' : 'success';
      auth_events.push({ ...event, user_id, outcome, is_admin });
    } else if (step.table === 'process') {
      process_events.push({ ...event, user_id, ...programOf(step) });
    } else {
      const target = random.choice(users).userId;
      admin_events.push({ ...event, actor: user_id, target, method: step.method });
    }
    return { event_id, attack, session };
  });
  return { auth_events, process_events, admin_events, labels };
}

function timedSteps({ day, hour, steps }: WhisSession, session: number, start: number) {
  let seconds = 3600 * hour;
  return steps.map((step): TimedStep => {
    seconds += step.gapSeconds;
    return { ts: start + day * DAY + Math.round(1000 * seconds), session, step };
  });
}

function programOf({ pair, command, isSigned }: WhisProcessStep) {
  const [parent, child] = pair.split('>');
  const { length: cmd_len, entropy: cmd_entropy, isEncoded: has_encoded } = command;
  return { parent, child, cmd_len, cmd_entropy, has_encoded, signed_parent: isSigned };
}
