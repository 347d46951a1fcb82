import { checkInteger } from '../../check-options';
import type { CloudTrailEvent } from '../../data/cloudtrail/event';
import type { CloudTrailGenerator } from '../../data/cloudtrail/generator/generator';
import type { CloudTrailTruths } from '../../data/cloudtrail/read-labels';
import { cloudTrailEvent } from '../../data/cloudtrail/record';
import { createRandom } from '../../random';
import {
  growingThreatRows,
  indexAtTime,
  labelOf,
  sliceThreatRows,
  type ThreatRows,
} from './threat-rows';

export { indexAtTime } from './threat-rows';

/** Rows with the events that they are of, by time; every list is of the same length. */
export interface CloudTrailRows extends ThreatRows {
  readonly events: readonly CloudTrailEvent[];
  /** Who acted, as the labels have it. */
  readonly groups: readonly string[];
}

const DAY = 86_400_000;

/** What a generator makes, with features; about 1 kB an event in memory. */
export function generatedCloudTrailRows(generator: CloudTrailGenerator): CloudTrailRows {
  const events: CloudTrailEvent[] = [];
  const groups: string[] = [];
  const growing = growingThreatRows();
  for (const { records, labels } of generator.batches()) {
    records.forEach((record, i) => {
      const { class: taken, technique, sequence, source } = labels[i];
      const attack = sequence < 0 ? '' : `${technique} ${sequence}`;
      const event = cloudTrailEvent(record);
      growing.add(event, { class: taken, technique, attack });
      events.push(event);
      groups.push(source);
    });
  }
  return { events, groups, ...growing.rows() };
}

/**
 * Events of a log with their labels.
 *
 * @param events by time.
 * @param truths what `readCloudTrailLabels` gives, or a map by event id.
 * @throws {RangeError} if an event has no label, naming the first, or one is older than the event before.
 */
export function labelledCloudTrailRows(
  events: readonly CloudTrailEvent[],
  truths: CloudTrailTruths,
): CloudTrailRows {
  const growing = growingThreatRows(events.length);
  const groups = events.map((event) => {
    const label = labelOf(event, truths);
    growing.add(event, label);
    return label.group;
  });
  return { events, groups, ...growing.rows() };
}

/** Rows from one index up to, not including, another; features stay what they were. */
export function sliceCloudTrailRows(
  rows: CloudTrailRows,
  from: number,
  to: number,
): CloudTrailRows {
  return {
    ...sliceThreatRows(rows, from, to),
    events: rows.events.slice(from, to),
    groups: rows.groups.slice(from, to),
  };
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
  for (let from = 0; from < rows.labels.length; ) {
    const to = indexAtTime(rows, rows.times[from] + days * DAY);
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
