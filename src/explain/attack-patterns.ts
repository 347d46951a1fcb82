import { checkList, checkNumber, checkOptionNames } from '../check-options';
import type { IamLogEvent, IamPatternName } from '../data/iam/event';
import { flag } from '../evaluate/thresholds/flag';
import { nameAttack } from './attack-rules';

/** What belongs to one sequence, and what is usual. */
export interface AttackPatternOptions {
  /** A longer pause between flagged events of a user begins another sequence. Default 240, half a working day. */
  readonly maxGapMinutes?: number;
  /** Earlier events of the same users (the training part), to know what is usual. Default: none. */
  readonly history?: readonly IamLogEvent[];
}

/** A run of flagged events of one user. */
export interface AttackPattern {
  readonly userId: string;
  /** Time of the first flagged event. */
  readonly start: Date;
  /** Time of the last one. */
  readonly end: Date;
  /** Flagged events. */
  readonly nEvents: number;
  readonly maxScore: number;
  /** What it looks like, by `nameAttack`. */
  readonly patternType: IamPatternName | 'unknown';
  /** Which of the events are flagged, in order of time, shape `[nEvents]`. */
  readonly indices: readonly number[];
}

/**
 * The suspicious sequences of users: flagged events close in time, named by what they show.
 *
 * Names come from plain rules over what a log shows (see `nameAttack`) and look only at the past. An
 * attack with a longer pause, or of which few events are flagged, comes in pieces or as `unknown`.
 *
 * @param events in any order.
 * @param scores one an event, higher is more anomalous, shape `[nEvents]`.
 * @param threshold events of at least this score are flagged.
 * @returns one row a sequence, highest score first; equal scores by start.
 * @throws {RangeError} if there is not one score an event, a score is not finite, the threshold is no
 * number, the gap is negative, or an option is unknown.
 */
export function detectAttackPatterns(
  events: readonly IamLogEvent[],
  scores: ArrayLike<number>,
  threshold: number,
  options: AttackPatternOptions = {},
): AttackPattern[] {
  checkOptionNames(options, ['maxGapMinutes', 'history']);
  const { maxGapMinutes = 240, history = [] } = options;
  if (maxGapMinutes !== Infinity) checkNumber('maxGapMinutes', maxGapMinutes, 0, Infinity, '[)');
  checkList('history', history);
  checkList('events', events);
  checkList('scores', scores);
  if (scores.length !== events.length) {
    throw new RangeError(`scores must be ${events.length} as events, got ${scores.length}`);
  }
  if (events.length === 0) return [];
  const flags = flag(scores, threshold);
  const patterns = [...timelines(events, history).values()].flatMap((timeline) => {
    const isFlagged = ({ index }: Entry) => index >= 0 && flags[index] === 1;
    return sequencesOf(timeline, isFlagged, maxGapMinutes).map((sequence) =>
      patternOf(timeline, sequence, isFlagged, scores),
    );
  });
  return patterns.sort((a, b) => b.maxScore - a.maxScore || a.start.getTime() - b.start.getTime());
}

/** An event at its place: index in the events, -1 for one of the history. */
interface Entry {
  readonly event: IamLogEvent;
  readonly index: number;
}

/** The events of each user in order of time, those of the history among them. */
function timelines(
  events: readonly IamLogEvent[],
  history: readonly IamLogEvent[],
): Map<string, Entry[]> {
  const byUser = new Map<string, Entry[]>();
  for (const { userId } of events) byUser.set(userId, []);
  for (const event of history) byUser.get(event.userId)?.push({ event, index: -1 });
  for (const [index, event] of events.entries()) byUser.get(event.userId)?.push({ event, index });
  for (const entries of byUser.values()) entries.sort((a, b) => a.event.time - b.event.time);
  return byUser;
}

/** Runs of positions in the timeline of flagged events. */
function sequencesOf(
  timeline: readonly Entry[],
  isFlagged: (entry: Entry) => boolean,
  maxGapMinutes: number,
): number[][] {
  const sequences: number[][] = [];
  let last = -Infinity;
  timeline.forEach((entry, position) => {
    if (!isFlagged(entry)) return;
    const isNear = entry.event.time - last <= 60_000 * maxGapMinutes;
    if (isNear) sequences[sequences.length - 1].push(position);
    else sequences.push([position]);
    last = entry.event.time;
  });
  return sequences;
}

function patternOf(
  timeline: readonly Entry[],
  positions: readonly number[],
  isFlagged: (entry: Entry) => boolean,
  scores: ArrayLike<number>,
): AttackPattern {
  const events = positions.map((position) => timeline[position].event);
  const indices = positions.map((position) => timeline[position].index);
  const before = timeline.slice(0, positions[0]).filter((entry) => !isFlagged(entry));
  return {
    userId: events[0].userId,
    start: new Date(events[0].time),
    end: new Date(events[events.length - 1].time),
    nEvents: events.length,
    maxScore: Math.max(...indices.map((index) => scores[index])),
    patternType: nameAttack({
      events,
      previous: positions.map((position) => timeline[position - 1]?.event),
      usual: before.map(({ event }) => event),
    }),
    indices,
  };
}
