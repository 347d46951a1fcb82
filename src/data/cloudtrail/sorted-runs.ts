import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLineBatches } from '../lines';
import type { CloudTrailEvent } from './event';
import { byTime, type EventSource, mergeByTime } from './time-order';

/**
 * Events by time, however they come; those of one time in their order.
 *
 * Parts of `nInMemory` events are sorted by themselves and laid down in the folder for temporary files, then merged: an
 * external merge sort. The files are gone at the end. Nothing is laid down where all fits into memory.
 */
export async function* sortExternally(
  batches: AsyncIterable<readonly CloudTrailEvent[]>,
  nInMemory: number,
): AsyncGenerator<CloudTrailEvent[]> {
  let folder: string | undefined;
  const runs: EventSource[] = [];
  let events: CloudTrailEvent[] = [];
  try {
    for await (const batch of batches) {
      for (const event of batch) events.push(event);
      if (events.length < nInMemory) continue;
      folder ??= await mkdtemp(join(tmpdir(), 'cloudtrail-'));
      runs.push(await writeRun(join(folder, `${runs.length}.jsonl`), events.sort(byTime)));
      events = [];
    }
    events.sort(byTime);
    const rest = { name: 'rest', notBefore: -Infinity, open: () => onlyBatch(events) };
    yield* mergeByTime([...runs, rest]);
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

const LINES_A_WRITE = 512;

async function writeRun(path: string, events: readonly CloudTrailEvent[]): Promise<EventSource> {
  const file = createWriteStream(path);
  const closed = once(file, 'close'); // Rejects where the disk is full.
  for (let i = 0; i < events.length && !file.errored; i += LINES_A_WRITE) {
    const lines = events.slice(i, i + LINES_A_WRITE).map((event) => JSON.stringify(event));
    if (!file.write(`${lines.join('\n')}\n`)) await Promise.race([once(file, 'drain'), closed]);
  }
  file.end();
  await closed;
  return { name: path, notBefore: events[0].eventTime, open: () => readRun(path) };
}

async function* readRun(path: string): AsyncGenerator<CloudTrailEvent[]> {
  for await (const lines of readLineBatches(path)) {
    yield lines.map((line) => JSON.parse(line) as CloudTrailEvent);
  }
}

async function* onlyBatch(events: CloudTrailEvent[]): AsyncGenerator<CloudTrailEvent[]> {
  if (events.length > 0) yield events;
}
