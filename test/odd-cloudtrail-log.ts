import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createCloudTrailGenerator } from '../src/data/cloudtrail/generator/generator';
import type { JsonObject } from '../src/data/cloudtrail/json-object';

/** Records of two weeks of which most have the time of the one before, with odd texts in some. */
function oddRecords(): JsonObject[] {
  const generator = createCloudTrailGenerator({ seed: 8, scale: 1, days: 14 });
  const records = [...generator.batches()].flatMap((batch) =>
    batch.records.map((one) => ({ ...one })),
  );
  records.forEach((record, i) => {
    if (i % 3 > 0) record['eventTime'] = records[i - 1]['eventTime'];
  });
  const odd: JsonObject[] = [
    { userIdentity: { type: 'Unknown' } },
    { userIdentity: { arn: 'tab\there\\n% "quoted" \u2028 \u0001 é \\N' } },
    { eventName: 'Odd\tName%09' },
    { awsRegion: '\n' },
    { eventID: '' },
    { eventID: '' },
    { requestParameters: { bucketName: 'a\\b\t%5C' } },
    { eventSource: 'a b', eventName: 'c' },
    { eventSource: 'a', eventName: 'b c' },
  ];
  odd.forEach((values, i) => {
    Object.assign(records[40 + i], values);
  });
  return records;
}

/**
 * Writes a log whose files hold what logs should not: a gzip that is cut short, records that come again or are none, lines that are no
 * JSON, files of other things, names that need care, and the order of the folders' names against that of their paths.
 */
export function writeOddCloudTrailLog(folder: string): void {
  const records = oddRecords();
  const part = (i: number) =>
    records.slice((i * records.length) / 6, ((i + 1) * records.length) / 6);
  const array = (some: readonly JsonObject[]) => JSON.stringify({ Records: some });
  const lines = (some: readonly JsonObject[]) => some.map((one) => JSON.stringify(one)).join('\n');
  const packed = gzipSync(array(part(2)));
  const files: Readonly<Record<string, string | Buffer>> = {
    'a/x/1.json.gz': gzipSync(array(part(0))),
    'a-b/1.jsonl': `${lines(part(1))}\n{"broken": \n${lines(part(0).slice(3, 5))}\n`,
    'a/2.json.gz': packed.subarray(0, (packed.length * 2) / 3),
    'a/3.json': array([...part(3).slice(20), { no: 'event' }, ...part(0).slice(0, 20)]),
    'a/empty.json': '',
    '\u{1f600}.jsonl': lines(part(3).slice(0, 9)),
    '\uff5e.jsonl': lines(part(3).slice(9, 20)),
    'odd %20 name.json': JSON.stringify({ Records: [...part(4), ...part(5)] }, null, 1),
    '.hidden/1.json': 'no log',
    'CloudTrail-Digest/d.json': 'no log',
    'labels.csv': 'no log',
    'readme.txt': 'no log',
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}
