import { createWriteStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';

const HOUR = 3_600_000;
const PREPARED = 'cloudtrail/invictus-aws-2023-07.jsonl.gz';
const DOWNLOADED = 'data/invictus-cloudtrail';

/** One record as JSON, cut where its time stands. */
interface Template {
  readonly before: string;
  /** Epoch ms. */
  readonly time: number;
  readonly after: string;
}

/**
 * The 2,900 real records of one hour, from the mirror or as downloaded.
 *
 * @throws {Error} if they are not there.
 */
export function realRecords(): readonly Template[] {
  return recordTexts()
    .map((text) => {
      const [whole, time] = /"eventTime":"([^"]+)"/.exec(text)!;
      const at = text.indexOf(whole);
      return {
        before: `${text.slice(0, at)}"eventTime":"`,
        time: Date.parse(time),
        after: `"${text.slice(at + whole.length)}`,
      };
    })
    .sort((a, b) => a.time - b.time);
}

function recordTexts(): string[] {
  const mirror = process.env['ANOMALY_LAB_MIRROR'];
  const prepared = mirror && join(mirror, PREPARED);
  if (prepared && existsSync(prepared)) {
    return gunzipSync(readFileSync(prepared)).toString().trimEnd().split('\n');
  }
  if (!existsSync(DOWNLOADED)) {
    throw new Error('this row needs real records: npm run data -- invictus-cloudtrail');
  }
  return readdirSync(DOWNLOADED).flatMap((name) => {
    const { Records } = JSON.parse(readFileSync(join(DOWNLOADED, name), 'utf8'));
    return (Records as object[]).map((record) => JSON.stringify(record));
  });
}

/** The records again and again, an hour later each time, one a line; ids are told apart. */
export function* recordLines(records: readonly Template[], nEvents: number): Generator<string> {
  for (let i = 0; i < nEvents; ) {
    const n = Math.min(records.length, nEvents - i);
    const round = Math.floor(i / records.length);
    const lines = records.slice(0, n).map(({ before, time, after }) => {
      const later = new Date(time + round * HOUR).toISOString().replace('.000Z', 'Z');
      const mark = `"eventID":"${round.toString(36)}-`;
      return `${before}${later}${after.replace('"eventID":"', mark)}`;
    });
    yield `${lines.join('\n')}\n`;
    i += n;
  }
}

/** Writes a log of so many events, for both workers. */
export async function writeLog(directory: string, nEvents: number): Promise<string> {
  const path = join(directory, `cloudtrail-${nEvents}.jsonl`);
  if (!existsSync(path)) {
    await pipeline(Readable.from(recordLines(realRecords(), nEvents)), createWriteStream(path));
  }
  return path;
}
