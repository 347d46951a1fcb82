import type { AttackStep } from './attack';
import { IAM_PATTERN_NAMES, type IamPatternName } from './event';
import { HOST_MEMORY, IAM_PATTERNS, STEP_PROBABILITY } from './patterns';

/** Where an account is after an event. */
interface State {
  /** The running attack; null where there is none. */
  readonly pattern: IamPatternName | null;
  /** Steps done. */
  readonly done: number;
  /** Attack steps since the user's last event; above 0, the event was one. */
  readonly attacks: number;
  /** Events of the user since the attack's last step, counted to `HOST_MEMORY` + 1. */
  readonly normals: number;
}

/** What decides how an event comes about. */
export interface Way {
  /** The attack's step that the event is; null where it is the user's own. */
  readonly step: AttackStep | null;
  /** The user's own last event is so many events before. */
  readonly lastNormal: number;
  /** The attack's last step is so many events before; 0 where there is none, or it is forgotten. */
  readonly lastStep: number;
}

/** What leads from an event to the next. */
export interface Transition {
  readonly from: number;
  readonly to: number;
  readonly probability: number;
  /** How the next event comes about, an index of the chain's ways. */
  readonly way: number;
}

/** A Markov chain over events; state 0 is the first one: no attack, the user's own event. */
export interface Chain {
  readonly transitions: readonly Transition[];
  /** All different; many transitions share one. */
  readonly ways: readonly Way[];
  /** 1 for states whose event is an attack's step, shape `[nStates]`. */
  readonly isAttack: Int32Array;
  /** Long-run share of each state, shape `[nStates]`. */
  readonly stationary: Float64Array;
}

/** Each step is one object, so that it can be looked up. */
const STEPS = Object.fromEntries(
  IAM_PATTERN_NAMES.map((pattern) => [
    pattern,
    IAM_PATTERNS[pattern].steps.map((_, index): AttackStep => ({ pattern, index })),
  ]),
);

const IDLE: State = { pattern: null, done: 0, attacks: 0, normals: 0 };

/**
 * The hidden states of an account and what leads from one to the next.
 *
 * An attack starts after one of the user's own events with probability `startRate`, each pattern as likely; while
 * it runs, the next event is its next step with `STEP_PROBABILITY`; after its last step comes the user's own.
 */
export function attackChain(startRate: number): Chain {
  const [states, ways] = [numbered<State>(), numbered<Way>()];
  states.numberOf(IDLE);
  const transitions: Transition[] = [];
  for (let from = 0; from < states.values.length; from++) {
    for (const { next, probability, ...way } of movesFrom(states.values[from], startRate)) {
      const [to, wayNumber] = [states.numberOf(next), ways.numberOf(way)];
      transitions.push({ from, to, probability, way: wayNumber });
    }
  }
  const isAttack = Int32Array.from(states.values, ({ attacks }) => (attacks > 0 ? 1 : 0));
  const stationary = stationaryShares(transitions, isAttack.length);
  return { transitions, ways: ways.values, isAttack, stationary };
}

/** How many events of the user an attack of a pattern is mixed with, on average: those before its last step. */
export function meanInterleaved(steps: number): number {
  return ((steps - 1) * (1 - STEP_PROBABILITY)) / STEP_PROBABILITY;
}

type Move = Way & Pick<Transition, 'probability'> & { readonly next: State };

function movesFrom(state: State, startRate: number): Move[] {
  const { pattern, done, attacks, normals } = state;
  const lastNormal = attacks + 1;
  const lastStep = attacks > 0 ? 1 : normals > 0 && normals <= HOST_MEMORY ? normals + 1 : 0;
  const own = { step: null, lastNormal, lastStep: 0 };
  if (pattern !== null) {
    const waits = { ...state, attacks: 0, normals: Math.min(normals + 1, HOST_MEMORY + 1) };
    const step = STEPS[pattern][done];
    const next = afterStep(pattern, done + 1, attacks + 1);
    return [
      { step, lastNormal, lastStep, next, probability: STEP_PROBABILITY },
      { ...own, next: waits, probability: 1 - STEP_PROBABILITY },
    ];
  }
  if (attacks > 0) return [{ ...own, next: IDLE, probability: 1 }];
  const starts = IAM_PATTERN_NAMES.map((name) => ({
    step: STEPS[name][0],
    lastNormal,
    lastStep,
    next: afterStep(name, 1, 1),
    probability: startRate / IAM_PATTERN_NAMES.length,
  }));
  return [...starts, { ...own, next: IDLE, probability: 1 - startRate }];
}

function afterStep(pattern: IamPatternName, done: number, attacks: number): State {
  const isOver = done === IAM_PATTERNS[pattern].steps.length;
  return isOver ? { ...IDLE, attacks } : { pattern, done, attacks, normals: 0 };
}

/** Different values, numbered from 0 as they come. */
function numbered<T>(): { readonly values: T[]; numberOf(value: T): number } {
  const values: T[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (value: T): number => {
    const key = JSON.stringify(value);
    const number = numbers.get(key) ?? values.push(value) - 1;
    numbers.set(key, number);
    return number;
  };
  return { values, numberOf };
}

/** By following the chain until its shares no longer change. */
function stationaryShares(transitions: readonly Transition[], nStates: number): Float64Array {
  let shares = new Float64Array(nStates).fill(1 / nStates);
  for (let change = 1; change > 1e-13; ) {
    const next = new Float64Array(nStates);
    for (const { from, to, probability } of transitions) next[to] += shares[from] * probability;
    change = next.reduce((sum, share, i) => sum + Math.abs(share - shares[i]), 0);
    shares = next;
  }
  return shares;
}
