import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIamEvents, readIamLog, writeIamEvents } from '../../../src/data/iam/events-file';
import { createIamDataGenerator } from '../../../src/data/iam/generator';

const { events } = createIamDataGenerator({ seed: 2000 }).generateCompleteDataset({ nUsers: 3 });
const log = events.map(({ isAnomaly, pattern, campaign, ...event }) => event);
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'iam-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('readIamEvents', () => {
  it('reads what writeIamEvents wrote', async () => {
    const path = join(folder, 'events.csv.gz');
    await writeIamEvents(path, events);
    expect(await readIamEvents(path)).toEqual(events);
    expect(await readIamLog(path)).toEqual(log);
  });

  it('sorts by time', async () => {
    const path = join(folder, 'reversed.csv');
    await writeIamEvents(path, events.toReversed());
    expect((await readIamEvents(path)).map(({ time }) => time)).toEqual(
      events.map(({ time }) => time),
    );
  });

  it('needs the truth; readIamLog does not', async () => {
    const path = join(folder, 'log.csv');
    await writeIamEvents(path, log);
    expect(await readIamLog(path)).toEqual(log);
    await expect(readIamEvents(path)).rejects.toThrow(
      /log\.csv: must have column isAnomaly, pattern, campaign/,
    );
    await expect(writeIamEvents(path, [events[0], log[1]])).rejects.toThrow(
      /must all have isAnomaly, or none, got 1 of 2/,
    );
  });

  it.each([
    ['role', 'boss', /bad\.csv line 3, column role: must be one of developer, .*, got boss/],
    ['action', 'dance', /line 3, column action: must be one of login, .*, got dance/],
    ['sensitivity', '5', /line 3, column sensitivity: must be in \[1, 4\], got 5/],
    ['latitude', 'NaN', /line 3, column latitude: must be in \[-90, 90\], got NaN/],
    ['userId', '', /line 3, column userId: must be there, got nothing/],
    ['mfa', 'maybe', /line 3, column mfa: must be true or false, got maybe/],
    ['isAnomaly', '', /line 3, column isAnomaly: must be in \[0, 1\], got nothing/],
  ])('names file, line and column of a wrong %s', async (column, value, message) => {
    const path = join(folder, 'bad.csv');
    await writeIamEvents(path, events.slice(0, 3));
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.split(','));
    lines[2][lines[0].indexOf(column)] = value;
    writeFileSync(path, lines.map((line) => line.join(',')).join('\n'));
    await expect(readIamEvents(path)).rejects.toThrow(message);
  });
});
