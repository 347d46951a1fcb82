import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { CloudTrailEvent } from '../../../src/data/cloudtrail/event';
import { cloudTrailEvent } from '../../../src/data/cloudtrail/record';
import { sortExternally } from '../../../src/data/cloudtrail/sorted-runs';
import { createRandom } from '../../../src/random';
import { recordAt } from './log-folder';

const random = createRandom(3);
const events = Array.from({ length: 1000 }, (_, i) =>
  cloudTrailEvent(recordAt(random.integer(300), { eventID: `e${i}` })),
);

async function* inParts(): AsyncGenerator<CloudTrailEvent[]> {
  for (let i = 0; i < events.length; i += 90) yield events.slice(i, i + 90);
}

const nFolders = () => readdirSync(tmpdir()).filter((name) => /^cloudtrail-/.test(name)).length;

describe('sortExternally', () => {
  it.each([50, 333, 5000])('sorts as in memory, %i at a time', async (nInMemory) => {
    const before = nFolders();
    const sorted: CloudTrailEvent[] = [];
    for await (const batch of sortExternally(inParts(), nInMemory)) sorted.push(...batch);
    expect(sorted).toEqual(events.toSorted((a, b) => a.eventTime - b.eventTime));
    expect(nFolders()).toBe(before);
  });

  it('leaves nothing behind where reading is stopped', async () => {
    const before = nFolders();
    for await (const _ of sortExternally(inParts(), 100)) break;
    expect(nFolders()).toBe(before);
  });
});
