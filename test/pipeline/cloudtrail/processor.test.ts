import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCloudTrailGenerator } from '../../../src/data/cloudtrail/generator/generator';
import { samplesInWindow } from '../../../src/features/window';
import {
  BASIC_CLOUDTRAIL_FEATURES,
  createCloudTrailProcessor,
} from '../../../src/pipeline/cloudtrail/processor';
import { indexAtTime, shuffleLabels } from '../../../src/pipeline/cloudtrail/rows';
import { smallRows } from './small';

const folder = mkdtempSync(join(tmpdir(), 'processor-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DAY = 86_400_000;

describe('createCloudTrailProcessor', () => {
  const processor = createCloudTrailProcessor({ windowLength: 4 });
  const batches = [...createCloudTrailGenerator({ seed: 3, scale: 0.25, days: 20 }).batches()];
  const records = batches.flatMap((batch) => batch.records);
  const labels = batches.flatMap((batch) => batch.labels);
  const log = join(folder, 'log.jsonl');
  const truth = join(folder, 'labels.csv');
  writeFileSync(log, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  writeFileSync(
    truth,
    `eventID,class,technique\n${labels.map((one) => `${one.eventId},${one.class},${one.technique}\n`).join('')}`,
  );

  it('loads a log, makes both kinds of features, windows and labels', async () => {
    const { events, report } = await processor.load(log);
    expect(events).toHaveLength(records.length);
    expect(report.nMalformed).toBe(0);
    const basic = processor.basicFeatures(events);
    expect([basic.nSamples, basic.nFeatures]).toEqual([events.length, 5]);
    const advanced = processor.advancedFeatures(events);
    expect([advanced.nSamples, advanced.nFeatures]).toEqual([events.length, 20]);
    const rows = await processor.labelled(events, truth);
    expect(rows.features).toEqual(advanced);
    expect(rows.labels.length).toBe(events.length);
  });

  it('lays windows over the events of one principal only', async () => {
    const { events } = await processor.load(log);
    const windows = processor.windows(processor.advancedFeatures(events), events);
    expect(windows.ends).toHaveLength(events.length);
    for (const index of [0, 57, events.length - 1]) {
      const principals = [...samplesInWindow(windows, index)].map((i) => events[i].principal);
      expect(new Set(principals)).toEqual(new Set([events[index].principal]));
    }
  });

  it('calls basic what the events before cannot change', async () => {
    const { events } = await processor.load(log);
    const all = processor.basicFeatures(events).data;
    const tail = processor.basicFeatures(events.slice(100)).data;
    expect(all.subarray(100 * BASIC_CLOUDTRAIL_FEATURES.length)).toEqual(tail);
  });

  it('names the event that has no label', async () => {
    const { events } = await processor.load(log);
    await expect(processor.labelled(events, new Map())).rejects.toThrow(
      `event ${events[0].eventId} must have a label`,
    );
  });

  it('refuses options that are none', () => {
    expect(() => createCloudTrailProcessor({ windowLength: 0 })).toThrow('windowLength');
  });
});

describe('rows', () => {
  const rows = smallRows();

  it('are cut by time', () => {
    const time = rows.events[500].eventTime;
    const index = indexAtTime(rows, time);
    expect(rows.events[index].eventTime).toBe(time);
    expect(index === 0 || rows.events[index - 1].eventTime < time).toBe(true);
    expect(indexAtTime(rows, Infinity)).toBe(rows.events.length);
  });

  it('have their labels dealt anew within blocks of time', () => {
    const shuffled = shuffleLabels(rows, 28, 5);
    expect(shuffled.labels).not.toEqual(rows.labels);
    expect(shuffled.features).toBe(rows.features);
    const end = indexAtTime(rows, rows.events[0].eventTime + 28 * DAY);
    expect(shuffled.labels.slice(0, end).sort()).toEqual(rows.labels.slice(0, end).sort());
    expect(shuffled.labels.slice().sort()).toEqual(rows.labels.slice().sort());
  });
});
