import { describe, expect, it } from 'vitest';
import type { CloudTrailEvent } from '../../../src/data/cloudtrail/event';
import type { CloudTrailTruth } from '../../../src/data/cloudtrail/read-labels';
import { createCloudTrailFeatures } from '../../../src/features/cloudtrail/features';
import { readThreatRows } from '../../../src/pipeline/cloudtrail/read-threat-rows';
import { labelledCloudTrailRows, sliceCloudTrailRows } from '../../../src/pipeline/cloudtrail/rows';
import { trainCloudTrail } from '../../../src/pipeline/cloudtrail/train';
import { smallRows } from './small';

const small = smallRows(3);
const { events: all } = small;
const events = all.slice(0, 2500);
const truths = new Map<string, CloudTrailTruth>(
  all.map(({ eventId }, i) => {
    const technique = small.techniques[i];
    const classes = ['Normal', 'Suspicious Login', 'Privilege Escalation', 'Data Exfiltration'];
    const taken = (classes[small.labels[i]] ?? 'Malicious API Calls') as CloudTrailTruth['class'];
    const sequence = small.attacks[i].split(' ')[1] ?? '';
    const group = technique ? 'attack' : 'user';
    return [eventId, { eventId, group, technique, sequence, class: taken }];
  }),
);

async function* inBatches(
  size: number,
  of: readonly CloudTrailEvent[] = events,
): AsyncGenerator<readonly CloudTrailEvent[]> {
  for (let i = 0; i < of.length; i += size) yield of.slice(i, i + size);
}

describe('readThreatRows', () => {
  it.each([300, 777, 1_000_000])('gives what a log in memory gives, by %i events', async (size) => {
    const { events: _, groups, ...expected } = labelledCloudTrailRows(events, truths);
    expect(await readThreatRows(inBatches(size), truths)).toEqual(expected);
    expect(new Set(groups)).toEqual(new Set(['attack', 'user']));
    expect(expected.attacks).toEqual(small.attacks.slice(0, 2500));
  });

  it('keeps numbers of each event, and no event', async () => {
    const { features, times, principals, labels } = await readThreatRows(inBatches(500), truths);
    const arrays = [features.data, times, principals, labels];
    const bytes = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(bytes).toBe(events.length * (20 * 8 + 8 + 4 + 4));
    const names = new Map(events.map(({ principal }, i) => [principal, principals[i]]));
    expect(events.every(({ principal }, i) => names.get(principal) === principals[i])).toBe(true);
    expect(new Set(names.values()).size).toBe(names.size);
  });

  it('makes room for more events than labels, of which some come twice', async () => {
    const few = { size: 10, get: (eventId: string) => truths.get(eventId) };
    const { features } = await readThreatRows(inBatches(400), few);
    expect(features).toEqual(createCloudTrailFeatures().addAll(events));
  });

  it('lets features go on from what they know, and learn', async () => {
    const features = createCloudTrailFeatures();
    await readThreatRows(inBatches(4000), truths, { features });
    const known = createCloudTrailFeatures();
    known.addAll(events);
    expect(features.state()).toEqual(known.state());
  });

  it('names the first event without a label', async () => {
    const { eventId } = events[1234];
    const some = { size: 0, get: (id: string) => (id === eventId ? undefined : truths.get(id)) };
    await expect(readThreatRows(inBatches(100), some)).rejects.toThrow(
      `event ${eventId} must have a label`,
    );
  });

  it('stops where it is asked to, and says how far it is', async () => {
    const stop = new AbortController();
    const read: number[] = [];
    const reading = readThreatRows(inBatches(1000, all), truths, {
      signal: stop.signal,
      onRead: (nEvents) => {
        read.push(nEvents);
        if (nEvents === 3000) stop.abort();
      },
    });
    await expect(reading).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(read).toEqual([1000, 2000, 3000]);
  });
});

describe('trainCloudTrail', () => {
  const OPTIONS = { seed: 2, epochs: 1, windowLength: 3, maxNormals: 800 };

  it('learns the same from columns as from events in memory', async () => {
    const rows = await readThreatRows(inBatches(3000, all), truths);
    const [a, b] = [
      await trainCloudTrail(rows, OPTIONS),
      await trainCloudTrail(labelledCloudTrailRows(all, truths), OPTIONS),
    ];
    expect(a.test).toEqual(b.test);
    expect(a.fitted.state).toEqual(b.fitted.state);
    const ofFirst = sliceCloudTrailRows(small, 0, 200);
    const names = ofFirst.events.map(({ principal }) => principal);
    expect(await a.fitted.probabilities(ofFirst.features, names)).toEqual(
      await b.fitted.probabilities(ofFirst.features, ofFirst.principals),
    );
    a.fitted.dispose();
    b.fitted.dispose();
  });

  it('stops also while it scores', async () => {
    const stop = new AbortController();
    const controls = { signal: stop.signal, onScored: () => stop.abort() };
    await expect(trainCloudTrail(small, OPTIONS, controls)).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });
});
