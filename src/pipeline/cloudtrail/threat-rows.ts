import { CLOUDTRAIL_CLASSES, type CloudTrailEvent } from '../../data/cloudtrail/event';
import type { CloudTrailTruth, CloudTrailTruths } from '../../data/cloudtrail/read-labels';
import { CLOUDTRAIL_FEATURES } from '../../features/cloudtrail/feature-table';
import {
  type CloudTrailFeatures,
  createCloudTrailFeatures,
} from '../../features/cloudtrail/features';
import { withRoom } from '../../growing';
import type { Matrix } from '../../matrix';

/** What a model of threats learns from, in columns and by time; 180 bytes an event. */
export interface ThreatColumns {
  /** Epoch ms, ascending, shape `[nEvents]`. */
  readonly times: Float64Array;
  /** A number for each event's principal, the same for all of its events, shape `[nEvents]`. */
  readonly principals: Int32Array;
  /** Shape `[nEvents, 20]`. */
  readonly features: Matrix;
  /** Indices into `CLOUDTRAIL_CLASSES`; 0 is normal. */
  readonly labels: Int32Array;
}

/** The same with what a model is judged by. */
export interface ThreatRows extends ThreatColumns {
  /** Technique of each event of an attack, else empty. */
  readonly techniques: readonly string[];
  /** Which attack an event is of, else empty; the technique where nothing tells its attacks apart. */
  readonly attacks: readonly string[];
}

/** What a row needs of an event beside it. */
export interface ThreatLabel extends Pick<CloudTrailTruth, 'class' | 'technique'> {
  readonly attack: string;
}

/** Rows that grow. */
export interface GrowingThreatRows {
  /**
   * Adds a row with the event's features.
   *
   * @throws {RangeError} if the event is older than the one before.
   */
  add(event: CloudTrailEvent, label: ThreatLabel): void;
  /** Those so far. */
  rows(): ThreatRows;
}

const N_FEATURES = CLOUDTRAIL_FEATURES.length;

/**
 * Rows without any yet.
 *
 * @param nExpected rows that room is made for at once; more find room as well, but are copied.
 * @param features go on from what they know, and learn.
 */
export function growingThreatRows(
  nExpected: number = 0,
  features: CloudTrailFeatures = createCloudTrailFeatures(),
): GrowingThreatRows {
  let data = new Float64Array(nExpected * N_FEATURES);
  let times = new Float64Array(nExpected);
  let labels = new Int32Array(nExpected);
  const principals = numberedTexts(nExpected);
  const techniques = numberedTexts(nExpected);
  const attacks = numberedTexts(nExpected);
  let n = 0;
  return {
    add: (event, label) => {
      data = withRoom(data, (n + 1) * N_FEATURES);
      times = withRoom(times, n + 1);
      labels = withRoom(labels, n + 1);
      features.add(event, data, n * N_FEATURES);
      times[n] = event.eventTime;
      labels[n] = CLOUDTRAIL_CLASSES.indexOf(label.class);
      principals.add(event.principal);
      techniques.add(label.technique);
      attacks.add(label.attack);
      n++;
    },
    rows: () => ({
      times: times.subarray(0, n),
      principals: principals.numbers(),
      features: { data: data.subarray(0, n * N_FEATURES), nSamples: n, nFeatures: N_FEATURES },
      labels: labels.subarray(0, n),
      techniques: techniques.texts(),
      attacks: attacks.texts(),
    }),
  };
}

/** A list of texts, few of which differ: 4 bytes each. */
function numberedTexts(nExpected: number) {
  const numberOf = new Map<string, number>();
  let numbers = new Int32Array(nExpected);
  let n = 0;
  return {
    add: (text: string) => {
      const number = numberOf.get(text) ?? numberOf.size;
      if (number === numberOf.size) numberOf.set(text, number);
      numbers = withRoom(numbers, n + 1);
      numbers[n++] = number;
    },
    numbers: () => numbers.subarray(0, n),
    texts: () => {
      const different = [...numberOf.keys()];
      const texts = new Array<string>(n); // One that grows would take twice the memory.
      for (let i = 0; i < n; i++) texts[i] = different[numbers[i]];
      return texts;
    },
  };
}

/**
 * The label of a log's event.
 *
 * @throws {RangeError} if it has none.
 */
export function labelOf(
  { eventId }: CloudTrailEvent,
  truths: CloudTrailTruths,
): ThreatLabel & Pick<CloudTrailTruth, 'group'> {
  const truth = truths.get(eventId);
  if (!truth) throw new RangeError(`event ${eventId || 'without an id'} must have a label`);
  const { class: taken, group } = truth;
  const technique = taken === 'Normal' ? '' : truth.technique;
  const named = technique || (taken === 'Normal' ? '' : taken);
  const attack = named && truth.sequence ? `${named} ${truth.sequence}` : named;
  return { class: taken, technique, attack, group };
}

/** Views from one index up to, not including, another; features stay what they were. */
export function sliceThreatColumns(rows: ThreatColumns, from: number, to: number): ThreatColumns {
  const { data, nFeatures } = rows.features;
  return {
    times: rows.times.subarray(from, to),
    principals: rows.principals.subarray(from, to),
    features: {
      data: data.subarray(from * nFeatures, to * nFeatures),
      nSamples: to - from,
      nFeatures,
    },
    labels: rows.labels.subarray(from, to),
  };
}

/** Rows from one index up to, not including, another; features stay what they were. */
export function sliceThreatRows(rows: ThreatRows, from: number, to: number): ThreatRows {
  return {
    ...sliceThreatColumns(rows, from, to),
    techniques: rows.techniques.slice(from, to),
    attacks: rows.attacks.slice(from, to),
  };
}

/** The first event at or after a time; the number of events where all are before. */
export function indexAtTime({ times }: Pick<ThreatColumns, 'times'>, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
