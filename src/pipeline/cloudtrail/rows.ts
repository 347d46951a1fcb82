import { checkInteger } from '../../check-options';
import { CLOUDTRAIL_CLASSES, type CloudTrailEvent } from '../../data/cloudtrail/event';
import type { CloudTrailGenerator } from '../../data/cloudtrail/generator/generator';
import type { CloudTrailTruth } from '../../data/cloudtrail/read-labels';
import { cloudTrailEvent } from '../../data/cloudtrail/record';
import { createCloudTrailFeatures } from '../../features/cloudtrail-features';
import type { Matrix } from '../../matrix';
import { createRandom } from '../../random';

/** Labelled CloudTrail events with their features, by time; every list is of the same length. */
export interface CloudTrailRows {
  readonly events: readonly CloudTrailEvent[];
  /** Shape `[nEvents, 20]`. */
  readonly features: Matrix;
  /** Indices into `CLOUDTRAIL_CLASSES`; 0 is normal. */
  readonly labels: Int32Array;
  /** Technique of each event of an attack, else empty. */
  readonly techniques: readonly string[];
  /** Which attack an event is of, else empty; the technique where nothing tells its attacks apart. */
  readonly attacks: readonly string[];
  /** Who acted, as the labels have it. */
  readonly groups: readonly string[];
}

const DAY = 86_400_000;

/** What a generator makes, with features; about 1 kB an event in memory. */
export function generatedCloudTrailRows(generator: CloudTrailGenerator): CloudTrailRows {
  const events: CloudTrailEvent[] = [];
  const truths: Truth[] = [];
  for (const { records, labels } of generator.batches()) {
    for (const record of records) events.push(cloudTrailEvent(record));
    for (const { class: taken, technique, sequence, source } of labels) {
      const attack = sequence < 0 ? '' : `${technique} ${sequence}`;
      truths.push({ class: taken, technique, attack, group: source });
    }
  }
  return rowsOf(events, truths);
}

/**
 * Events of a log with their labels.
 *
 * @param events by time.
 * @throws {RangeError} if an event has no label, naming the first, or one is older than the event before.
 */
export function labelledCloudTrailRows(
  events: readonly CloudTrailEvent[],
  truths: ReadonlyMap<string, CloudTrailTruth>,
): CloudTrailRows {
  const found = events.map(({ eventId }) => {
    const truth = truths.get(eventId);
    if (!truth) throw new RangeError(`event ${eventId || 'without an id'} must have a label`);
    const { class: taken, group } = truth;
    const technique = taken === 'Normal' ? '' : truth.technique;
    return {
      class: taken,
      technique,
      attack: technique || (taken === 'Normal' ? '' : taken),
      group,
    };
  });
  return rowsOf(events, found);
}

interface Truth extends Pick<CloudTrailTruth, 'class' | 'technique' | 'group'> {
  readonly attack: string;
}

function rowsOf(events: readonly CloudTrailEvent[], truths: readonly Truth[]): CloudTrailRows {
  return {
    events,
    features: createCloudTrailFeatures().addAll(events),
    labels: Int32Array.from(truths, (truth) => CLOUDTRAIL_CLASSES.indexOf(truth.class)),
    techniques: truths.map(({ technique }) => technique),
    attacks: truths.map(({ attack }) => attack),
    groups: truths.map(({ group }) => group),
  };
}

/** Rows from one index up to, not including, another; features stay what they were. */
export function sliceCloudTrailRows(
  { events, features, labels, techniques, attacks, groups }: CloudTrailRows,
  from: number,
  to: number,
): CloudTrailRows {
  const { data, nFeatures } = features;
  return {
    events: events.slice(from, to),
    features: {
      data: data.subarray(from * nFeatures, to * nFeatures),
      nSamples: to - from,
      nFeatures,
    },
    labels: labels.subarray(from, to),
    techniques: techniques.slice(from, to),
    attacks: attacks.slice(from, to),
    groups: groups.slice(from, to),
  };
}

/** The first event at or after a time; the number of events where all are before. */
export function indexAtTime({ events }: CloudTrailRows, time: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle].eventTime < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The same rows with labels dealt anew within blocks of days: what is still found then was leaked or is chance.
 *
 * @throws {RangeError} if the days are no integer of at least 1.
 */
export function shuffleLabels(rows: CloudTrailRows, days: number, seed: number): CloudTrailRows {
  checkInteger('days', days, 1);
  const random = createRandom(seed);
  const blocks: number[][] = [];
  for (let from = 0; from < rows.events.length; ) {
    const to = indexAtTime(rows, rows.events[from].eventTime + days * DAY);
    const block = Array.from({ length: to - from }, (_, i) => from + i);
    blocks.push(random.shuffle(block));
    from = to;
  }
  const order = blocks.flat();
  const dealt = <Value>(values: readonly Value[]) => order.map((i) => values[i]);
  return {
    ...rows,
    labels: Int32Array.from(order, (i) => rows.labels[i]),
    techniques: dealt(rows.techniques),
    attacks: dealt(rows.attacks),
    groups: dealt(rows.groups),
  };
}
