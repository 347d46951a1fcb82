import { DAY_SQL } from '../../../features/feature-sql';
import { programSql, unescapedSql } from '../program-sql';
import { COUNTED_COLUMNS, FEATURE_COLUMNS } from './feature-lines';

/** The order of a log: by time, of one time by files, and in a file as it stands there. */
const ORDER = 'time, file, position';
const TYPES: Readonly<Record<string, string>> = {
  event_id: 'STRING',
  principal: 'STRING',
  time: 'BIGINT',
};

/** Events of rows of `eventsSql`, each once: of those with the same id and time the first. */
export const onceSql = (events: string): string => `SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY event_id, time ORDER BY ${ORDER}) AS copy FROM ${events} WHERE malformed IS NULL
  ) WHERE copy = 1 OR event_id = ''`;

/**
 * Features of events, rows of `FEATURE_COLUMNS` and the day: Spark counts over all principals, so that these can be shared out to the
 * program, which remembers one at a time.
 *
 * Counts over the whole log are made of those of each minute, so that no task has to see all events.
 */
export function featuresSql(events: string, command: readonly string[]): string {
  const counted = programSql({
    ...{ command, given: COUNTED_COLUMNS, taken: FEATURE_COLUMNS },
    rows: `(SELECT * FROM numbered DISTRIBUTE BY principal SORT BY principal, ${ORDER})`,
  });
  const columns = FEATURE_COLUMNS.map((name) => {
    const type = TYPES[name] ?? 'DOUBLE';
    return `${type === 'STRING' ? unescapedSql(name) : `CAST(${name} AS ${type})`} AS ${name}`;
  });
  return `WITH once AS (SELECT *, time DIV 60000 AS minute, concat(source, '\\t', name) AS call FROM (${onceSql(events)})),
  minutes AS (SELECT minute, sum(sum(n)) OVER (ORDER BY minute) - sum(n) AS n_earlier, sum(sum(n_new)) OVER (ORDER BY minute) - sum(n_new) AS n_known
    FROM (SELECT minute, 1 AS n, 0 AS n_new FROM once UNION ALL SELECT min(minute), 0, 1 FROM once GROUP BY call) GROUP BY minute),
  behind AS (SELECT *, lag(call) OVER (PARTITION BY principal, by_address ORDER BY ${ORDER}) AS before FROM once),
  counted AS (SELECT *, ${before('call')} AS n_same, ${before('call, before')} AS n_pairs, ${before('call, error')} AS n_errors,
    ${before('before')} AS n_behind FROM behind),
  numbered AS (SELECT *, n_earlier + ${before('minute')} AS n_events,
    n_known + count_if(n_same = 0) OVER (PARTITION BY minute ORDER BY ${ORDER} ROWS UNBOUNDED PRECEDING) AS n_calls
    FROM counted JOIN minutes USING (minute))
  SELECT /*+ REBALANCE(day) */ * FROM (
    SELECT *, ${DAY_SQL} AS day FROM (SELECT ${columns.join(', ')} FROM (${counted})))`;
}

/** How many events with the same came before. */
const before = (keys: string): string =>
  `row_number() OVER (PARTITION BY ${keys} ORDER BY ${ORDER}) - 1`;
