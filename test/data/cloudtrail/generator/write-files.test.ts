import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCloudTrailGenerator } from '../../../../src/data/cloudtrail/generator/generator';
import { writeCloudTrailFiles } from '../../../../src/data/cloudtrail/generator/write-files';
import { readCloudTrailLabels } from '../../../../src/data/cloudtrail/read-labels';
import { readCloudTrail } from '../../../../src/data/cloudtrail/read-log';

const generator = createCloudTrailGenerator({ seed: 2, days: 70, attacksPerYear: 200 });
const batches = [...generator.batches()];
const labels = batches.flatMap((batch) => batch.labels);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloudtrail-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function idsIn(path: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const events of readCloudTrail(path))
    ids.push(...events.map(({ eventId }) => eventId));
  return ids;
}

describe('writeCloudTrailFiles', () => {
  it.each([
    ['folders', 'AWSLogs', 150],
    ['lines', 'events', 3],
  ] as const)(
    'writes %s that are read back, each event with its label',
    async (format, root, nFiles) => {
      const path = join(folder, format);
      const report = await writeCloudTrailFiles(path, generator, { format });
      expect(report.nEvents).toBe(labels.length);
      expect(report.nFiles).toBeGreaterThanOrEqual(nFiles);
      const ids = await idsIn(join(path, root));
      expect(ids.length).toBe(labels.length);
      expect(new Set(ids)).toEqual(new Set(labels.map(({ eventId }) => eventId)));
      const truths = await readCloudTrailLabels(join(path, 'labels.csv.gz'));
      for (const { eventId, class: of, technique } of labels) {
        expect(truths.get(eventId)).toMatchObject({ eventId, class: of, group: of, technique });
      }
    },
  );

  it('says what was made, that it is synthetic, and how to make it again', async () => {
    const text = await readFile(join(folder, 'folders', 'metadata.json'), 'utf8');
    const { synthetic, note, settings, nEvents, counts } = JSON.parse(text);
    expect([synthetic, nEvents, settings]).toEqual([true, labels.length, generator.settings]);
    expect(note).toContain('Synthetic');
    expect(counts.class.Normal).toBe(labels.filter((label) => label.class === 'Normal').length);
  });

  it('lays files down as AWS calls them', async () => {
    const account = (await readdir(join(folder, 'folders', 'AWSLogs')))[0];
    const day = join(folder, 'folders/AWSLogs', account, 'CloudTrail/us-east-1/2021/02/03');
    expect(await readdir(day)).toEqual([
      expect.stringMatching(/^\d{12}_CloudTrail_us-east-1_20210203T0000Z_[0-9a-f]{16}\.json\.gz$/),
    ]);
  });

  it.each([
    'shows how far it is, and leaves nothing behind when it is stopped',
    'leaves a folder that was there',
  ])('%s', async (name) => {
    const path = join(folder, name);
    const wasThere = name.endsWith('there');
    if (wasThere) await mkdir(path);
    const stop = new AbortController();
    const days: number[] = [];
    const written = writeCloudTrailFiles(path, generator, {
      signal: stop.signal,
      onProgress: ({ nDays, nDaysTotal, nEvents }) => {
        days.push(nDays);
        expect([nDaysTotal, nEvents > 0]).toEqual([70, true]);
        if (nDays === 5) stop.abort(new Error('asked to stop'));
      },
    });
    await expect(written).rejects.toThrow('asked to stop');
    expect(days).toEqual([1, 2, 3, 4, 5]);
    expect((await readdir(folder)).includes(name)).toBe(wasThere);
    if (wasThere) expect(await readdir(path)).toEqual([]);
  });

  it('refuses a folder that holds something, and options that do not exist', async () => {
    const path = await mkdtemp(join(folder, 'full-'));
    await writeFile(join(path, 'notes.txt'), 'mine');
    await expect(writeCloudTrailFiles(path, generator)).rejects.toThrow(
      'must be empty, got notes.txt',
    );
    expect(await readdir(path)).toEqual(['notes.txt']);
    const wrong = writeCloudTrailFiles(path, generator, { format: 'parquet' as 'lines' });
    await expect(wrong).rejects.toThrow('format must be one of folders, lines, got parquet');
  });
});
