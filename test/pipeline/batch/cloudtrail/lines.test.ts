import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CloudTrailEvent } from '../../../../src/data/cloudtrail/event';
import { findLogFiles } from '../../../../src/data/cloudtrail/log-files';
import { readCloudTrail } from '../../../../src/data/cloudtrail/read-log';
import type { CloudTrailReport } from '../../../../src/data/cloudtrail/report';
import { CLOUDTRAIL_FEATURES } from '../../../../src/features/cloudtrail/feature-table';
import { createCloudTrailFeatures } from '../../../../src/features/cloudtrail/features';
import { EVENT_COLUMNS, eventLines } from '../../../../src/pipeline/batch/cloudtrail/event-lines';
import {
  COUNTED_COLUMNS,
  featureLines,
} from '../../../../src/pipeline/batch/cloudtrail/feature-lines';
import { escapeText, unescapeText } from '../../../../src/pipeline/batch/transform-text';
import { writeOddCloudTrailLog } from '../../../odd-cloudtrail-log';

type Line = Readonly<Record<string, string>>;
type Job = (input: Readable, output: PassThrough) => Promise<void>;

let folder = '';
let events: CloudTrailEvent[] = [];
let report: CloudTrailReport;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cloudtrail lines '));
  writeOddCloudTrailLog(folder);
  const log = readCloudTrail(folder, { order: 'sort' });
  for await (const batch of log) events = events.concat(batch);
  report = log.report;
});
afterAll(() => rmSync(folder, { recursive: true }));

async function linesOf(job: Job, lines: readonly string[]): Promise<string[]> {
  const output = new PassThrough();
  const found = text(output);
  const input = Readable.from([Buffer.from(lines.map((line) => `${line}\n`).join(''))]);
  await job(input, output);
  output.end();
  return (await found).split('\n').slice(0, -1);
}

/** Rows of the log's files, which go through the program in pieces of a size. */
async function eventRows(pieceBytes: number): Promise<Line[]> {
  const lines: string[] = [];
  const files = await findLogFiles([folder]);
  for (const file of files) {
    const bytes = readFileSync(file);
    for (let i = 0; i < bytes.length; i += pieceBytes) {
      const piece = bytes.subarray(i, i + pieceBytes).toString('base64');
      lines.push(`${piece}\t0\t${escapeText(`file:${file}`)}`);
    }
  }
  const found = await linesOf(eventLines, lines);
  return found.map((line) =>
    Object.fromEntries(line.split('\t').map((value, j) => [EVENT_COLUMNS[j], value])),
  );
}

const isEvent = ({ malformed }: Line): boolean => malformed === '\\N';

/** Puts events in order, each once, and counts what came before them, as Spark's SQL does. */
async function countedRows(rows: readonly Line[]): Promise<Line[]> {
  const files = await findLogFiles([folder]);
  const rank = ({ path }: Line) => files.indexOf(unescapeText(path).slice('file:'.length));
  const sorted = rows
    .filter(isEvent)
    .sort(
      (a, b) =>
        Number(a['time']) - Number(b['time']) ||
        rank(a) - rank(b) ||
        Number(a['position']) - Number(b['position']),
    );
  const counts = new Map<string, number>();
  const seen = (...keys: readonly string[]) => {
    const key = JSON.stringify(keys);
    const before = counts.get(key) ?? 0;
    counts.set(key, before + 1);
    return before;
  };
  const calls = new Map<string, string>();
  const known = new Set<string>();
  const counted: Line[] = [];
  for (const row of sorted) {
    if (row['event_id'] !== '' && seen('id', row['event_id'], row['time']) > 0) continue;
    const call = `${row['source']}\t${row['name']}`;
    const way = `${row['by_address']} ${row['principal']}`;
    const before = calls.get(way) ?? '';
    calls.set(way, call);
    known.add(call);
    const numbers = {
      n_events: seen('all'),
      n_calls: known.size,
      n_same: seen('call', call),
      n_behind: seen('behind', before),
      n_pairs: seen('pair', before, call),
      n_errors: seen('error', call, row['error']),
    };
    const texts = Object.entries(numbers).map(([name, value]) => [name, String(value)]);
    counted.push({ ...row, ...Object.fromEntries(texts) });
  }
  return counted;
}

describe('eventLines', () => {
  it.each([7, 1000, 1 << 20])('reads a log that comes in pieces of %i bytes', async (size) => {
    const rows = await eventRows(size);
    const counted = await countedRows(rows);
    expect(counted.map((row) => unescapeText(row['event_id']))).toEqual(
      events.map(({ eventId }) => eventId),
    );
    const malformed = rows.filter((row) => !isEvent(row));
    expect(malformed.map((row) => JSON.parse(unescapeText(row['malformed'])))).toEqual(
      report.malformed,
    );
    expect(rows.length).toBe(report.nEvents + report.nRepeated + report.nMalformed);
  });
});

describe('eventLines of a file without any event', () => {
  it('tells of its records as they come', async () => {
    const line = '{"eventTime":"x"}\n';
    const piece = Buffer.from(line.repeat(100_000)).toString('base64');
    const input = Readable.from([Buffer.from(`${piece}\t0\tbroken.jsonl\n`)]);
    const output = new PassThrough();
    let longest = 0;
    output.on('data', (chunk: Buffer) => {
      longest = Math.max(longest, chunk.length);
    });
    await eventLines(input, output);
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(2 ** 21);
  });
});

describe('featureLines', () => {
  it('refuses lines of another version', async () => {
    await expect(linesOf(featureLines, ['1\t2'])).rejects.toThrow(/must have 13 values, got 2/);
  });

  it('makes the features of one process of events that come principal by principal', async () => {
    const counted = await countedRows(await eventRows(1 << 16));
    const byPrincipal = counted
      .map((row, i) => ({ row, i }))
      .sort((a, b) =>
        a.row['principal'] < b.row['principal'] ? -1 : +(a.row['principal'] > b.row['principal']),
      );
    const given = byPrincipal.map(({ row }) => COUNTED_COLUMNS.map((name) => row[name]).join('\t'));
    const lines = await linesOf(featureLines, given);
    const found = new Float64Array(counted.length * CLOUDTRAIL_FEATURES.length);
    byPrincipal.forEach(({ row, i }, k) => {
      const [id, time, principal, ...values] = lines[k].split('\t');
      expect([id, time, principal]).toEqual([row['event_id'], row['time'], row['principal']]);
      found.set(values.map(Number), i * CLOUDTRAIL_FEATURES.length);
    });
    expect(found).toEqual(createCloudTrailFeatures().addAll(events).data); // -0 is not 0 here
  });
});
