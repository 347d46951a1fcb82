import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../../../src/data/database';
import { writeFeatureStore } from '../../../src/data/whis/feature-store-files';
import { createWhisGenerator } from '../../../src/data/whis/generator';
import { isolationForest } from '../../../src/detectors/isolation-forest';
import { featureRows } from '../../../src/features/read-features';
import { openFeatureStore } from '../../../src/features/store';
import { writeFeatureDays } from '../../../src/pipeline/batch/feature-days';
import { scoreFolder } from '../../../src/pipeline/batch/score-folder';
import { checkTablesFolder, writeWholeFolder } from '../../../src/pipeline/batch/whole-folder';
import { pipeline } from '../../../src/pipeline/pipeline';

let folder = '';
const at = (...names: string[]) => join(folder, ...names);
const store = () => at('whis');
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'batch folders '));
  const size = { nUsers: 5, normalEventsPerUser: 60 };
  const dataset = createWhisGenerator({ seed: 3 }).generateCompleteDataset(size);
  await writeFeatureStore(store(), dataset);
});
afterAll(() => rmSync(folder, { recursive: true }));

const rowsOf = (sql: string) =>
  withDatabase(':memory:', 512, async ({ connect }) =>
    (await (await connect()).runAndReadAll(sql)).getRowObjectsJS(),
  );

describe('writeFeatureDays', () => {
  it('writes the features of the store, each in the folder of its day', async () => {
    const output = at('features');
    const written = await writeFeatureDays({ store: store(), table: 'auth_events', output });
    const table = await (await openFeatureStore(store())).features('auth_events');
    const expected = featureRows(table).map((row, i) => ({
      ...row,
      day: new Date(table.times[i]).toISOString().slice(0, 10),
    }));
    const days = new Set(expected.map(({ day }) => day));
    expect(written).toEqual({ nRows: expected.length, nDays: days.size });
    expect(new Set(readdirSync(output))).toEqual(
      new Set(['_SUCCESS', ...[...days].map((day) => `day=${day}`)]),
    );
    const found = await rowsOf(
      `SELECT * EXCLUDE (event_id, time, day), day::VARCHAR AS day FROM '${output}/*/*.parquet' ORDER BY time, event_id`,
    );
    expect(found.map((row) => ({ ...row }))).toEqual(expected);
  });

  it('replaces no folder unless told, and none that holds other things', async () => {
    const options = { store: store(), table: 'admin_events', output: at('twice') } as const;
    const first = await writeFeatureDays(options);
    await expect(writeFeatureDays(options)).rejects.toThrow(
      `${at('twice')}: must be empty or missing; to replace it: --overwrite on the command line, overwrite: true in code`,
    );
    expect(await writeFeatureDays({ ...options, overwrite: true })).toEqual(first);
    writeFileSync(at('twice', 'notes.txt'), '');
    await expect(writeFeatureDays({ ...options, overwrite: true })).rejects.toThrow(
      `${at('twice')}: must hold tables alone to be overwritten, got notes.txt`,
    );
  });

  it('leaves nothing behind when it is stopped', async () => {
    const before = readdirSync(folder);
    const signal = AbortSignal.abort(new Error('stopped'));
    const options = { store: store(), table: 'auth_events', output: at('stopped') } as const;
    await expect(writeFeatureDays({ ...options, signal })).rejects.toThrow('stopped');
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('scoreFolder', () => {
  it('scores each file of each day, as the pipeline scores their rows', async () => {
    const table = await (await openFeatureStore(store())).features('auth_events');
    const rows = featureRows(table);
    const fitted = await pipeline({
      columns: { fail_count_1h: 'numeric', hourly_deviation: 'numeric', asset_class: 'oneHot' },
      detector: isolationForest({ nTrees: 10 }),
    }).fit(rows);
    await writeFeatureDays({ store: store(), table: 'auth_events', output: at('to-score') });
    const seen: number[] = [];
    const options = { pipeline: fitted, input: at('to-score'), output: at('scores') };
    const done = await scoreFolder({
      ...options,
      idColumns: ['event_id', 'time'],
      onProgress: ({ nRows }) => seen.push(nRows),
    });
    const found = await rowsOf(
      `SELECT score FROM '${at('scores')}/*/*.parquet' ORDER BY time, event_id`,
    );
    const scores = await fitted.score(rows);
    expect(found.map(({ score }) => score)).toEqual([...scores]);
    const nFlagged = scores.filter((score) => score >= fitted.threshold).length;
    expect(done).toEqual({ nRows: rows.length, nFlagged });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(rows.length);
    await expect(scoreFolder(options)).rejects.toThrow('must be empty or missing');
    const empty = { ...options, output: at('none') };
    mkdirSync(at('empty'));
    await expect(scoreFolder({ ...empty, input: at('empty') })).rejects.toThrow(
      `${at('empty')}: must hold .parquet files, got none`,
    );
  });
});

describe('writeWholeFolder', () => {
  const write = async (part: string) => {
    mkdirSync(part);
    writeFileSync(join(part, 'a.parquet'), 'a');
    return part;
  };

  it('refuses a folder that was not written to its end where this process looks', async () => {
    const wanted = { output: at('half'), overwrite: false };
    await expect(writeWholeFolder(wanted, write)).rejects.toThrow(
      `${at('half')}: must be on a disk that Spark's workers and this process share`,
    );
    expect(readdirSync(folder).filter((name) => name.startsWith('half'))).toEqual([]);
  });

  it('leaves the old folder where the new one fails', async () => {
    mkdirSync(at('old'));
    writeFileSync(at('old', 'b.parquet'), 'b');
    const wanted = { output: at('old'), overwrite: true };
    await expect(writeWholeFolder(wanted, write)).rejects.toThrow('must be on a disk');
    expect(readdirSync(at('old'))).toEqual(['b.parquet']);
  });

  it('refuses a file as a folder', async () => {
    writeFileSync(at('file'), '');
    await expect(checkTablesFolder({ output: at('file'), overwrite: true })).rejects.toThrow(
      `${at('file')}: must be a folder to write in (ENOTDIR)`,
    );
  });
});
