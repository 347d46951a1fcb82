import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkInteger, checkOptionNames } from '../../check-options';
import { withDatabase } from '../database';
import { writeParquetTables } from '../parquet-tables';
import { quoteText } from '../sql';
import { WHIS_COLUMNS } from './event';

/** How many logins there are. */
export interface ManyLoginsOptions {
  /** At least 1. */
  readonly nEvents: number;
  /** Default one for each 1,000 events. */
  readonly nUsers?: number;
  /** Default 0. */
  readonly seed?: number;
}

const START = Date.UTC(2024, 0, 1);
const N_DAYS = 30;
const DAY = 86_400_000;

/**
 * Writes a feature store of very many logins and nothing else, made by DuckDB row by row in 256 MB: for trials of size, not of
 * detection (no attacks, every user has the same habits, and the numbers of chance are those of one version of DuckDB).
 *
 * Over 30 days, four fifths between 8:00 and 18:00; 70 % on the own workstation, 20 % on three own servers, 10 %
 * anywhere; 6 % are refused.
 *
 * @throws {RangeError} if an option is unknown or out of range.
 */
export async function writeManyLogins(
  directory: string,
  options: ManyLoginsOptions,
): Promise<void> {
  checkOptionNames(options, ['nEvents', 'nUsers', 'seed']);
  const { nEvents, seed = 0 } = options;
  checkInteger('nEvents', nEvents, 1);
  const { nUsers = Math.ceil(nEvents / 1000) } = options;
  checkInteger('nUsers', nUsers, 1);
  checkInteger('seed', seed, 0);
  const names = ['process_events', 'admin_events'] as const;
  const noRows = names.map((name) => [name, { columns: WHIS_COLUMNS[name], rows: [] }] as const);
  await writeParquetTables(directory, Object.fromEntries(noRows));
  await mkdir(directory, { recursive: true });
  const folder = await mkdtemp(join(directory, '.part-'));
  const part = join(folder, 'auth_events.parquet');
  try {
    await withDatabase(':memory:', 256, async ({ connect }) => {
      const connection = await connect();
      const select = loginsSql(nEvents, nUsers, seed);
      await connection.run(`COPY (${select}) TO ${quoteText(part)} (FORMAT parquet)`);
    });
    await rename(part, join(directory, 'auth_events.parquet'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function loginsSql(nEvents: number, nUsers: number, seed: number): string {
  const nServers = Math.max(4, Math.ceil(nUsers / 5));
  const chance = (salt: number) => `hash(i, ${seed}, ${salt})`;
  const server = (number: string) => `printf('srv-%06d', ${number} % ${nServers})`;
  return `
WITH numbered AS (
  SELECT range AS i, CAST(range AS DOUBLE) * ${N_DAYS} / ${nEvents} AS day, ${chanceOf('range', seed)} % ${nUsers} AS user_number
  FROM range(${nEvents})
),
timed AS (
  SELECT i, user_number, floor(day) AS whole, day - floor(day) AS part, ${chance(2)} % 100 AS place
  FROM numbered
),
placed AS (
  SELECT i, user_number, whole + CASE WHEN part < 0.1 THEN part * 10 / 3
      WHEN part < 0.9 THEN 1.0 / 3 + (part - 0.1) * 25 / 48
      ELSE 0.75 + (part - 0.9) * 2.5 END AS day,
    CASE WHEN place < 70 THEN printf('ws-%06d', user_number)
      WHEN place < 90 THEN ${server(`(user_number * 7 + ${chance(3)} % 3)`)}
      ELSE ${server(chance(4))} END AS host
  FROM timed
)
SELECT CAST(i AS BIGINT) AS event_id,
  to_timestamp(floor(${START} + day * ${DAY}) / 1000) AS ts,
  printf('user-%06d', user_number) AS user_id,
  host,
  CASE WHEN host LIKE 'ws-%' THEN 'workstation' ELSE 'server' END AS asset_class,
  CASE WHEN ${chance(5)} % 100 < 6 THEN 'failure' ELSE 'success' END AS outcome,
  user_number % 5 = 0 AS is_admin
FROM placed`;
}

const chanceOf = (number: string, seed: number) => `hash(${number}, ${seed}, 1)`;
