import { formError } from './form-error';
import { isJsonObject } from './json-object';
import { parseStructText } from './struct-text';

/** Fields of a record, at any depth, which tables have in lower case. */
const FIELD_NAMES = [
  ...['eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'arn'],
  ...[
    'sourceIPAddress',
    'userAgent',
    'errorCode',
    'errorMessage',
    'requestParameters',
    'eventData',
  ],
  ...['responseElements', 'additionalEventData', 'eventID', 'readOnly', 'managementEvent'],
  ...['recipientAccountId', 'principalId', 'accountId', 'invokedBy', 'accessKeyId', 'eventJson'],
  ...['sessionContext', 'mfaAuthenticated', 'userName'],
];
const NAMES: ReadonlyMap<string, string> = new Map(
  FIELD_NAMES.map((name) => [name.toLowerCase(), name]),
);

/** Columns whose values are JSON, or structs as Presto prints them. */
const NESTED = new Set([
  ...['userIdentity', 'resources', 'requestParameters', 'responseElements'],
  ...['additionalEventData', 'eventData', 'eventJson'],
]);

/** Whether columns are those of records: their fields, or one with whole records. */
export function hasRecords(columns: readonly string[]): boolean {
  const names = columns.map((column) => NAMES.get(column.toLowerCase()));
  const isEach = ['eventTime', 'eventSource', 'eventName'].every((name) => names.includes(name));
  return isEach || names.includes('eventData') || names.includes('eventJson');
}

/** Record that a row of a table stands for, under the names that AWS's own records have. */
export function recordOfRow(
  columns: readonly string[],
  values: readonly string[],
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  columns.forEach((column, j) => {
    const name = NAMES.get(column.toLowerCase()) ?? column;
    const value = values[j];
    if (value !== '' && value !== 'null' && value !== '-') {
      record[name] = NESTED.has(name) ? nestedValue(value) : value;
    }
  });
  return record;
}

/** `requestParameters` of Athena are JSON, structs are Presto's; a JSON object starts with a quoted name. */
function nestedValue(text: string): unknown {
  if (/^\s*[{[]\s*(?:[{["}\]]|$)/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      // Then it is a struct, or cut: the rest of the row still says something.
    }
  }
  return withNames(parseStructText(text));
}

function withNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNames);
  if (!isJsonObject(value)) return value;
  const named = Object.entries(value).map(([name, inner]) => [
    NAMES.get(name.toLowerCase()) ?? name,
    withNames(inner),
  ]);
  return Object.fromEntries(named);
}

/**
 * The record inside of what an export or a bus wraps it in: `eventData` or `eventJson` of CloudTrail Lake,
 * `CloudTrailEvent` of LookupEvents, `detail` of EventBridge; else the value itself.
 *
 * @throws {SyntaxError} if the record is a text that is no JSON.
 */
export function unwrapRecord(value: unknown): unknown {
  if (!isJsonObject(value) || value['eventSource'] !== undefined) return value;
  const inner =
    value['eventData'] ?? value['eventJson'] ?? value['CloudTrailEvent'] ?? value['detail'];
  if (inner === undefined) return value;
  return typeof inner === 'string' ? parsedText(inner) : inner;
}

function parsedText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw formError(new SyntaxError((error as Error).message));
  }
}
