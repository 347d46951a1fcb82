import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { CloudTrailEvent } from '../../../data/cloudtrail/event';
import { unpackPieces } from '../../../data/cloudtrail/read-bytes';
import { MAX_RECORD_BYTES, readFileEvents } from '../../../data/cloudtrail/read-file';
import type { MalformedRecord } from '../../../data/cloudtrail/report';
import { startsAsAddress } from '../../../features/cloudtrail/describe';
import { escapeText, NOTHING, readLines, unescapeText } from '../transform-text';

/** What is given of a file, piece by piece: bytes in base 64, number of the path it was found below, path. */
export const PIECE_COLUMNS: readonly string[] = ['piece', 'place', 'path'];

/** What is made of it: a row for each event, and for each record that is none. */
export const EVENT_COLUMNS: readonly string[] = [
  ...['place', 'path', 'event_id', 'time', 'principal', 'source', 'name', 'error', 'by_address'],
  'other', // what features need of the event beside these, as JSON
  'malformed', // of a record that is no event, as JSON, without all but place and path
  'position', // among the rows of its file
];

/** What `other` holds. */
export type OtherValues = Pick<
  CloudTrailEvent,
  'awsRegion' | 'sourceIpAddress' | 'readOnly' | 'mfa' | 'resources'
>;

interface LogFile {
  readonly place: string;
  readonly path: string;
  readonly pieces: AsyncIterable<Buffer>;
}

/**
 * Reads CloudTrail files that come as lines of pieces, as `readCloudTrail` reads them from a disk: events are not yet in order, and may be
 * there twice.
 */
export async function eventLines(input: Readable, output: Writable): Promise<void> {
  for await (const { place, path, pieces } of filesOf(readLines(input))) {
    let malformed: MalformedRecord[] = [];
    const onMalformed = (record: MalformedRecord) => malformed.push(record);
    let position = 0;
    const write = async (events: readonly CloudTrailEvent[]) => {
      const rows = [...events.map(eventRow), ...malformed.map(malformedRow)];
      malformed = [];
      const lines = rows.map((row) => `${[place, path, ...row, position++].join('\t')}\n`);
      if (!output.write(lines.join(''))) await once(output, 'drain');
    };
    const file = unescapeText(path).replace(/^file:(\/\/)?/, '');
    const options = { maxRecordBytes: MAX_RECORD_BYTES, onMalformed };
    const bytes = async function* () {
      for await (const some of unpackPieces(pieces)) {
        yield some;
        if (malformed.length > 0) await write([]); // a file may hold nothing else
      }
    };
    for await (const events of readFileEvents(file, options, bytes())) await write(events);
    if (malformed.length > 0) await write([]);
  }
}

function eventRow(event: CloudTrailEvent): string[] {
  const { eventId, eventTime, principal, eventSource, eventName, errorCode } = event;
  const { awsRegion, sourceIpAddress, readOnly, mfa, resources } = event;
  const other: OtherValues = { awsRegion, sourceIpAddress, readOnly, mfa, resources };
  return [
    escapeText(eventId),
    String(eventTime),
    ...[principal, eventSource, eventName, errorCode].map(escapeText),
    startsAsAddress(sourceIpAddress) ? '1' : '0',
    escapeText(JSON.stringify(other)),
    NOTHING,
  ];
}

function malformedRow(record: MalformedRecord): string[] {
  const none = new Array<string>(EVENT_COLUMNS.length - 4).fill(NOTHING);
  return [...none, escapeText(JSON.stringify(record))];
}

/** Files one after the other; of one all pieces come behind each other. */
async function* filesOf(batches: AsyncIterable<readonly string[]>): AsyncGenerator<LogFile> {
  const lines = oneByOne(batches);
  let next = await lines.next();
  while (!next.done) {
    const [, place, path] = next.value.split('\t');
    const name = `\t${place}\t${path}`;
    const pieces = async function* () {
      while (!next.done && next.value.endsWith(name)) {
        const piece = next.value.slice(0, -name.length);
        next = await lines.next();
        yield Buffer.from(piece, 'base64');
      }
    };
    yield { place, path, pieces: pieces() };
    while (!next.done && next.value.endsWith(name)) next = await lines.next(); // behind a broken gzip
  }
}

async function* oneByOne(batches: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  for await (const lines of batches) yield* lines;
}
