import type { CloudTrailEvent } from '../../data/cloudtrail/event';
import { networkOf } from '../../features/cloudtrail/describe';

/** Rarity and spike jobs that security products ship for CloudTrail. */
export const RARITY_JOBS = [
  'rare error code',
  'rare call of a principal',
  'rare call from a network',
  'rare call to a region',
  'spike of errors',
] as const;

/** One of `RARITY_JOBS`. */
export type RarityJob = (typeof RARITY_JOBS)[number];

const BUCKET = 15 * 60_000;

/** Counts of values within parts. */
type Counts = Map<string, { total: number; readonly of: Map<string, number> }>;

/**
 * Scores of one of the jobs for each event, from the event and those before it; higher is rarer.
 *
 * A rare value has -log2 of its share among the earlier values of its part, one and two events being added: what is new
 * behind a long history is rarest. A spike has the distinct errors of calls so far in its quarter of an hour over their
 * mean in those before. Where the jobs have a city there is a network here, where they have a country, a region:
 * there is no licensed source of places.
 *
 * Source: Elastic's prebuilt jobs `rare_error_code`, `rare_method_for_a_username`, `rare_method_for_a_city`,
 * `rare_method_for_a_country` and `high_distinct_count_error_message`, by their descriptions; the scores are the project's.
 *
 * @param events by time.
 * @returns shape `[nEvents]`.
 * @throws {RangeError} if there is no such job.
 */
export function rarityScores(events: readonly CloudTrailEvent[], job: RarityJob): Float64Array {
  switch (job) {
    case 'rare error code':
      return rarities(events, ({ errorCode }) => (errorCode === '' ? null : ['', errorCode]));
    case 'rare call of a principal':
      return rarities(events, (event) => [event.principal, callOf(event)]);
    case 'rare call from a network':
      return rarities(events, (event) => [networkOf(event.sourceIpAddress), callOf(event)]);
    case 'rare call to a region':
      return rarities(events, (event) => [event.awsRegion, callOf(event)]);
    case 'spike of errors':
      return spikes(events);
    default:
      throw new RangeError(`job must be one of ${RARITY_JOBS.join(', ')}, got ${job}`);
  }
}

/** The service and what it is asked for. */
export function callOf({ eventSource, eventName }: CloudTrailEvent): string {
  return `${eventSource} ${eventName}`;
}

/** 0 where there is no value. */
function rarities(
  events: readonly CloudTrailEvent[],
  partAndValue: (event: CloudTrailEvent) => readonly [part: string, value: string] | null,
): Float64Array {
  const counts: Counts = new Map();
  return Float64Array.from(events, (event) => {
    const found = partAndValue(event);
    if (found === null) return 0;
    const [part, value] = found;
    const counted = counts.get(part) ?? { total: 0, of: new Map<string, number>() };
    counts.set(part, counted);
    const known = counted.of.get(value) ?? 0;
    const score = -Math.log2((known + 1) / (counted.total + 2));
    counted.of.set(value, known + 1);
    counted.total++;
    return score;
  });
}

/** Bits above the mean of the quarters of an hour before; 0 at events without an error. */
function spikes(events: readonly CloudTrailEvent[]): Float64Array {
  let [bucket, nBefore, first] = [-1, 0, -1];
  const errors = new Set<string>();
  return Float64Array.from(events, (event) => {
    const own = Math.floor(event.eventTime / BUCKET);
    if (first < 0) first = own;
    if (own !== bucket) {
      nBefore += errors.size;
      errors.clear();
      bucket = own;
    }
    if (event.errorCode === '') return 0;
    errors.add(`${callOf(event)} ${event.errorCode}`);
    return Math.log2((1 + errors.size) / (1 + nBefore / Math.max(own - first, 1)));
  });
}
