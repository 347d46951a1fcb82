import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRealCloudTrail } from '../../../src/data/cloudtrail/find-real-log';
import { readCloudTrailLabels } from '../../../src/data/cloudtrail/read-labels';
import { createCloudTrailProcessor } from '../../../src/pipeline/cloudtrail/processor';
import { realData } from '../../real-data';

const LABELS = join(__dirname, '../../../data/invictus-cloudtrail.labels.csv.gz');

describe('findRealCloudTrail', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'real-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('prefers what was downloaded to the mirror, and finds nothing where nothing is', () => {
    const options = { directory: join(folder, 'data'), mirror: join(folder, 'mirror') };
    expect(findRealCloudTrail(options)).toBeUndefined();
    expect(findRealCloudTrail({ ...options, mirror: 'https://example.org/data' })).toBeUndefined();
    mkdirSync(join(folder, 'mirror/cloudtrail'), { recursive: true });
    const prepared = join(folder, 'mirror/cloudtrail/invictus-aws-2023-07.jsonl.gz');
    writeFileSync(prepared, '');
    expect(findRealCloudTrail(options)).toBe(prepared);
    mkdirSync(join(folder, 'data/invictus-cloudtrail'), { recursive: true });
    expect(findRealCloudTrail(options)).toBe(join(folder, 'data/invictus-cloudtrail'));
  });
});

describe('the labels of the real log', () => {
  const log = realData('cloudtrail/invictus-aws-2023-07.jsonl.gz', 'invictus-cloudtrail');

  it.skipIf(!log)('are there for each of its events', async () => {
    const { events } = await createCloudTrailProcessor().load(log!);
    const truths = await readCloudTrailLabels(LABELS);
    expect(truths.size).toBe(2900);
    expect(events.filter(({ eventId }) => !truths.get(eventId))).toEqual([]);
    const attacks = events.filter(({ eventId }) => truths.get(eventId)?.group === 'attack');
    expect(attacks).toHaveLength(158);
  });
});
