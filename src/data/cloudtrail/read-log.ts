import { checkOptionNames } from '../../check-options';
import { utcTime } from '../iso-time';
import type { CloudTrailEvent } from './event';
import { findLogFiles } from './log-files';
import { MAX_RECORD_BYTES, type ReadFileOptions, readFileEvents } from './read-file';
import {
  type CloudTrailReport,
  emptyReport,
  type GrowingReport,
  keepAside,
  type MalformedRecord,
} from './report';
import { sortExternally } from './sorted-runs';
import { type EventSource, mergeByTime, sortWithin } from './time-order';

/** How events of several files are put in order. */
export type CloudTrailOrder = 'merge' | 'sort' | 'file';

/** How a CloudTrail log is read. */
export interface CloudTrailOptions {
  /**
   * `merge` gives events by time in one pass and bounded memory, and needs each file to be in order within
   * `disorderMinutes`, as AWS delivers them. `sort` takes any order and lays events down on the disk for it. `file` gives them
   * as the files, by path, have them. Default `merge`.
   */
  readonly order?: CloudTrailOrder;
  /** By how much an event may come late in its file, or be older than the file's name or first event says. Default 30. */
  readonly disorderMinutes?: number;
  /** Longer records are malformed; AWS writes none above 1 MiB. Default 1,048,576. */
  readonly maxRecordBytes?: number;
  /** Called with everything that is no event; the report keeps the first 100. */
  readonly onMalformed?: (record: MalformedRecord) => void;
  /** Ends the reading, also while `sort` has given nothing yet. */
  readonly signal?: AbortSignal;
}

/** A log that is read while it is iterated, once; its report is whole when the iteration has ended. */
export interface CloudTrailLog extends AsyncIterable<readonly CloudTrailEvent[]> {
  readonly report: CloudTrailReport;
}

const NAMES = ['order', 'disorderMinutes', 'maxRecordBytes', 'onMalformed', 'signal'];
const ORDERS: readonly CloudTrailOrder[] = ['merge', 'sort', 'file'];
const MINUTE = 60_000;
const BATCH_EVENTS = 4096;

/** Events that `sort` has in memory; about 200 MB. */
const SORTED_IN_MEMORY = 200_000;

/**
 * Reads a CloudTrail log of any size: files or folders of them, plain or gzipped, as AWS delivers (`Records` arrays), a
 * record a line, as exported from CloudTrail Lake (`eventData`, `eventJson`) or by LookupEvents, or as CSV from Athena.
 *
 * Events come by time, those of one time in the order of files and records, and each once. What is no event is counted
 * and kept aside with file and place, and reading goes on, also behind a gzip that is cut short.
 *
 * @param paths files, taken whatever they are called, or folders.
 * @throws {RangeError} if an option is unknown or out of range; while iterating, if `merge` finds an event too late.
 * @throws {Error} while iterating, if a path is missing, there is no file, or one cannot be read.
 * @throws {DOMException} named `AbortError` while iterating, if the signal ends it.
 * @example
 * const log = readCloudTrail('logs/AWSLogs');
 * for await (const events of log) add(events);
 * log.report.nMalformed; // 0
 */
export function readCloudTrail(
  paths: string | readonly string[],
  options: CloudTrailOptions = {},
): CloudTrailLog {
  checkOptionNames(options, NAMES);
  const { order = 'merge', disorderMinutes = 30, maxRecordBytes = MAX_RECORD_BYTES } = options;
  if (!ORDERS.includes(order)) {
    throw new RangeError(`order must be one of ${ORDERS.join(', ')}, got ${order}`);
  }
  if (!(disorderMinutes >= 0 && disorderMinutes < Infinity)) {
    throw new RangeError(`disorderMinutes must be at least 0, got ${disorderMinutes}`);
  }
  if (!(Number.isInteger(maxRecordBytes) && maxRecordBytes >= 1024 && maxRecordBytes <= 1 << 28)) {
    throw new RangeError(
      `maxRecordBytes must be an integer in [1024, ${1 << 28}], got ${maxRecordBytes}`,
    );
  }
  const report = emptyReport();
  const onMalformed = (record: MalformedRecord) => {
    keepAside(report, record);
    options.onMalformed?.(record);
  };
  const reading = { report, maxRecordBytes, onMalformed, signal: options.signal };
  const bound = disorderMinutes * MINUTE;
  return {
    report,
    async *[Symbol.asyncIterator]() {
      const files = await findLogFiles(typeof paths === 'string' ? [paths] : paths);
      yield* inBatches(eventsInOrder(files, order, bound, reading), report);
    },
  };
}

