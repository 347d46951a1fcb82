import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeManyLogins } from '../../../src/data/whis/many-logins';
import { openFeatureStore } from '../../../src/features/store';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'many-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('writeManyLogins', () => {
  it('writes a store of as many logins as asked for, by time over 30 days', async () => {
    await writeManyLogins(folder, { nEvents: 6000, nUsers: 10, seed: 1 });
    expect(readdirSync(folder).every((name) => name.endsWith('.parquet'))).toBe(true);
    const store = await openFeatureStore(folder);
    expect(store.nRows).toEqual({ auth_events: 6000, process_events: 0, admin_events: 0 });
    const { eventIds, times, samples } = await store.features('auth_events');
    expect([...eventIds]).toEqual([...eventIds.keys()]);
    expect(samples.nSamples).toBe(6000);
    const days = (times[5999] - Date.UTC(2024, 0, 1)) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThan(30);
  });

  it('makes refusals, own hosts and work by day', async () => {
    const store = await openFeatureStore(folder);
    const [row] = await store.query(`
      SELECT avg(CASE WHEN outcome = 'failure' THEN 1 ELSE 0 END) AS refused,
        avg(CASE WHEN asset_class = 'workstation' THEN 1 ELSE 0 END) AS own,
        avg(CASE WHEN time % 86400000 BETWEEN 28800000 AND 64800000 THEN 1 ELSE 0 END) AS byDay,
        count(DISTINCT user_id) AS users
      FROM auth_events`);
    expect(row['refused']).toBeCloseTo(0.06, 1);
    expect(row['own']).toBeCloseTo(0.7, 1);
    expect(row['byDay']).toBeCloseTo(0.8, 1);
    expect(row['users']).toBe(10);
  });

  it('refuses numbers that are none', async () => {
    await expect(writeManyLogins(folder, { nEvents: 0 })).rejects.toThrow(
      'nEvents must be an integer of at least 1, got 0',
    );
  });
});
