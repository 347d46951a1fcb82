import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CloudTrailEvent } from '../../../../src/data/cloudtrail/event';
import { readCloudTrail } from '../../../../src/data/cloudtrail/read-log';
import { withDatabase } from '../../../../src/data/database';
import type { SparkRow, SparkSession } from '../../../../src/data/spark/session';
import { CLOUDTRAIL_FEATURES } from '../../../../src/features/cloudtrail/feature-table';
import { createCloudTrailFeatures } from '../../../../src/features/cloudtrail/features';
import { writeCloudTrailFeatureDays } from '../../../../src/pipeline/batch/cloudtrail/feature-days';
import type { CloudTrailFeatureDaysOptions } from '../../../../src/pipeline/batch/cloudtrail/feature-days-options';
import { writeOddCloudTrailLog } from '../../../odd-cloudtrail-log';

let folder = '';
const at = (...names: string[]) => join(folder, ...names);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudtrail days '));
  writeOddCloudTrailLog(at('log'));
  mkdirSync(at('no-events'));
  writeFileSync(at('no-events', 'a.jsonl'), '{"no": "event"}\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const optionsOf = (name: string): CloudTrailFeatureDaysOptions => ({
  ...{ paths: [at('log')], output: at(name), order: 'sort' },
});

/** A session of a Spark that finds and writes as many rows as it is told. */
function toldSpark(nFiles: number, nWritten: number) {
  const statements: string[] = [];
  const answer = (sql: string): SparkRow => {
    if (sql.includes('`log_')) return { n: BigInt(nFiles) };
    if (sql.includes('AS malformed,')) return { n: 3n, malformed: 0n, first: 1000n, last: 2000n };
    if (sql.includes('parquet.`')) return { n: BigInt(nWritten) };
    return { n: 2n };
  };
  const spark: SparkSession = {
    run: async (sql) => {
      statements.push(sql);
    },
    query: async function* (sql) {
      yield [answer(sql)];
    },
    write: async (sql, { path }) => {
      statements.push(sql);
      mkdirSync(path);
      writeFileSync(join(path, '_SUCCESS'), '');
    },
    close: async () => undefined,
  };
  return { spark, statements };
}

/** Names in front of what the statements are about. */
const starts = (statements: readonly string[]) =>
  statements.map((sql) => /^\s*(\w+(?: TEMPORARY)?(?: \w+)?)/.exec(sql)?.[1]);

