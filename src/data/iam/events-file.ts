import { type CsvColumns, type CsvRecord, readCsv, writeCsv } from '../csv';
import { lineOfRecord, readCsvHeader } from '../csv-reader';
import {
  IAM_ACTIONS,
  IAM_PATTERN_NAMES,
  IAM_ROLES,
  type IamLabelledEvent,
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

/** Only the first must be there: the others say which attack, if anyone knows. */
const TRUTH_COLUMNS = { isAnomaly: 'integer', pattern: 'string', campaign: 'integer' } as const;
type TruthColumn = keyof typeof TRUTH_COLUMNS;

const FIRST_TIME = 0;
const LAST_TIME = Date.UTC(2100, 0, 1);

/** What a column may hold beside being of its type: one of some texts, or a number from and to. */
const ALLOWED: Readonly<Record<string, readonly string[] | readonly [number, number]>> = {
  time: [FIRST_TIME, LAST_TIME],
  role: IAM_ROLES,
  action: IAM_ACTIONS,
  outcome: ['success', 'failure'],
  sensitivity: [1, 4],
  latitude: [-90, 90],
  longitude: [-180, 180],
  bytes: [0, 1e15],
  isAnomaly: [0, 1],
  pattern: ['none', ...IAM_PATTERN_NAMES],
  campaign: [-1, Number.MAX_SAFE_INTEGER],
};

/**
 * Reads labelled accesses from a CSV file, as `writeIamEvents` writes it; gzipped or plain.
 *
 * The columns `pattern` and `campaign` may be absent; events then lack them, too.
 *
 * @returns the events by time.
 * @throws {RangeError} if the file lacks a column, a value is out of range (a time before 1970 or after 2100,
 * bytes above 1e15), or an event that is no anomaly names an attack; says where.
 * @throws {TypeError} at the first value that is missing or of a wrong type, with line and column.
 */
export async function readIamEvents(path: string): Promise<IamLabelledEvent[]> {
  const header = await readCsvHeader(path, ',');
  const truth = truthColumns((name) => name === 'isAnomaly' || header.includes(name));
  return readEvents<IamLabelledEvent>(path, { ...LOG_COLUMNS, ...truth });
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
  const truth = truthColumns((name) => allHave(events, name));
  const records = events as readonly CsvRecord<typeof LOG_COLUMNS & typeof truth>[];
  await writeCsv(path, records, { ...LOG_COLUMNS, ...truth });
}

function truthColumns(isThere: (name: TruthColumn) => boolean): Partial<typeof TRUTH_COLUMNS> {
  const entries = Object.entries(TRUTH_COLUMNS);
  return Object.fromEntries(entries.filter(([name]) => isThere(name as TruthColumn)));
}

function allHave(events: readonly IamLogEvent[], name: TruthColumn): boolean {
  const count = events.filter((event) => name in event).length;
  if (count > 0 && count < events.length) {
    throw new TypeError(`events must all have ${name}, or none, got ${count} of ${events.length}`);
  }
  return count > 0;
}

async function readEvents<Event extends IamLogEvent>(
  path: string,
  columns: CsvColumns,
): Promise<Event[]> {
  const records = await readCsv(path, columns);
  for (const [i, record] of records.entries()) {
    const name = Object.keys(record).find((key) => !isAllowed(key, record[key], record));
    if (name === undefined) continue;
    const ErrorType = record[name] === null ? TypeError : RangeError;
    const line = await lineOfRecord(path, i);
    throw new ErrorType(
      `${path} line ${line}, column ${name}: must be ${describeAllowed(name, record)}, got ${describe(name, record[name])}`,
    );
  }
  const events = records as unknown as Event[]; // checked above, column by column
  return events.sort((a, b) => a.time - b.time);
}

type Value = string | number | boolean | null;
type Values = Readonly<Record<string, Value>>;

/** What an event that is no anomaly has instead of an attack. */
const NO_ATTACK: Values = { pattern: 'none', campaign: -1 };

function isAllowed(name: string, value: Value, record: Values): boolean {
  if (contradicts(name, record)) return false;
  const allowed = ALLOWED[name];
  if (value === null || allowed === undefined) return value !== null;
  if (typeof value === 'number') return value >= Number(allowed[0]) && value <= Number(allowed[1]);
  return (allowed as readonly unknown[]).includes(value);
}

function contradicts(name: string, record: Values): boolean {
  const isNormal = record['isAnomaly'] === 0 && record[name] !== null;
  return isNormal && name in NO_ATTACK && record[name] !== NO_ATTACK[name];
}

function describeAllowed(name: string, record: Values): string {
  if (contradicts(name, record)) return `${NO_ATTACK[name]} where isAnomaly is 0`;
  const allowed = ALLOWED[name];
  if (allowed === undefined) return 'there';
  const [first, last] = allowed;
  if (typeof first !== 'number') return `one of ${allowed.join(', ')}`;
  return `in [${describe(name, first)}, ${describe(name, last)}]`;
}

function describe(name: string, value: Value): string {
  if (value === null) return 'nothing';
  return name === 'time' ? new Date(Number(value)).toISOString() : String(value);
}
