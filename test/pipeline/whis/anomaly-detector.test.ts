import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WHIS_TABLE_NAMES, type WhisTableName } from '../../../src/data/whis/event';
import { featureRows } from '../../../src/features/read-features';
import type { Row } from '../../../src/pipeline/columns';
import {
  type FittedWhisDetector,
  whisAnomalyDetector,
} from '../../../src/pipeline/whis/anomaly-detector';
import { loadWhisAnomalyDetector } from '../../../src/pipeline/whis/load-detector';
import { tablesOf } from './tables-of';

/** The seed's own two events. */
const suspicious = {
  hour_of_day: 3,
  is_weekend: true,
  is_off_hours: true,
  fail_count_1h: 5,
  success_after_fail_15m: true,
  is_admin: true,
  asset_class: 'server',
};
const normal = {
  hour_of_day: 10,
  is_weekend: false,
  is_off_hours: false,
  fail_count_1h: 0,
  success_after_fail_15m: false,
  is_admin: false,
  asset_class: 'workstation',
};

let rows: [auth: Row[], process: Row[], admin: Row[]];
let whis: FittedWhisDetector;
let folder: string;
beforeAll(async () => {
  const tables = await tablesOf(6);
  rows = WHIS_TABLE_NAMES.map((name) => {
    const { features, truth } = tables[name];
    return featureRows(features).map((row, i) => ({
      ...row,
      is_suspicious: truth.labels[i] === 1,
    }));
  }) as typeof rows;
  whis = await whisAnomalyDetector({ contamination: 0.15, seed: 1 }).train(...rows);
  folder = await mkdtemp(join(tmpdir(), 'whis '));
});
afterAll(() => rm(folder, { recursive: true }));

describe('whisAnomalyDetector', () => {
  it('has figures of each table, in sample', () => {
    expect(Object.keys(whis.results)).toEqual([...WHIS_TABLE_NAMES]);
    const { auc, precision, recall, features, samples } = whis.results.auth_events;
    expect(auc).toBeGreaterThan(0.8);
    expect(precision).toBeGreaterThan(0.3);
    expect(recall).toBeGreaterThan(0.3);
    expect(features[0]).toBe('hour_of_day');
    expect(samples).toBe(rows[0].length);
  });

  it("scores the seed's suspicious event above its normal one", async () => {
    const scores = await Promise.all(
      [suspicious, normal].map((event) => whis.predictAnomalyScore(event, 'auth_events')),
    );
    expect(scores[0]).toBeGreaterThan(scores[1] + 0.2);
  });

  it('scores the same after it was saved and loaded, and replaces itself', async () => {
    const directory = join(folder, 'model');
    await whis.save(directory);
    await whis.save(directory);
    expect(await readdir(folder)).toEqual(['model']);
    const loaded = await loadWhisAnomalyDetector(directory);
    expect(loaded.results).toEqual(whis.results);
    expect(await loaded.evaluate(...rows)).toEqual(whis.results);
  });

  it('trains without labels, and without both classes, and gives no figures then', async () => {
    const bare = rows.map((table) =>
      table.slice(0, 50).map((row) => ({ ...row, is_suspicious: false })),
    ) as unknown as typeof rows;
    const { results } = await whisAnomalyDetector().train(...bare);
    expect(results.admin_events).toMatchObject({ auc: null, precision: null, recall: null });
    const { auth_events } = await whis.evaluate([normal], rows[1], rows[2]);
    expect(auth_events).toMatchObject({ auc: null, samples: 1 });
  });

  it('refuses options, tables, events and labels that it cannot take', async () => {
    expect(() => whisAnomalyDetector({ contamination: 0.6 })).toThrow('contamination');
    const misspelt = { seed: 1, contaminations: 0.1 };
    expect(() => whisAnomalyDetector(misspelt)).toThrow('contaminations');
    const table = 'dns_events' as WhisTableName;
    await expect(whis.predictAnomalyScore(normal, table)).rejects.toThrow('table must be one of');
    const { asset_class: _, ...rest } = normal;
    await expect(whis.predictAnomalyScore(rest, 'auth_events')).rejects.toThrow(
      'auth_events, row 0: column "asset_class" missing',
    );
    const odd = [{ ...normal, is_suspicious: 'yes' }];
    await expect(whis.evaluate(odd, rows[1], rows[2])).rejects.toThrow(
      'auth_events, row 0: is_suspicious',
    );
    await expect(whisAnomalyDetector().train([], rows[1], rows[2])).rejects.toThrow(
      'auth_events, rows must not be empty, got 0 rows',
    );
    await expect(whisAnomalyDetector().train(rows[0], rows[1], rows[0])).rejects.toThrow(
      'admin_events, row 0: column "method" missing',
    );
  });
});

describe('loadWhisAnomalyDetector', () => {
  it('refuses a folder that is none, or whose parts are mixed up', async () => {
    await expect(loadWhisAnomalyDetector(join(folder, 'none'))).rejects.toThrow('whis.json');
    const directory = join(folder, 'mixed');
    await whis.save(directory);
    const [own, other] = ['auth_events', 'admin_events'].map((name) => join(directory, name));
    await rm(own, { recursive: true });
    await expect(loadWhisAnomalyDetector(directory)).rejects.toThrow('auth_events');
    const { cp } = await import('node:fs/promises');
    await cp(other, own, { recursive: true });
    await expect(loadWhisAnomalyDetector(directory)).rejects.toThrow('must be an isolation forest');
  });

  it('does not save over a folder of something else', async () => {
    const directory = join(folder, 'other');
    await whis.save(directory);
    await writeFile(join(directory, 'thesis.txt'), '');
    await expect(whis.save(directory)).rejects.toThrow('thesis.txt');
  });
});
