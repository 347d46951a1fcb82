import type { JsonObject } from '../json-object';
import type { ResourceKind } from './resources';

/** Where a call is made. */
export interface CallPlace {
  readonly accountId: string;
  readonly region: string;
  /** Epoch ms. */
  readonly time: number;
  /** An id of a key that is made. */
  newKey(): string;
}

/** What a call says of itself in a record. */
export interface ApiCall {
  /** Without the domain: `iam`. */
  readonly service: string;
  readonly eventName: string;
  readonly isRead: boolean;
  /** What it is upon; undefined where that is nothing in particular. */
  readonly kind?: ResourceKind;
  /** Whether it is upon something else each time; other calls stay with what the session was last upon. */
  readonly isFresh?: boolean;
  /** Written in us-east-1, wherever it is made. */
  readonly isGlobal?: boolean;
  readonly request?: (target: string, place: CallPlace) => JsonObject | null;
  /** Where there is one and the call succeeds. */
  readonly response?: (target: string, place: CallPlace) => JsonObject;
  /** ARN of what it is upon, where the record has `resources`. */
  readonly arn?: (target: string, place: CallPlace) => string;
  /** `AWS::S3::Bucket`, where the record has it. */
  readonly resourceType?: string;
  /** A call that a service makes at once in the same name, when this one succeeds. */
  readonly companion?: { readonly call: string; readonly invokedBy: string };
}

type Parts = Omit<ApiCall, 'service' | 'eventName' | 'isRead'>;

/** Calls by name, as `iam:CreateUser`. */
export type ApiCalls = Readonly<Record<string, ApiCall>>;

/** A call that changes nothing. */
export function read(name: string, parts: Parts = {}): [string, ApiCall] {
  return callOf(name, true, parts);
}

/** A call that changes something. */
export function write(name: string, parts: Parts = {}): [string, ApiCall] {
  return callOf(name, false, parts);
}

/** A request of one parameter: the target. */
export function naming(parameter: string): (target: string) => JsonObject {
  return (target) => ({ [parameter]: target });
}

/** A request that is always the same. */
export function fixed(request: JsonObject): () => JsonObject {
  return () => request;
}

/** A time as AWS writes it in responses: `Jul 10, 2023 12:24:49 PM`. */
export function wordyTime(time: number): string {
  const date = new Date(time);
  const hour = date.getUTCHours();
  const [minutes, seconds] = [date.getUTCMinutes(), date.getUTCSeconds()].map(twoDigits);
  const clock = `${hour % 12 || 12}:${minutes}:${seconds} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()} ${clock}`;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const twoDigits = (value: number) => String(value).padStart(2, '0');

function callOf(name: string, isRead: boolean, parts: Parts): [string, ApiCall] {
  const [service, eventName] = name.split(':');
  return [name, { service, eventName, isRead, ...parts }];
}
