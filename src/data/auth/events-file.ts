import { z } from 'zod';
import { type CsvRecord, writeCsv } from '../csv';
import type { ColumnValue } from '../csv-reader';
import { withDatabase } from '../database';
import { parseIsoTime, TIME_OF_DAY } from '../iso-time';
import type { TableColumn } from '../table-column';
import { openTableFile } from '../table-file';
import { placeOfRow, readTableBatches, type TableBatch } from '../table-reader';
import type { AuthEvent, AuthLogEvent } from './event';

/** In the order of the seed. */
const LOG_COLUMNS = {
  user_id: 'string',
  device_id: 'string',
  ip_address: 'string',
  location: 'string',
  login_success: 'boolean',
  access_time: 'string',
  resource_accessed: 'string',
  bytes_transferred: 'number',
} as const;
const COLUMNS = { ...LOG_COLUMNS, event_label: 'string', timestamp: 'string' } as const;

const FIRST_TIME = 0;
const LAST_TIME = Date.UTC(2100, 0, 1);
const BYTES_RANGE = 'must be a number in [0, 1e15]';

/** What the values of a row must be beside being of their types. */
const logSchema = z.object({
  user_id: z.string('must be there'),
  device_id: z.string().nullable(),
  ip_address: z.string().nullable(),
  location: z.string().nullable(),
  login_success: z.boolean('must be true or false'),
  access_time: z
    .string('must be a time as HH:MM:SS')
    .regex(TIME_OF_DAY, 'must be a time as HH:MM:SS'),
  resource_accessed: z.string('must be there'),
  bytes_transferred: z.number(BYTES_RANGE).min(0, BYTES_RANGE).max(1e15, BYTES_RANGE),
  timestamp: z
    .string('must be a time such as 2024-01-31T08:00:00Z')
    .refine(isTime, 'must be a time such as 2024-01-31T08:00:00Z, from 1970 to 2100'),
}) satisfies z.ZodType<AuthLogEvent>;
const eventSchema = logSchema.extend({
  event_label: z.string('must be there'),
}) satisfies z.ZodType<AuthEvent>;

const SQL_TYPES = { string: 'a text', boolean: 'true or false', number: 'a number' } as const;

/**
 * Reads labelled logins from a file: CSV with a header, as `writeAuthEvents` writes it, parquet or JSON (an
 * array, or one object a line); CSV and JSON may be gzipped. Other columns are left out.
 *
 * Any text is a label. Device, address and location may be missing and are null then.
 *
 * @returns the events by time; those of one time in the order of the file.
 * @throws {RangeError} if the file lacks a column, or a value is out of range (a time before 1970 or after 2100,
 * bytes below 0 or above 1e15, a time of day that is none); file, line (in parquet and JSON the row) and column are named.
 * @throws {TypeError} at the first value that is missing or of a wrong type, in the same words.
 * @throws {Error} if the file is missing or broken.
 */
export async function readAuthEvents(path: string): Promise<AuthEvent[]> {
  return readRows(path, eventSchema);
}

/** Reads logins without their labels, whether the file has them or not. Throws as `readAuthEvents` does. */
export async function readAuthLog(path: string): Promise<AuthLogEvent[]> {
  return readRows(path, logSchema);
}

/**
 * Writes logins as CSV, gzipped where the path ends in `.gz`, with the labels where the events have them.
 *
 * @throws {TypeError} if some events have a label and some have not, or a value is of a wrong type.
 */
export async function writeAuthEvents(
  path: string,
  events: readonly (AuthLogEvent | AuthEvent)[],
): Promise<void> {
  const nLabels = events.filter((event) => 'event_label' in event).length;
  if (nLabels > 0 && nLabels < events.length) {
    throw new TypeError(
      `events must all have event_label, or none, got ${nLabels} of ${events.length}`,
    );
  }
  const columns = nLabels > 0 ? COLUMNS : { ...LOG_COLUMNS, timestamp: COLUMNS.timestamp };
  await writeCsv(path, events as readonly CsvRecord<typeof columns>[], columns);
}

type Schema<Event> = z.ZodObject & z.ZodType<Event>;

async function readRows<Event extends AuthLogEvent>(
  path: string,
  schema: Schema<Event>,
): Promise<Event[]> {
  const names = Object.keys(schema.shape) as (keyof typeof COLUMNS)[];
  const columns = names.map(
    (name): TableColumn => ({ name, type: SQL_TYPES[COLUMNS[name]], isQuantity: false }),
  );
  return withDatabase(':memory:', 384, async ({ connect }) => {
    const table = await openTableFile(await connect(), path);
    const events: { readonly event: Event; readonly time: number }[] = [];
    for await (const batch of readTableBatches(connect, table, columns, 32_768)) {
      for (let i = 0; i < batch.nRows; i++) {
        const row = rowOf(batch, names, i);
        const { data: event, error } = schema.safeParse(row);
        if (error) throw wrongValue(await placeOfRow(table, batch.start + i), row, error);
        events.push({ event, time: parseIsoTime(event.timestamp) });
      }
    }
    return events.sort((a, b) => a.time - b.time).map(({ event }) => event);
  });
}

function rowOf(
  { categories }: TableBatch,
  names: readonly string[],
  index: number,
): Record<string, ColumnValue> {
  return Object.fromEntries(names.map((name) => [name, categories[name][index]]));
}

function wrongValue(
  place: string,
  row: Readonly<Record<string, ColumnValue>>,
  { issues: [{ path, message }] }: z.ZodError,
): Error {
  const name = String(path[0]);
  const ErrorType = row[name] === null ? TypeError : RangeError;
  return new ErrorType(`${place}, column ${name}: ${message}, got ${row[name] ?? 'nothing'}`);
}

function isTime(text: string): boolean {
  const time = parseIsoTime(text);
  return time >= FIRST_TIME && time <= LAST_TIME;
}
