import type { Random } from '../../random';
import { mimicked, stepEmission } from './attack';
import { drawObservation, type Observation } from './emission';
import type { IamPatternName } from './event';
import type { Habits } from './habits';
import { normalEmission } from './normal';
import { HOST_MEMORY, STEP_PROBABILITY } from './patterns';
import type { Past } from './time';

/** An attack on one user. */
export interface Campaign {
  readonly id: number;
  readonly pattern: IamPatternName;
  /** The pattern's, or fewer for the attack that was cut short. */
  readonly nSteps: number;
  /** Starts when so many of the user's own events have been, or once no other attack runs. */
  readonly after: number;
}

/** An event with its truth. */
export interface StreamEvent {
  readonly observation: Observation;
  readonly pattern: IamPatternName | 'none';
  readonly campaign: number;
}

/** What is known while a stream is drawn. */
interface Progress {
  readonly events: StreamEvent[];
  nNormal: number;
  lastNormal: Observation | null;
  running: Campaign | null;
  done: number;
  /** The running attack's last step. */
  lastStep: Observation | null;
  /** The user's own events since that. */
  normalsSinceStep: number;
}

/**
 * Draws a user's events, as `attackChain` has them but for where attacks start.
 *
 * @param campaigns in order of `after`; steps that are left when the user's own events are over follow them.
 */
export function drawStream(
  random: Random,
  habits: Habits,
  nNormal: number,
  campaigns: readonly Campaign[],
): StreamEvent[] {
  const progress: Progress = {
    events: [],
    nNormal: 0,
    lastNormal: null,
    running: null,
    done: 0,
    lastStep: null,
    normalsSinceStep: 0,
  };
  let started = 0;
  while (progress.nNormal < nNormal || progress.running || started < campaigns.length) {
    const isOver = progress.nNormal === nNormal;
    if (progress.running) {
      if (isOver || random.uniform() < STEP_PROBABILITY) addStep(random, habits, progress);
      else addNormal(random, habits, progress);
    } else if (mayStart(progress, campaigns[started]) || isOver) {
      Object.assign(progress, { running: campaigns[started++], done: 0, lastStep: null });
      addStep(random, habits, progress);
    } else {
      addNormal(random, habits, progress);
    }
  }
  return progress.events;
}

/** Attacks start after one of the user's own events. */
function mayStart({ nNormal, events }: Progress, next: Campaign | undefined): boolean {
  return next !== undefined && next.after <= nNormal && events.at(-1)?.pattern === 'none';
}

function addNormal(random: Random, habits: Habits, progress: Progress): void {
  const past = pastOf(progress);
  const emission = normalEmission(habits, progress.lastNormal, past);
  const observation = drawObservation(random, () => emission, past?.time ?? 0);
  progress.events.push({ observation, pattern: 'none', campaign: -1 });
  progress.lastNormal = observation;
  progress.nNormal++;
  progress.normalsSinceStep++;
}

function addStep(random: Random, habits: Habits, progress: Progress): void {
  const { running, done: index, lastNormal, normalsSinceStep } = progress;
  const past = pastOf(progress);
  if (running === null || past === null) return;
  const { pattern, id } = running;
  const user = normalEmission(habits, lastNormal, past);
  const host = normalsSinceStep > HOST_MEMORY ? null : progress.lastStep;
  const step = stepEmission(habits, { pattern, index }, user, host, past.time);
  const mimic = mimicked(habits, user, index, past.time);
  const source = () => (random.uniform() < habits.rates.mimicry ? mimic : step);
  const observation = drawObservation(random, source, past.time);
  progress.events.push({ observation, pattern, campaign: id });
  progress.running = index + 1 === running.nSteps ? null : running;
  progress.done = index + 1;
  progress.lastStep = observation;
  progress.normalsSinceStep = 0;
}

function pastOf({ events }: Progress): Past | null {
  const last = events.at(-1);
  return last ? { time: last.observation.time, nEvents: events.length } : null;
}
