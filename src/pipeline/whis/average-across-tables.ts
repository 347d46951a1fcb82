import { checkNumber, checkOptionNames } from '../../check-options';
import { checkScores } from '../../metrics/check';

/** Scored events of one table. */
export interface ScoredEvents {
  /** Epoch ms, shape `[nEvents]`, in any order. */
  readonly times: ArrayLike<number>;
  /** Whose events they are, shape `[nEvents]`. */
  readonly users: ArrayLike<string>;
  /** On one scale in all tables, such as ranks, shape `[nEvents]`. */
  readonly scores: ArrayLike<number>;
}

/** How far back the average reaches. */
export interface AcrossTablesOptions {
  /** Above 0. Default 60. */
  readonly windowMinutes?: number;
}

interface Event {
  readonly table: string;
  readonly index: number;
  readonly time: number;
  readonly score: number;
}

/**
 * The ensemble across tables: each event's score averaged with those of the same user's earlier events in the window, in
 * whatever table they are.
 *
 * Suits attacks that leave traces in more than one table; a single odd event among usual ones is washed out. Point-in-time
 * correct: no score sees an event of the same millisecond or later.
 *
 * @returns by table, each shape `[nEvents]`.
 * @throws {RangeError} if lengths differ, a score is not finite (by table), or an option is unknown or out of range.
 */
export function averageAcrossTables<Table extends string>(
  tables: Readonly<Record<Table, ScoredEvents>>,
  options: AcrossTablesOptions = {},
): Record<Table, Float32Array> {
  checkOptionNames(options, ['windowMinutes']);
  const { windowMinutes = 60 } = options;
  checkNumber('windowMinutes', windowMinutes, 0, Infinity, '()');
  const averages = {} as Record<Table, Float32Array>;
  for (const table of Object.keys(tables) as Table[]) {
    averages[table] = new Float32Array(tables[table].scores.length);
  }
  for (const events of eventsByUser(tables).values()) {
    events.forEach((event, i) => {
      averages[event.table as Table][event.index] = averageAt(events, i, 60_000 * windowMinutes);
    });
  }
  return averages;
}

/** Events of each user by time. */
function eventsByUser(tables: Readonly<Record<string, ScoredEvents>>): Map<string, Event[]> {
  const byUser = new Map<string, Event[]>();
  for (const [table, { times, users, scores }] of Object.entries(tables)) {
    checkTable(table, tables[table]);
    for (let index = 0; index < scores.length; index++) {
      const event = { table, index, time: times[index], score: scores[index] };
      const own = byUser.get(users[index]);
      if (own) own.push(event);
      else byUser.set(users[index], [event]);
    }
  }
  for (const events of byUser.values()) events.sort((a, b) => a.time - b.time);
  return byUser;
}

function averageAt(events: readonly Event[], index: number, windowMs: number): number {
  const { time, score } = events[index];
  let [sum, count] = [score, 1];
  for (let i = index - 1; i >= 0 && time - events[i].time <= windowMs; i--) {
    if (events[i].time === time) continue;
    sum += events[i].score;
    count++;
  }
  return sum / count;
}

function checkTable(table: string, { times, users, scores }: ScoredEvents): void {
  checkScores(scores, `scores of ${table}`);
  for (const [name, { length }] of Object.entries({ times, users })) {
    if (length === scores.length) continue;
    throw new RangeError(`${name} of ${table} must be ${scores.length} as scores, got ${length}`);
  }
}