interface Reading extends ReadFileOptions {
  readonly report: GrowingReport;
  readonly signal: AbortSignal | undefined;
}

async function* eventsInOrder(
  files: readonly string[],
  order: CloudTrailOrder,
  bound: number,
  reading: Reading,
): AsyncGenerator<CloudTrailEvent[]> {
  if (order === 'merge') {
    const sources: EventSource[] = [];
    for (const file of files) sources.push(await sourceOf(file, bound, reading));
    yield* mergeByTime(sources);
  } else if (order === 'sort') {
    yield* sortExternally(oneByOne(files, reading), SORTED_IN_MEMORY);
  } else {
    yield* oneByOne(files, reading);
  }
}

async function sourceOf(file: string, bound: number, reading: Reading): Promise<EventSource> {
  const start = timeOfName(file) ?? (await firstTimeOf(file, reading.maxRecordBytes));
  const open = () => sortWithin(countedFile(file, reading), bound);
  return { name: file, notBefore: start - bound, open };
}

async function* oneByOne(
  files: readonly string[],
  reading: Reading,
): AsyncGenerator<CloudTrailEvent[]> {
  for (const file of files) yield* countedFile(file, reading);
}

async function* countedFile(file: string, reading: Reading): AsyncGenerator<CloudTrailEvent[]> {
  reading.report.nFiles++;
  for await (const events of readFileEvents(file, reading)) {
    reading.signal?.throwIfAborted();
    yield events;
  }
}

/** AWS puts the time of delivery, to the minute, into the name: no event is much older. */
function timeOfName(file: string): number | undefined {
  const parts = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/\\]*$/.exec(file);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute] = parts.slice(1).map(Number);
  const time = utcTime(year, month - 1, day, hour, minute, 0);
  return Number.isNaN(time) ? undefined : time;
}

/** The oldest event of the file's first bytes. */
async function firstTimeOf(file: string, maxRecordBytes: number): Promise<number> {
  for await (const events of readFileEvents(file, { maxRecordBytes, onMalformed: () => {} })) {
    return Math.min(...events.map(({ eventTime }) => eventTime));
  }
  return -Infinity;
}

/** Larger batches, without events that come again: AWS delivers at least once, and copies lie about. */
async function* inBatches(
  batches: AsyncIterable<readonly CloudTrailEvent[]>,
  report: GrowingReport,
): AsyncGenerator<CloudTrailEvent[]> {
  let ready: CloudTrailEvent[] = [];
  let time = Number.NaN;
  const idsOfTime = new Set<string>();
  const isRepeated = ({ eventTime, eventId }: CloudTrailEvent) => {
    if (eventTime !== time) idsOfTime.clear();
    time = eventTime;
    const isKnown = idsOfTime.has(eventId);
    if (eventId !== '') idsOfTime.add(eventId);
    return isKnown;
  };
  const count = (events: CloudTrailEvent[]) => {
    report.nEvents += events.length;
    for (const { eventTime } of events) {
      report.firstTime = Math.min(report.firstTime ?? eventTime, eventTime);
      report.lastTime = Math.max(report.lastTime ?? eventTime, eventTime);
    }
    return events;
  };
  for await (const batch of batches) {
    for (const event of batch) {
      if (isRepeated(event)) report.nRepeated++;
      else ready.push(event);
    }
    if (ready.length < BATCH_EVENTS) continue;
    yield count(ready);
    ready = [];
  }
  if (ready.length > 0) yield count(ready);
}
