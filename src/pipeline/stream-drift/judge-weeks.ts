import type { DriftStream, MethodRun } from './stream';

/** How a method does in one week of one stream. */
export interface JudgedWeek {
  /** From 0. */
  readonly week: number;
  readonly nNormal: number;
  /** Normal events that are flagged. */
  readonly falseAlarms: number;
  /** Attacks that begin in it. */
  readonly nAttacks: number;
  /** Those of them with an event flagged, then or later. */
  readonly nFound: number;
  /** The same if of each week the events with the highest scores were read, as many as there may be alarms. */
  readonly nFoundAtBudget: number;
}

/** The judged weeks of a method, by its flags and by its ranks. */
export function judgeWeeks(stream: DriftStream, run: MethodRun): JudgedWeek[] {
  const { labels, borders, settings, testWeek } = stream;
  const read = readAtBudget(stream, run.scores);
  const weeks = Array.from({ length: settings.weeks - testWeek }, (_, k) => {
    const [from, to] = [borders[testWeek + k], borders[testWeek + k + 1]];
    let [nNormal, falseAlarms] = [0, 0];
    for (let i = from; i < to; i++) {
      if (labels[i] !== 0) continue;
      nNormal++;
      falseAlarms += run.flags[i];
    }
    return { week: testWeek + k, nNormal, falseAlarms, nAttacks: 0, nFound: 0, nFoundAtBudget: 0 };
  });
  for (const { first, events } of attacksOf(stream.attacks)) {
    if (first < borders[testWeek]) continue;
    const week = weeks[borders.findIndex((border) => border > first) - 1 - testWeek];
    week.nAttacks++;
    week.nFound += Number(events.some((i) => run.flags[i] === 1));
    week.nFoundAtBudget += Number(events.some((i) => read[i] === 1));
  }
  return weeks;
}

/** Marks each week's events of the highest scores; of equal ones the earlier. */
function readAtBudget({ borders, settings, testWeek }: DriftStream, scores: Float64Array) {
  const read = new Uint8Array(scores.length);
  for (let week = testWeek; week < settings.weeks; week++) {
    const events = Array.from({ length: borders[week + 1] - borders[week] }, (_, k) => {
      return borders[week] + k;
    });
    events.sort((a, b) => scores[b] - scores[a] || a - b);
    for (const i of events.slice(0, settings.alarmsPerWeek)) read[i] = 1;
  }
  return read;
}

/** The first event and all events of each attack. */
function attacksOf(attacks: readonly string[]): { first: number; events: number[] }[] {
  const eventsOf = new Map<string, number[]>();
  attacks.forEach((attack, i) => {
    if (attack === '') return;
    const known = eventsOf.get(attack);
    if (known) known.push(i);
    else eventsOf.set(attack, [i]);
  });
  return [...eventsOf.values()].map((events) => ({ first: events[0], events }));
}
