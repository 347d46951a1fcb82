import { createRandom } from '../../../random';
import type { CloudTrailClass } from '../event';
import type { JsonObject } from '../json-object';
import { recordWriter } from './record-writer';
import { drawDays, drawWorld, type TimedCall } from './schedule';
import type { CloudTrailSource } from './session';
import {
  type CloudTrailGeneratorOptions,
  type CloudTrailSettings,
  cloudTrailSettings,
} from './settings';

/** The truth of an event, apart from its record. */
export interface CloudTrailLabel {
  readonly eventId: string;
  readonly class: CloudTrailClass;
  /** As `CLOUDTRAIL_TECHNIQUES` has it; empty of normal events. */
  readonly technique: string;
  /** Which attack, counted from 0; -1 of normal events. */
  readonly sequence: number;
  readonly source: CloudTrailSource;
}

/** The events of a day. */
export interface CloudTrailBatch {
  /** Midnight, epoch ms UTC. */
  readonly day: number;
  /** As AWS writes them, by time. */
  readonly records: readonly JsonObject[];
  /** In the same order. */
  readonly labels: readonly CloudTrailLabel[];
}

/** Makes synthetic CloudTrail records. */
export interface CloudTrailGenerator {
  readonly settings: CloudTrailSettings;
  /** Day by day, each only when it is asked for. Repeats itself: each call gives the same. */
  batches(): Generator<CloudTrailBatch>;
}

/**
 * A generator of CloudTrail records: people, pipelines, Terraform, functions, instances and AWS's services in one
 * account over three years, and attacks in their names by the 26 techniques of the real data. Labels are apart.
 *
 * Habits, services, networks, rights and people change by quarter, and six techniques are used in the last year only
 * (`NEW_CLOUDTRAIL_TECHNIQUES`). A session is a row of scripts whose parts are drawn apart from each other
 * (`SessionModel`), and an attack is one with other chances; `cloudTrailOracle` knows what the best detector could. What a
 * service does at once because of a call (a key's use for a secret) is normal, as in the real labels, also in an attack.
 * Synthetic: figures on it say nothing about detection in the field.
 *
 * Shares of the events at medium difficulty and scale 1, mean and range over the seeds 1000 to 1007:
 *
 * | source | mean | range |
 * |---|---|---|
 * | people | 0.387 | 0.299 to 0.463 |
 * | Terraform | 0.220 | 0.192 to 0.258 |
 * | functions and instances | 0.165 | 0.139 to 0.190 |
 * | AWS's services | 0.137 | 0.117 to 0.147 |
 * | pipelines | 0.080 | 0.068 to 0.091 |
 * | attacks | 0.011 | 0.007 to 0.014 |
 *
 * Of the attacks' events 57 % exfiltrate data, 28 % are malicious calls, 8 % suspicious logins and 6 % escalate rights;
 * 6.6 % of all events are errors, 3.9 % denials.
 *
 * @throws {RangeError} if an option is unknown or out of range.
 * @example
 * const [first] = createCloudTrailGenerator({ seed: 1 }).batches();
 * first.records[0]['eventVersion']; // '1.08'
 */
export function createCloudTrailGenerator(
  options: CloudTrailGeneratorOptions = {},
): CloudTrailGenerator {
  const settings = cloudTrailSettings(options);
  return { settings, batches: () => generate(settings) };
}

function* generate(settings: CloudTrailSettings): Generator<CloudTrailBatch> {
  const world = drawWorld(settings);
  const random = createRandom(createRandom(settings.seed).integer(2 ** 32) + 2);
  const write = recordWriter(random, world.company.accountId, settings.start);
  let day = settings.start;
  for (const calls of drawDays(world)) {
    const records = calls.map(write);
    const labels = calls.map((call, i) => labelOf(call, records[i]['eventID'] as string));
    yield { day, records, labels };
    day += 86_400_000;
  }
}

function labelOf({ session, isCompanion }: TimedCall, eventId: string): CloudTrailLabel {
  const { attack, sequence, source } = session;
  if (attack === null || isCompanion) {
    const from = isCompanion ? 'service' : source;
    return { eventId, class: 'Normal', technique: '', sequence: -1, source: from };
  }
  const { name: technique, class: taken } = attack.technique;
  return { eventId, class: taken, technique, sequence, source };
}
