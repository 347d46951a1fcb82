import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { CloudTrailEvent } from '../../../src/data/cloudtrail/event';
import { type CloudTrailOptions, readCloudTrail } from '../../../src/data/cloudtrail/read-log';
import type { CloudTrailReport } from '../../../src/data/cloudtrail/report';

/** A record as AWS writes it, its id and time from a number of seconds. */
export function recordAt(second: number, more: object = {}): object {
  return {
    eventVersion: '1.08',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::1:user/a', accountId: '1' },
    eventTime: new Date(Date.UTC(2024, 0, 1) + second * 1000).toISOString(),
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: 'us-east-1',
    requestParameters: { text: 'braces } ] { [ and a quote " and \\ and é' },
    eventID: `e${second}`,
    ...more,
  };
}

/** A folder for the files of one test. */
export function logFolder(): {
  readonly path: (name?: string) => string;
  readonly write: (name: string, content: string | Buffer) => string;
} {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cloudtrail '));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const path = (name = '') => join(folder, name);
  return {
    path,
    write(name, content) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), content);
      return path(name);
    },
  };
}

/** All events of a log, and what could not be read. */
export async function readAll(
  paths: string | readonly string[],
  options?: CloudTrailOptions,
): Promise<{ events: CloudTrailEvent[]; ids: string; report: CloudTrailReport }> {
  const log = readCloudTrail(paths, options);
  const events: CloudTrailEvent[] = [];
  for await (const batch of log) events.push(...batch);
  return { events, ids: events.map(({ eventId }) => eventId).join(' '), report: log.report };
}
