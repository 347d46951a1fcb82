import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CloudTrailEvent } from '../../../data/cloudtrail/event';
import { readCloudTrail } from '../../../data/cloudtrail/read-log';
import { checkSomeRead } from '../../../data/cloudtrail/report';
import { type Database, withDatabase, withInterrupt } from '../../../data/database';
import { CLOUDTRAIL_FEATURES } from '../../../features/cloudtrail/feature-table';
import { createCloudTrailFeatures } from '../../../features/cloudtrail/features';
import { copyRows } from '../../../features/copy-rows';
import type { Matrix } from '../../../matrix';
import { WRITTEN } from '../whole-folder';
import type { CloudTrailFeatureDays, CloudTrailFeatureDaysOptions } from './feature-days-options';

/** Of DuckDB, which lays down beside the output what is more. */
const MEMORY_MB = 512;
const THREADS = 2;
const DAY = 86_400_000;

/** Reads a log in order of time, and writes its features into a folder that is not there yet. */
export async function writeHere(
  { paths, order = 'merge', maxPrincipals, onProgress, signal }: CloudTrailFeatureDaysOptions,
  output: string,
): Promise<CloudTrailFeatureDays> {
  const log = readCloudTrail(paths, { order, ...(signal && { signal }) });
  const features = createCloudTrailFeatures(maxPrincipals === undefined ? {} : { maxPrincipals });
  const work = `${output}.rows`;
  try {
    await mkdir(work);
    const write = async (database: Database) => {
      const table = await createTable(database);
      for await (const events of log) {
        signal?.throwIfAborted();
        table.add(events, features.addAll(events));
        onProgress?.({ nEvents: log.report.nEvents });
      }
      checkSomeRead(log.report, paths);
      await table.write(output, signal);
    };
    await withDatabase(join(work, 'features'), MEMORY_MB, write, THREADS);
    const nDays = (await readdir(output)).length;
    await writeFile(join(output, WRITTEN), '');
    return { nRows: log.report.nEvents, nDays, report: log.report };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A table in a database that grows by events and their features. */
async function createTable({ connect }: Database) {
  const connection = await connect();
  const columns = CLOUDTRAIL_FEATURES.map(({ name }) => `"${name}" DOUBLE`);
  await connection.run(
    `CREATE TABLE features (event_id VARCHAR, time BIGINT, principal VARCHAR, ${columns.join(', ')})`,
  );
  const appender = await connection.createAppender('features');
  return {
    add: (events: readonly CloudTrailEvent[], { data, nFeatures }: Matrix) => {
      events.forEach(({ eventId, eventTime, principal }, i) => {
        appender.appendVarchar(eventId);
        appender.appendBigInt(BigInt(eventTime));
        appender.appendVarchar(principal);
        for (let j = 0; j < nFeatures; j++) appender.appendDouble(data[i * nFeatures + j]);
        appender.endRow();
      });
    },
    /** Day after day: all at once would take memory for each of them. */
    write: async (output: string, signal?: AbortSignal) => {
      appender.closeSync();
      await mkdir(output);
      const found = await connection.runAndReadAll(
        `SELECT DISTINCT floor(time / ${DAY}) FROM features ORDER BY 1`,
      );
      for (const [day] of found.getRows()) {
        const start = Number(day) * DAY;
        const folder = join(output, `day=${new Date(start).toISOString().slice(0, 10)}`);
        const sql = `FROM features WHERE time >= ${start} AND time < ${start + DAY}`;
        await mkdir(folder);
        await withInterrupt(connection, signal, () =>
          copyRows(connection, sql, join(folder, 'data_0.parquet')),
        );
      }
    },
  };
}
