import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuthLogEvent, zeroTrustLabels } from '../../src/data/auth/event';
import { readAuthEvents, writeAuthEvents } from '../../src/data/auth/events-file';
import { createAuthLogGenerator } from '../../src/data/auth/generator';
import { readCsv } from '../../src/data/csv';
import { stratifiedSplit } from '../../src/data/split';
import { generateSshdLog } from '../../src/data/sshd-generator';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { authEventsOfSshd } from '../../src/features/sshd-auth-events';
import { rocAuc } from '../../src/metrics/roc';
import type { FittedPipeline } from '../../src/pipeline/fitted-pipeline';
import { pipeline } from '../../src/pipeline/pipeline';
import { scoreFile } from '../../src/pipeline/scoring/score-file';

const { events } = createAuthLogGenerator({ seed: 5 }).generateCompleteDataset({ nUsers: 40 });
const labels = zeroTrustLabels(events);
const split = stratifiedSplit(labels, { test: 0.3, seed: 5 });
const columns = {
  user_id: 'label',
  device_id: 'label',
  ip_address: 'label',
  location: 'label',
  resource_accessed: 'label',
  login_success: 'numeric',
  access_time: 'hour',
  bytes_transferred: 'numeric',
} as const;

let folder = '';
let fitted: FittedPipeline;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'auth-pipeline-'));
  const normals = Array.from(split.train).filter((i) => labels[i] === 0);
  fitted = await pipeline({ columns, detector: isolationForest({ seed: 5 }) }).fit(
    normals.map((i) => events[i]),
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe('a pipeline of raw authentication events', () => {
  it('tells attacks from normal logins better than chance', async () => {
    const test = Array.from(split.test);
    const scores = await fitted.score(test.map((i) => events[i]));
    expect(
      rocAuc(
        test.map((i) => labels[i]),
        scores,
      ),
    ).toBeGreaterThan(0.6);
  });

  it('gives users, devices, addresses and places it never saw a code of their own', () => {
    const stranger: AuthLogEvent = {
      ...events[0],
      user_id: 'stranger',
      device_id: null,
      ip_address: '192.0.2.1',
      location: 'Atlantis',
      resource_accessed: 'wiki-99',
    };
    const { data } = fitted.transform([stranger]);
    const codes = new Map(fitted.featureNames.map((name, j) => [name, data[j]]));
    for (const name of ['user_id', 'device_id', 'ip_address', 'location', 'resource_accessed']) {
      expect(codes.get(name)).toBe(0);
    }
    expect(codes.get('access_time')).toBe(Number(events[0].access_time.slice(0, 2)));
  });

  it('scores a file of events as it scores them, and a real log’s columns too', async () => {
    const input = join(folder, 'events.csv.gz');
    const output = join(folder, 'scores.csv');
    await writeAuthEvents(input, events);
    await scoreFile({ pipeline: fitted, input, output });
    const scores = await fitted.score(await readAuthEvents(input));
    const written = await readCsv(output, { score: 'number' });
    expect(written.map(({ score }) => Math.fround(score!))).toEqual([...scores]);
    const log = authEventsOfSshd(generateSshdLog({ seed: 1 }).events);
    expect((await fitted.score(log)).every(Number.isFinite)).toBe(true);
  });
});
