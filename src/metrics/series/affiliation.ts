import { meanOf } from '../../features/mean';
import { eventsOfBoth, type SeriesEvent, sharedSamples } from './events';
import { type SeriesScores, seriesScores } from './series-scores';

/** Affiliation precision and recall, their harmonic mean, and what they are the mean of. */
export interface Affiliation extends SeriesScores {
  /** Precision near each event, null where nothing near it is flagged; shape `[nEvents]`. */
  readonly precisions: (number | null)[];
  /** Recall of each event, shape `[nEvents]`. */
  readonly recalls: number[];
}

/**
 * Affiliation precision and recall: how near flags and events lie to each other, against a flag at
 * random.
 *
 * The series is parted into one zone an event, halfway to the next. In each, the precision is the
 * probability that a random sample of the zone lies farther from the event than the flags do, and
 * the recall that one lies farther from the event's samples than the flags do. So flags at random
 * get about 0.5 and more: compare with `auditMetrics`. No option. Linear in the samples.
 *
 * Source: Huet, Navarro and Rossi 2022, Local evaluation of time series anomaly detection
 * algorithms; a sample `i` is the interval `[i, i + 1)`, as in the authors' code.
 *
 * @returns each in [0, 1]; precision is 0 where nothing is flagged (undefined in the paper).
 * @throws {RangeError} if lengths differ, a value is neither 0 nor 1, or no label is 1.
 * @example
 * affiliation([0, 0, 1, 1, 0, 0], [0, 0, 1, 1, 0, 0]).precision; // 1
 */
export function affiliation(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
): Affiliation {
  const { actual, flagged } = eventsOfBoth(labels, predictions);
  const zones = zonesOf(actual, { start: 0, end: labels.length });
  const precisions: (number | null)[] = [];
  const recalls: number[] = [];
  let next = 0;
  actual.forEach((event, i) => {
    while (next < flagged.length && flagged[next].end <= zones[i].start) next++;
    const near = clipped(flagged, next, zones[i]);
    precisions.push(near.length === 0 ? null : zonePrecision(near, event, zones[i]));
    recalls.push(near.length === 0 ? 0 : zoneRecall(near, event, zones[i]));
  });
  const known = precisions.filter((precision) => precision !== null);
  return {
    ...seriesScores(known.length === 0 ? 0 : meanOf(known), meanOf(recalls)),
    precisions,
    recalls,
  };
}

/** Parts `whole` halfway between neighbours. */
function zonesOf(events: readonly SeriesEvent[], whole: SeriesEvent): SeriesEvent[] {
  const middles = events.slice(1).map((event, i) => (events[i].end + event.start) / 2);
  return events.map((_, i) => ({
    start: middles[i - 1] ?? whole.start,
    end: middles[i] ?? whole.end,
  }));
}

/** The parts of the events from `first` on that lie in the zone. */
function clipped(events: readonly SeriesEvent[], first: number, zone: SeriesEvent): SeriesEvent[] {
  const parts: SeriesEvent[] = [];
  for (let j = first; j < events.length && events[j].start < zone.end; j++) {
    parts.push({
      start: Math.max(events[j].start, zone.start),
      end: Math.min(events[j].end, zone.end),
    });
  }
  return parts;
}

/** Over the flags: the share of the zone that lies farther from the event than they do. */
function zonePrecision(
  near: readonly SeriesEvent[],
  event: SeriesEvent,
  zone: SeriesEvent,
): number {
  const size = zone.end - zone.start;
  const reach = Math.min(event.start - zone.start, zone.end - event.end);
  const fartherThan = (distance: number) =>
    1 - (event.end - event.start + distance + Math.min(distance, reach)) / size;
  let sum = 0;
  let length = 0;
  for (const { start, end } of near) {
    sum += sharedSamples(event, { start, end });
    sum += integral(fartherThan, Math.max(0, event.start - end), event.start - start, [reach]);
    sum += integral(fartherThan, Math.max(0, start - event.end), end - event.end, [reach]);
    length += end - start;
  }
  return sum / length;
}

/** Over the event: the share of the zone that lies farther from its sample than the flags do. */
function zoneRecall(near: readonly SeriesEvent[], event: SeriesEvent, zone: SeriesEvent): number {
  const size = zone.end - zone.start;
  let sum = 0;
  zonesOf(near, zone).forEach((part, k) => {
    const { start, end } = near[k];
    const fartherAt = (x: number) => {
      const distance = Math.max(start - x, 0, x - end);
      return 1 - (distance + Math.min(distance, x - zone.start, zone.end - x)) / size;
    };
    const edges = [start, end, zone.start, zone.end];
    const bends = edges.flatMap((a, i) => edges.slice(i).map((b) => (a + b) / 2));
    const from = Math.max(event.start, part.start);
    sum += integral(fartherAt, from, Math.min(event.end, part.end), bends);
  });
  return sum / (event.end - event.start);
}

/** The exact integral of a function of straight pieces that bends only at `bends`; 0 where empty. */
function integral(
  f: (x: number) => number,
  from: number,
  to: number,
  bends: readonly number[],
): number {
  if (to <= from) return 0;
  const inner = bends.filter((x) => x > from && x < to).sort((a, b) => a - b);
  const points = [from, ...inner, to];
  let sum = 0;
  for (let i = 1; i < points.length; i++) {
    sum += ((points[i] - points[i - 1]) * (f(points[i]) + f(points[i - 1]))) / 2;
  }
  return sum;
}
