import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IamEvent } from '../../../src/data/iam/event';
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

/** A file of the events with another value in its third line. */
async function fileWithWrong(
  some: readonly IamEvent[],
  column: string,
  value: string,
): Promise<string> {
  const path = join(folder, 'bad.csv');
  await writeIamEvents(path, some);
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.split(','));
  lines[2][lines[0].indexOf(column)] = value;
  writeFileSync(path, lines.map((line) => line.join(',')).join('\n'));
  return path;
}

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
    await expect(readIamEvents(path)).rejects.toThrow(/log\.csv: must have column isAnomaly, got/);
    await expect(writeIamEvents(path, [events[0], log[1]])).rejects.toThrow(
      /must all have isAnomaly, or none, got 1 of 2/,
    );
  });

  it('does without pattern and campaign, which nobody may know', async () => {
    const path = join(folder, 'field.csv');
    const labelled = events.map(({ pattern, campaign, ...event }) => event);
    await writeIamEvents(path, labelled);
    expect(readFileSync(path, 'utf8')).toMatch(/^time,.*,bytes,isAnomaly\n/);
    expect(await readIamEvents(path)).toEqual(labelled);
  });

  it.each([
    ['pattern', 'brute_force', 'none'],
    ['campaign', '4', '-1'],
  ])('refuses a %s of an event that is no anomaly', async (column, value, right) => {
    const normal = events.filter(({ isAnomaly }) => isAnomaly === 0).slice(0, 3);
    const path = await fileWithWrong(normal, column, value);
    await expect(readIamEvents(path)).rejects.toThrow(
      `bad.csv line 3, column ${column}: must be ${right} where isAnomaly is 0, got ${value}`,
    );
  });

  it.each([
    ['role', 'boss', /bad\.csv line 3, column role: must be one of developer, .*, got boss/],
    ['action', 'dance', /line 3, column action: must be one of login, .*, got dance/],
    ['sensitivity', '5', /line 3, column sensitivity: must be in \[1, 4\], got 5/],
    ['latitude', 'NaN', /line 3, column latitude: must be in \[-90, 90\], got NaN/],
    ['userId', '', /line 3, column userId: must be there, got nothing/],
    ['mfa', 'maybe', /line 3, column mfa: must be true or false, got maybe/],
    ['time', '1969-12-31T23:59:59Z', /column time: must be in \[1970-01-01T.* got 1969-12-31T/],
    ['time', '2100-01-02', /must be in \[.*, 2100-01-01T00:00:00.000Z\], got 2100-01-02T/],
    ['bytes', '2000000000000000', /column bytes: must be in \[0, 1000000000000000\], got 2/],
    ['isAnomaly', '', /line 3, column isAnomaly: must be in \[0, 1\], got nothing/],
  ])('names file, line and column of a wrong %s', async (column, value, message) => {
    const path = await fileWithWrong(events.slice(0, 3), column, value);
    await expect(readIamEvents(path)).rejects.toThrow(message);
  });
});