describe('writeCloudTrailFeatureDays', () => {
  it('writes the features of a log in this process, each in the folder of its day', async () => {
    const shown: (number | undefined)[] = [];
    const written = await writeCloudTrailFeatureDays({
      ...optionsOf('here'),
      onProgress: ({ nEvents }) => shown.push(nEvents),
    });
    const log = readCloudTrail(at('log'), { order: 'sort' });
    const events: CloudTrailEvent[] = [];
    for await (const batch of log) events.push(...batch);
    expect(written.report).toEqual(log.report);
    expect(written.nRows).toBe(events.length);
    expect(shown.at(-1)).toBe(events.length);
    expect(readdirSync(at('here')).length).toBe(written.nDays + 1);
    const rows = await withDatabase(':memory:', 512, async ({ connect }) =>
      (await (await connect()).runAndReadAll(`FROM '${at('here')}/*/*.parquet'`)).getRowObjectsJS(),
    );
    const { data } = createCloudTrailFeatures().addAll(events);
    const names = CLOUDTRAIL_FEATURES.map(({ name }) => name);
    const lineOf = (values: readonly unknown[]) => values.map(String).join('\t');
    const expected = events.map(({ eventId, eventTime, principal }, i) =>
      lineOf([eventId, eventTime, principal, ...names.map((_, j) => data[i * 20 + j])]),
    );
    const found = rows.map((row) =>
      lineOf([row['event_id'], row['time'], row['principal'], ...names.map((name) => row[name])]),
    );
    expect(found.sort()).toEqual(expected.sort());
  });

  it('has Spark read the log once, and leaves nothing there', async () => {
    const { spark, statements } = toldSpark(7, 2);
    const options = { ...optionsOf('there'), spark, workerFile: '/opt/w.js' };
    const { nRows, report } = await writeCloudTrailFeatureDays(options);
    expect({ nRows, nRepeated: report.nRepeated, nFiles: report.nFiles }).toEqual({
      ...{ nRows: 2, nRepeated: 1, nFiles: 7 },
    });
    expect(starts(statements)).toEqual([
      ...['CREATE TEMPORARY VIEW', 'SET spark', 'CACHE TABLE', 'WITH once'],
      ...['UNCACHE TABLE', 'DROP VIEW', 'DROP VIEW', 'RESET spark'],
    ]);
    expect(statements[2]).toContain("USING 'node /opt/w.js cloudtrail-events ||");
    expect(statements[3]).toContain("USING 'node /opt/w.js cloudtrail-features ||");
  });

  it('writes nothing where Spark finds other files, or loses rows', async () => {
    const other = toldSpark(6, 2);
    await expect(
      writeCloudTrailFeatureDays({ ...optionsOf('other'), spark: other.spark }),
    ).rejects.toThrow(`${at('log')}: Spark must find the 7 files that are here, got 6`);
    expect(starts(other.statements)).toContain('UNCACHE TABLE');
    const lost = { ...optionsOf('lost'), spark: toldSpark(7, 1).spark };
    await expect(writeCloudTrailFeatureDays(lost)).rejects.toThrow('must have 2 rows, got 1');
    const left = readdirSync(folder).filter((name) => /^(other|lost)/.test(name));
    expect(left).toEqual([]);
  });

  it.each([
    [{ paths: [] }, /must hold \.json/],
    [{ paths: ['nothing'] }, /nothing: no such file or folder/],
    [{ paths: ['no-events'] }, /no event could be read in .*a\.jsonl, line 1: eventTime must be/],
    [{ output: 'log' }, /log: must be empty or missing/],
    [{ order: 'file' }, /order must be one of merge, sort, got file/],
    [{ maxPrincipals: 0 }, /maxPrincipals must be an integer of at least 1, got 0/],
    [{ nodes: 3 }, /option must be paths, .*, got nodes/],
  ])('refuses %j', async (wrong, message) => {
    const { paths, output, ...rest } = wrong as Partial<CloudTrailFeatureDaysOptions>;
    const options = {
      ...{ ...optionsOf('refused'), ...rest },
      ...(paths && { paths: paths.map((path) => at(path)) }),
      ...(output && { output: at(output) }),
    };
    await expect(writeCloudTrailFeatureDays(options)).rejects.toThrow(message);
    expect(readdirSync(folder).filter((name) => name.startsWith('refused'))).toEqual([]);
  });

  it.each([
    [{ paths: ['log', 'log/a'] }, /paths must not lie in each other on Spark, got .*log and .*a$/],
    [{ paths: ['log', 'log'] }, /paths must not lie in each other/],
    [{ paths: ['br[ack]'] }, /path must have no \[ where Spark reads or writes, got .*br\[ack\]/],
    [{ paths: ['nothing'] }, /nothing: no such file or folder/],
    [{ output: 'a{b}' }, /path must have no \{ where Spark/],
    [{ output: 'a`b' }, /path must have no ` where Spark/],
  ])('refuses %j on Spark, which is not asked', async (wrong, message) => {
    const { paths = ['log'], output = 'no' }: Partial<CloudTrailFeatureDaysOptions> = wrong;
    const { spark, statements } = toldSpark(7, 2);
    const options = { paths: paths.map((path) => at(path)), output: at(output), spark };
    await expect(writeCloudTrailFeatureDays(options)).rejects.toThrow(message);
    expect(statements).toEqual([]);
  });

  it('says at once where no Spark is, and does not ask again', async () => {
    const { spark } = toldSpark(7, 2);
    let nAsked = 0;
    const away: SparkSession = {
      ...spark,
      run: async () => {
        nAsked++;
        throw new Error('cannot be reached');
      },
    };
    const work = writeCloudTrailFeatureDays({ ...optionsOf('away'), spark: away });
    await expect(work).rejects.toThrow('cannot be reached');
    expect(nAsked).toBe(1);
  });

  it('stops at a signal and leaves nothing', async () => {
    const stop = new AbortController();
    const options = { ...optionsOf('stopped'), signal: stop.signal };
    const onProgress = () => stop.abort();
    await expect(writeCloudTrailFeatureDays({ ...options, onProgress })).rejects.toThrow('abort');
    expect(readdirSync(folder).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });
});
