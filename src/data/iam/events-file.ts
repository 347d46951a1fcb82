import { type CsvColumns, readCsv, writeCsv } from '../csv';
import { lineOfRecord } from '../csv-reader';
import {
  IAM_ACTIONS,
  IAM_PATTERN_NAMES,
  IAM_ROLES,
  type IamEvent,
  type IamLogEvent,
} from './event';

const LOG_COLUMNS = {
  time: 'time',
  userId: 'string',
  role: 'string',
  action: 'string',
  outcome: 'string',
  resource: 'string',
  sensitivity: 'integer',
  device: 'string',
  country: 'string',
  city: 'string',
  latitude: 'number',
  longitude: 'number',
  address: 'string',
  mfa: 'boolean',
  bytes: 'integer',
} as const;

const TRUTH_COLUMNS = { isAnomaly: 'integer', pattern: 'string', campaign: 'integer' } as const;
const EVENT_COLUMNS = { ...LOG_COLUMNS, ...TRUTH_COLUMNS } as const;

/** What a column may hold beside being of its type: one of some texts, or a number from and to. */
const ALLOWED: Readonly<Record<string, readonly string[] | readonly [number, number]>> = {
  role: IAM_ROLES,
  action: IAM_ACTIONS,
  outcome: ['success', 'failure'],
  sensitivity: [1, 4],
  latitude: [-90, 90],
  longitude: [-180, 180],
  bytes: [0, Number.MAX_SAFE_INTEGER],
  isAnomaly: [0, 1],
  pattern: ['none', ...IAM_PATTERN_NAMES],
  campaign: [-1, Number.MAX_SAFE_INTEGER],
};

/**
 * Reads labelled accesses from a CSV file, as `writeIamEvents` writes it; gzipped or plain.
 *
 * @returns the events by time.
 * @throws {RangeError} if the file lacks a column, or a value is out of range; says where.
 * @throws {TypeError} at the first value that is missing or of a wrong type, with line and column.
 */
export async function readIamEvents(path: string): Promise<IamEvent[]> {
  return readEvents<IamEvent>(path, EVENT_COLUMNS);
}

/**
 * Reads accesses without their truth (`isAnomaly`, `pattern`, `campaign`), whether the file has it or not.
 *
 * @returns the events by time.
 * @throws {RangeError} if the file lacks a column, or a value is out of range; says where.
 * @throws {TypeError} at the first value that is missing or of a wrong type, with line and column.
 */
export async function readIamLog(path: string): Promise<IamLogEvent[]> {
  return readEvents<IamLogEvent>(path, LOG_COLUMNS);
}

/**
 * Writes accesses as CSV, gzipped where the path ends in `.gz`: one column a field, times in ISO 8601, and the
 * truth where the events have it.
 *
 * @throws {TypeError} if some events have their truth and some have not, or a value is of a wrong type.
 */
export async function writeIamEvents(path: string, events: readonly IamLogEvent[]): Promise<void> {
  const nLabelled = events.filter((event) => 'isAnomaly' in event).length;
  if (nLabelled > 0 && nLabelled < events.length) {
    throw new TypeError(
      `events must all have isAnomaly, or none, got ${nLabelled} of ${events.length}`,
    );
  }
  if (nLabelled > 0) await writeCsv(path, events as readonly IamEvent[], EVENT_COLUMNS);
  else await writeCsv(path, events, LOG_COLUMNS);
}

async function readEvents<Event extends IamLogEvent>(
  path: string,
  columns: CsvColumns,
): Promise<Event[]> {
  const records = await readCsv(path, columns);
  for (const [i, record] of records.entries()) {
    for (const [name, value] of Object.entries(record)) {
      if (isAllowed(name, value)) continue;
      const ErrorType = value === null ? TypeError : RangeError;
      const line = await lineOfRecord(path, i);
      throw new ErrorType(
        `${path} line ${line}, column ${name}: must be ${describeAllowed(name)}, got ${value ?? 'nothing'}`,
      );
    }
  }
  const events = records as unknown as Event[]; // checked above, column by column
  return events.sort((a, b) => a.time - b.time);
}

function isAllowed(name: string, value: unknown): boolean {
  const allowed = ALLOWED[name];
  if (value === null || allowed === undefined) return value !== null;
  if (typeof value === 'number') return value >= Number(allowed[0]) && value <= Number(allowed[1]);
  return (allowed as readonly unknown[]).includes(value);
}

function describeAllowed(name: string): string {
  const allowed = ALLOWED[name];
  if (allowed === undefined) return 'there';
  const [first, last] = allowed;
  return typeof first === 'number' ? `in [${first}, ${last}]` : `one of ${allowed.join(', ')}`;
}
