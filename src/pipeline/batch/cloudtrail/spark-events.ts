import { LOG_NAME, NO_LOGS } from '../../../data/cloudtrail/log-files';
import { quoteSparkName, quoteSparkText, sparkPath } from '../../../data/spark/paths';
import { escapedSql, programSql } from '../program-sql';
import { EVENT_COLUMNS, PIECE_COLUMNS } from './event-lines';

/** Bytes of a file that go to the program at once. */
const PIECE_BYTES = 1 << 20;
/** By path as `findLogFiles` orders them: of two folders the one whose name comes first, whatever they hold. */
const PATH_ORDER = "translate(path, '/', '\\u0001')";

/** A path of a log, and the view of the files there. */
export interface LogPlace {
  readonly path: string;
  readonly view: string;
}

/** Makes a view of all files below a path, or of one file. */
export function placeViewSql({ path, view }: LogPlace): string {
  const at = quoteSparkText(sparkPath(path));
  return `CREATE TEMPORARY VIEW ${quoteSparkName(view)} USING binaryFile OPTIONS (path ${at}, recursiveFileLookup 'true')`;
}

/** Rows of a place's log files, as `findLogFiles` chooses them. */
export function logFilesSql({ path, view }: LogPlace): string {
  const root = quoteSparkText(sparkPath(path).replace(/\/+$/, ''));
  const below = `substring(path, locate(${root}, path) + length(${root}))`;
  const isLog = `${below} RLIKE ${quoteSparkText(`(?i)${LOG_NAME.source}`)}`;
  const isOther = `exists(split(${below}, '/'), name -> name RLIKE ${quoteSparkText(NO_LOGS.source)})`;
  return `${quoteSparkName(view)} WHERE ${below} = '' OR (${isLog} AND NOT ${isOther})`;
}

/**
 * Rows of all events, and of what is none: those of `EVENT_COLUMNS`, with the number of the `file` in the order of the log in the place of its
 * place and path.
 *
 * Without a CTE: with one, Spark does not know again what it has cached.
 */
export function eventsSql(places: readonly LogPlace[], command: readonly string[]): string {
  const union = (select: (place: number) => string) =>
    places.map((place, i) => `${select(i)} FROM ${logFilesSql(place)}`).join(' UNION ALL ');
  const rows = programSql({
    ...{ command, given: PIECE_COLUMNS, taken: EVENT_COLUMNS },
    rows: `(${union(piecesSql)})`,
  });
  const files = union((place) => `SELECT '${place}' AS place, ${escapedSql('path')} AS path`);
  const numbered = `SELECT *, row_number() OVER (ORDER BY CAST(place AS INT), ${PATH_ORDER}) AS file FROM (${files})`;
  return `SELECT /*+ BROADCAST(numbered) */ file, CAST(position AS BIGINT) AS position, CAST(time AS BIGINT) AS time,
      event_id, principal, source, name, error, by_address, other, malformed
    FROM (${rows}) JOIN (${numbered}) AS numbered USING (place, path)`;
}

/** Some versions of Spark break the lines of base 64. */
function piecesSql(place: number): string {
  const starts = `sequence(0, CAST(greatest(0, length - 1) DIV ${PIECE_BYTES} AS INT))`;
  const piece = `base64(substring(content, i * ${PIECE_BYTES} + 1, ${PIECE_BYTES}))`;
  const pieces = `transform(${starts}, i -> translate(${piece}, '\\r\\n', ''))`;
  return `SELECT explode(${pieces}) AS piece, '${place}' AS place, ${escapedSql('path')} AS path`;
}
