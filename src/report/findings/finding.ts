import { createHash } from 'node:crypto';
import { checkOptionNames } from '../../check-options';
import type { TopContribution } from '../../explain/top-contributions';
import type { Row } from '../../pipeline/columns';
import { type AttackMapping, attackMappingOf, kindName } from './attack-techniques';
import { type EventFieldColumns, type EventFieldValues, eventFieldsOf } from './event-fields';
import type { FindingModel } from './finding-model';
import { findingTexts } from './finding-texts';
import {
  confidenceOf,
  type FindingConfidence,
  riskScore,
  type Severity,
  severityOf,
} from './severity';

/** A column that makes an event more anomalous. */
export interface FindingReason extends TopContribution {
  /** What it says in plain words, in one line. Default: the column, actual against typical. */
  readonly words?: string;
}

/** A call to an interface of a cloud, where that is what an event is. */
export interface FindingCall {
  /** `CreateUser`. */
  readonly operation: string;
  /** `iam.amazonaws.com`. */
  readonly service: string;
  /** Of the cloud, such as `aws`. */
  readonly provider: string;
  readonly region: string;
  readonly accountId: string;
  /** Why it was refused; empty where it was not. */
  readonly error: string;
}

/** An event as a pipeline judges it. */
export interface ScoredEvent {
  /** The pipeline's score; higher is more anomalous. */
  readonly score: number;
  /** Of `conformalPValues` with the pipeline's calibration scores, in (0, 1]. */
  readonly pValue: number;
  /** What `reasonsOf` says. Default: none. */
  readonly reasons?: readonly FindingReason[];
  /** What a rule or a classifier takes it for, such as `brute_force`. Default: the field `kind`, or `anomaly`. */
  readonly kind?: string;
  /** What the event itself is in ATT&CK. Default: what its kind is. */
  readonly attack?: AttackMapping;
  /** Default: none. */
  readonly call?: FindingCall;
  /** What to look at next, a few sentences. Default: none. */
  readonly triage?: string;
}

/** Who an event is about. */
export interface FindingEntity {
  readonly kind: 'user' | 'address' | 'device' | 'host';
  readonly name: string;
}

/** What is said of one event, for people and for `ocsfFinding` and `ecsDocument`. */
export interface Finding {
  /** Hash of model and event, on Kafka of its offset, too: the same event read again has the same one. */
  readonly uid: string;
  /** Hash of model name, entity, kind and time bucket: what has the same one is one alert. */
  readonly deduplicationKey: string;
  /** Whether the event scores at or above the pipeline's threshold. */
  readonly isAnomaly: boolean;
  /** Of the event, epoch ms, UTC; where it has none, when it was received. */
  readonly time: number;
  /** As `kindName` writes it; `anomaly` where nobody knows. */
  readonly kind: string;
  readonly title: string;
  readonly message: string;
  /** By `riskScore`, 0 to 100. */
  readonly score: number;
  readonly severity: Severity;
  readonly confidence: FindingConfidence;
  /** The share of normal events that would score as high. */
  readonly pValue: number;
  /** The detector's own score. */
  readonly anomalyScore: number;
  /** The first of user, address, device and host that the event has. */
  readonly entity: FindingEntity | null;
  readonly fields: EventFieldValues;
  /** Columns that make the event more anomalous, actual against typical, the largest first. */
  readonly reasons: readonly FindingReason[];
  /** What the event or its kind is in MITRE ATT&CK; null where neither is known. */
  readonly attack: AttackMapping | null;
  readonly call: FindingCall | null;
  /** What to look at next; null where nobody says. */
  readonly triage: string | null;
  readonly model: FindingModel;
  readonly event: Row;
}

/** How a finding is made. */
export interface FindingOptions {
  /** Columns of the event's fields that have no usual names. */
  readonly fields?: EventFieldColumns;
  /** Minutes that one alert spans, above 0. Default 60. */
  readonly bucketMinutes?: number;
  /** Epoch ms that stands for the time of an event without any. Default 0. */
  readonly receivedTime?: number;
  /** What `uid` is a hash of, beside the model: as JSON can say it. Default: the event. */
  readonly original?: unknown;
}

const ENTITY_KINDS = ['user', 'address', 'device', 'host'] as const;

/**
 * What is said of an event that a pipeline has scored.
 *
 * @throws {RangeError} if the p-value is none, the score no finite number, or an option is unknown or
 * out of range.
 * @example
 * const model = findingModelOf(fitted, 'logins');
 * const finding = findingOf({ user_id: 'ann', bytes: 9000 }, { score: 0.7, pValue: 0.001 }, model);
 * // { score: 75, severity: 'high', title: 'Unusual activity of user ann', … }
 */
export function findingOf(
  event: Row,
  scored: ScoredEvent,
  model: FindingModel,
  options: FindingOptions = {},
): Finding {
  checkOptionNames(options, ['fields', 'bucketMinutes', 'receivedTime', 'original']);
  const { bucketMinutes = 60, receivedTime = 0, original = event } = options;
  if (!(bucketMinutes > 0)) {
    throw new RangeError(`bucketMinutes must be above 0, got ${bucketMinutes}`);
  }
  if (!Number.isFinite(scored.score)) {
    throw new RangeError(`score must be finite, got ${scored.score}`);
  }
  const fields = eventFieldsOf(event, options.fields);
  const time = fields.time ?? receivedTime;
  const kind = kindName(scored.kind ?? fields.kind ?? 'anomaly');
  const entity = entityOf(fields);
  const reasons = (scored.reasons ?? []).filter(({ contribution }) => contribution > 0);
  const call = scored.call ?? null;
  const score = riskScore(scored.pValue);
  const isAnomaly = scored.score >= model.threshold;
  const bucket = Math.floor(time / (60_000 * bucketMinutes));
  return {
    uid: hashOf([model.name, model.version, original]),
    deduplicationKey: hashOf([model.name, entity?.kind, entity?.name, kind, bucket]),
    isAnomaly,
    time,
    kind,
    ...findingTexts({ isAnomaly, kind, entity, reasons, call, pValue: scored.pValue }),
    score,
    severity: severityOf(score),
    confidence: confidenceOf(model.nCalibration),
    pValue: scored.pValue,
    anomalyScore: scored.score,
    entity,
    fields,
    reasons,
    attack: scored.attack ?? attackMappingOf(kind),
    call,
    triage: scored.triage ?? null,
    model,
    event,
  };
}

function entityOf(fields: EventFieldValues): FindingEntity | null {
  const kind = ENTITY_KINDS.find((candidate) => fields[candidate] !== null);
  return kind === undefined ? null : { kind, name: fields[kind] as string };
}

/** 32 hex digits; a hash and no secret: who knows the values can make it again. */
function hashOf(values: readonly unknown[]): string {
  return createHash('sha256').update(toJson(values)).digest('hex').slice(0, 32);
}

/** JSON in which whole numbers beyond doubles are texts. @internal */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part));
}
