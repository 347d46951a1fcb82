import { checkNumber, checkOptionNames } from '../check-options';
import type { Matrix } from '../matrix';

/** Events of each hour. */
export interface HourlyCounts {
  /** Start of the first hour, epoch ms UTC. */
  readonly start: number;
  /** Whose events a row counts. */
  readonly entities: readonly string[];
  /** Shape `[entities.length, nHours]`. */
  readonly counts: Matrix;
}

/** What is counted. */
export interface HourlyCountsOptions {
  /** Whose each event is, shape `[nEvents]`. Default: one row, `all`, for the events of all. */
  readonly entities?: readonly string[];
  /** Start of the first hour, epoch ms UTC; events before are left out. Default: the hour of the first event. */
  readonly from?: number;
  /** End of the last hour, epoch ms UTC; events from there on are left out. Default: after the hour of the last event. */
  readonly until?: number;
}

const HOUR_MS = 3_600_000;
/** Numbers that come to 800 MB. */
const MOST_COUNTS = 1e8;

/**
 * Counts events by hour (UTC), of all or of each entity; hours without any count 0.
 *
 * Name `from` and `until` where silence at the ends counts, too.
 *
 * @param times epoch ms, in any order, shape `[nEvents]`.
 * @returns entities by name.
 * @throws {RangeError} if there are no events, a time is not finite, lengths differ, `from` or `until` is no full hour, there
 * is no hour between them, or hours times entities are more than 100 million.
 * @throws {TypeError} if an entity is no text.
 * @example
 * hourlyCounts([0, 10, 7_200_000]).counts.data; // Float64Array [2, 0, 1]
 */
export function hourlyCounts(
  times: ArrayLike<number>,
  options: HourlyCountsOptions = {},
): HourlyCounts {
  checkOptionNames(options, ['entities', 'from', 'until']);
  const { entities } = options;
  const [first, last] = checkTimes(times);
  const { from = floorHour(first), until = floorHour(last) + HOUR_MS } = options;
  for (const [name, time] of Object.entries({ from, until })) {
    checkNumber(name, time, -8.64e15, 8.64e15, '[]');
    if (time !== floorHour(time)) throw new RangeError(`${name} must be a full hour, got ${time}`);
  }
  if (until <= from) throw new RangeError(`until must be after from, ${from}, got ${until}`);
  if (entities) checkEntities(entities, times.length);
  const names = entities ? [...new Set(entities)].sort() : ['all'];
  const nHours = (until - from) / HOUR_MS;
  if (nHours * names.length > MOST_COUNTS) {
    throw new RangeError(
      `hours times entities must be at most ${MOST_COUNTS}, got ${nHours} times ${names.length}`,
    );
  }
  const rowOf = new Map(names.map((name, row) => [name, row]));
  const data = new Float64Array(nHours * names.length);
  for (let i = 0; i < times.length; i++) {
    if (times[i] < from || times[i] >= until) continue;
    const row = entities ? rowOf.get(entities[i])! : 0;
    data[row * nHours + Math.floor((times[i] - from) / HOUR_MS)]++;
  }
  const counts = { data, nSamples: names.length, nFeatures: nHours };
  return { start: from, entities: names, counts };
}

const floorHour = (time: number) => Math.floor(time / HOUR_MS) * HOUR_MS;

function checkTimes(times: ArrayLike<number>): [first: number, last: number] {
  if (!(times?.length > 0)) throw new RangeError(`times must not be empty, got ${times?.length}`);
  let [first, last] = [Infinity, -Infinity];
  for (let i = 0; i < times.length; i++) {
    checkNumber(`times[${i}]`, times[i], -8.64e15, 8.64e15, '[]');
    first = Math.min(first, times[i]);
    last = Math.max(last, times[i]);
  }
  return [first, last];
}

function checkEntities(entities: readonly string[], nEvents: number): void {
  if (entities.length !== nEvents) {
    throw new RangeError(`entities must be ${nEvents} as times, got ${entities.length}`);
  }
  const at = entities.findIndex((entity) => typeof entity !== 'string');
  if (at >= 0) throw new TypeError(`entities[${at}] must be a text, got ${entities[at]}`);
}
