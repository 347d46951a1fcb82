import type { Random } from '../../random';
import { nextStep, type SessionState } from './chains';
import type { WhisAttackKind } from './event';
import type { WhisCommand } from './habits';
import type { SessionModel } from './session-model';

/** What the steps of all tables have. */
export interface WhisAnyStep {
  /** Seconds since the step before, 0 of the first. */
  readonly gapSeconds: number;
  readonly host: string;
}

/** A login. */
export interface WhisAuthStep extends WhisAnyStep {
  readonly table: 'auth';
  readonly isRefused: boolean;
}

/** The start of a program. */
export interface WhisProcessStep extends WhisAnyStep {
  readonly table: 'process';
  readonly pair: string;
  readonly command: WhisCommand;
  readonly isSigned: boolean;
}

/** A change to an account. */
export interface WhisAdminStep extends WhisAnyStep {
  readonly table: 'admin';
  readonly method: string;
}

/** What happens in a session, or an attack. */
export type WhisStep = WhisAuthStep | WhisProcessStep | WhisAdminStep;

/** A session with its truth. */
export interface WhisSession {
  /** Index of the user. */
  readonly user: number;
  /** Null of the user's own. */
  readonly attack: WhisAttackKind | null;
  /** Counted from the start of the data set. */
  readonly day: number;
  /** Hour of the start, in [0, 24), before it is rounded to ms. */
  readonly hour: number;
  readonly steps: readonly WhisStep[];
}

/** Draws the steps of a session, one after the other: at least one, at most `limit`. */
export function drawSteps(random: Random, model: SessionModel, limit: number): WhisStep[] {
  const steps: WhisStep[] = [];
  while (steps.length < limit) {
    const last = steps.at(-1);
    const table = nextStep(model.kind, stateAfter(last)).draw(random);
    if (table === 'end') break;
    steps.push(drawStep(random, model, table, last));
  }
  return steps;
}

/** Probability density of a session's step after the one before, or the start. */
export function stepDensity(
  model: SessionModel,
  last: WhisStep | undefined,
  step: WhisStep,
): number {
  const state = stateAfter(last);
  const gap = last ? model.gapSeconds(state).density(step.gapSeconds) : 1;
  const common = nextStep(model.kind, state).density(step.table) * gap;
  if (step.table === 'process') {
    const { pair, command, isSigned } = model;
    const program = pair.density(step.pair) * command.density(step.command);
    return common * program * isSigned.density(step.isSigned);
  }
  if (step.table === 'admin') return common * model.method.density(step.method);
  const host = state === 'refused' ? 1 : model.host.density(step.host);
  return common * host * model.isRefused(state).density(step.isRefused);
}

/** A login that is refused is tried again on its host; programs and changes come on the last login's. */
function drawStep(
  random: Random,
  model: SessionModel,
  table: WhisStep['table'],
  last: WhisStep | undefined,
): WhisStep {
  const state = stateAfter(last);
  const gapSeconds = last ? model.gapSeconds(state).draw(random) : 0;
  const staysOnHost = last !== undefined && (table !== 'auth' || state === 'refused');
  const common = { gapSeconds, host: staysOnHost ? last.host : model.host.draw(random) };
  if (table === 'auth') {
    return { table, ...common, isRefused: model.isRefused(state).draw(random) };
  }
  if (table === 'admin') return { table, ...common, method: model.method.draw(random) };
  const pair = model.pair.draw(random);
  const command = model.command.draw(random);
  return { table, ...common, pair, command, isSigned: model.isSigned.draw(random) };
}

function stateAfter(last: WhisStep | undefined): SessionState {
  if (last === undefined) return 'start';
  return last.table === 'auth' && last.isRefused ? 'refused' : last.table;
}
