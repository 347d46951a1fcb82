import { parseIsoTime } from '../iso-time';
import { shortText } from '../short-text';
import type { CloudTrailEvent } from './event';
import { formError } from './form-error';
import { isJsonObject, type JsonObject, objectOf, textOf } from './json-object';
import { resourcesOf } from './record-resources';

const ASSUMED_ROLE = ':assumed-role/';

/**
 * A CloudTrail record, as AWS writes it, as an event.
 *
 * Fields that the project has no use for are passed over, whatever they hold.
 *
 * @param record one element of `Records`, already parsed.
 * @throws {TypeError} if it is no object, or `eventTime`, `eventSource` or `eventName` is missing or of a wrong type.
 * @throws {RangeError} if `eventTime` is no ISO 8601 time.
 * Source: AWS CloudTrail user guide, "CloudTrail record contents" and "CloudTrail userIdentity element".
 */
export function cloudTrailEvent(record: unknown): CloudTrailEvent {
  if (!isJsonObject(record)) {
    throw formError(new TypeError(`record must be an object, got ${describe(record)}`));
  }
  const eventTime = timeOf(record['eventTime']);
  const identity = objectOf(record['userIdentity']);
  const eventName = required(record, 'eventName');
  return {
    eventId: textOf(record['eventID']),
    eventTime,
    eventSource: required(record, 'eventSource'),
    eventName,
    awsRegion: textOf(record['awsRegion']),
    sourceIpAddress: textOf(record['sourceIPAddress']),
    userAgent: textOf(record['userAgent']),
    identityType: textOf(identity['type']),
    principal: principalOf(identity),
    accountId: textOf(identity['accountId']) || textOf(record['recipientAccountId']),
    accessKeyId: textOf(identity['accessKeyId']),
    errorCode: textOf(record['errorCode']) || loginError(record, eventName),
    readOnly: flagOf(record['readOnly']),
    managementEvent: flagOf(record['managementEvent']),
    mfa: mfaOf(record, identity, eventName),
    resources: resourcesOf(record),
  };
}

function timeOf(value: unknown): number {
  if (typeof value !== 'string' || value === '') {
    throw formError(new TypeError(`eventTime must be a time, got ${describe(value)}`));
  }
  const time = parseIsoTime(value);
  if (Number.isNaN(time)) {
    throw formError(
      new RangeError(
        `eventTime must be a time such as 2024-01-31T08:00:00Z, got ${describe(value)}`,
      ),
    );
  }
  return time;
}

function required(record: JsonObject, field: string): string {
  const value = record[field];
  if (typeof value === 'string' && value !== '') return value;
  throw formError(new TypeError(`${field} must be a text, got ${describe(value)}`));
}

/** Short enough for a line of a report; not what is inside, which may be nested too deep to be written. */
function describe(value: unknown): string {
  if (value === undefined) return 'none';
  if (Array.isArray(value)) return 'an array';
  if (isJsonObject(value)) return 'an object';
  return shortText(JSON.stringify(value));
}

/** Sessions of a role are one principal. */
function principalOf(identity: JsonObject): string {
  const arn = textOf(identity['arn']);
  const role = arn.indexOf(ASSUMED_ROLE);
  if (role >= 0) {
    const session = arn.indexOf('/', role + ASSUMED_ROLE.length);
    return session < 0 ? arn : arn.slice(0, session);
  }
  if (arn !== '') return arn;
  const [id] = textOf(identity['principalId']).split(':', 1);
  return id || textOf(identity['invokedBy']) || textOf(identity['accountId']);
}

/** Exports of tables have texts where AWS writes true and false. */
function flagOf(value: unknown): boolean | null {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : null;
}

function loginError(record: JsonObject, eventName: string): string {
  if (eventName !== 'ConsoleLogin') return '';
  const { ConsoleLogin: outcome } = objectOf(record['responseElements']);
  return outcome === 'Failure' ? 'ConsoleLoginFailure' : '';
}

function mfaOf(record: JsonObject, identity: JsonObject, eventName: string): boolean | null {
  if (eventName === 'ConsoleLogin') {
    const { MFAUsed: used } = objectOf(record['additionalEventData']);
    if (used === 'Yes' || used === 'No') return used === 'Yes';
  }
  const session = objectOf(identity['sessionContext']);
  return flagOf(objectOf(session['attributes'])['mfaAuthenticated']);
}
