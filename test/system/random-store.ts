import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withDatabase } from '../../src/data/database';

/**
 * Writes tables by chance alone, which DuckDB makes in seconds: same columns and types as the store's.
 *
 * @param nLogins rows of `auth_events`; the two other tables have a tenth of it.
 */
export async function writeRandomStore(directory: string, nLogins: number): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const pick = (salt: number, n: number) => `(hash(i * 7 + ${salt}) % ${n})::INTEGER`;
  const common = `i::BIGINT AS event_id,
    to_timestamp(1704067200 + i * 2.3 + ${pick(1, 1000)} / 1000.0) AS ts`;
  const host = `'host-' || ${pick(3, 400)} AS host, 'class-' || ${pick(4, 4)} AS asset_class`;
  const user = `'user-' || ${pick(2, 3000)}`;
  const tables = {
    auth_events: `${common}, ${user} AS user_id, ${host},
      CASE WHEN ${pick(5, 9)} = 0 THEN 'failure' ELSE 'success' END AS outcome, ${pick(6, 20)} = 0 AS is_admin`,
    process_events: `${common}, ${user} AS user_id, ${host}, 'p' || ${pick(7, 30)} AS parent,
      'c' || ${pick(8, 60)} AS child, ${pick(9, 300)} AS cmd_len, (${pick(10, 800)} / 100.0)::DOUBLE AS cmd_entropy,
      ${pick(11, 50)} = 0 AS has_encoded, ${pick(12, 3)} > 0 AS signed_parent`,
    admin_events: `${common}, ${user} AS actor, 'user-' || ${pick(13, 3000)} AS target, ${host},
      'm' || ${pick(14, 5)} AS method`,
  };
  await withDatabase(':memory:', 2048, async ({ connect }) => {
    const connection = await connect();
    for (const [name, columns] of Object.entries(tables)) {
      const nRows = name === 'auth_events' ? nLogins : nLogins / 10;
      const path = join(directory, `${name}.parquet`);
      await connection.run(
        `COPY (SELECT ${columns} FROM range(${nRows}) AS rows(i)) TO '${path}' (FORMAT parquet)`,
      );
    }
  });
}
