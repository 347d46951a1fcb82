import type { MetricsByMethod } from '../../evaluate/repeat-over-seeds';
import { takeRows } from '../../matrix';
import type { CloudTrailBorders } from './iam-threat-lstm';
import { judgeTest, scoresByMethod } from './judge-method';
import { type CloudTrailRows, indexAtTime, sliceCloudTrailRows } from './rows';
import { fitThreatMethods, type ThreatMethodOptions } from './threat-methods';

/**
 * Fits methods on one log, such as the real events, and judges them on another, such as the generated ones: the other way
 * round is `techniquesFound`.
 *
 * All events of the first log train. Of the second, those of the validation part choose the threshold (and the networks'
 * temperature), nothing else, so that methods are compared at 1 % of its normal events; those before it play no part but
 * as the past of the others.
 *
 * @param from the log that trains, whenever it was.
 * @param to the log that judges; `borders` are its own.
 * @returns by method what `judgeThreats` says.
 * @throws {RangeError} as `fitThreatMethods`, for instance if the first log lacks a class and a network is fitted.
 */
export async function crossedThreats(
  from: CloudTrailRows,
  to: CloudTrailRows,
  borders: CloudTrailBorders,
  options: ThreatMethodOptions,
): Promise<MetricsByMethod> {
  const [start, end] = [borders.validationFrom, borders.testFrom].map((time) =>
    indexAtTime(to, time),
  );
  const before = borders.validationFrom - 1;
  const both = joined(setBefore(from, before), sliceCloudTrailRows(to, start, end));
  const methods = await fitThreatMethods(both, borders, options);
  try {
    const scored = await scoresByMethod(methods, to, borders);
    return Object.fromEntries(
      [...scored].map(([name, own]) => [name, judgeTest(to, borders, own)]),
    );
  } finally {
    for (const method of methods) method.dispose();
  }
}

/** The same rows, moved so that the last one is at a time. */
function setBefore(rows: CloudTrailRows, time: number): CloudTrailRows {
  const shift = time - (rows.times.at(-1) ?? time);
  return {
    ...rows,
    times: rows.times.map((own) => own + shift),
    events: rows.events.map((event) => ({ ...event, eventTime: event.eventTime + shift })),
  };
}

/** Rows of two logs, the second one after the first; no principal's number is of both. */
function joined(first: CloudTrailRows, second: CloudTrailRows): CloudTrailRows {
  const nPrincipals = first.principals.reduce((highest, own) => Math.max(highest, own + 1), 0);
  const others = second.principals.map((own) => own + nPrincipals);
  const data = new Float64Array(first.features.data.length + second.features.data.length);
  data.set(first.features.data);
  data.set(second.features.data, first.features.data.length);
  const { nFeatures } = first.features;
  return {
    events: [...first.events, ...second.events],
    times: Float64Array.from([...first.times, ...second.times]),
    principals: Int32Array.from([...first.principals, ...others]),
    features: { data, nSamples: data.length / nFeatures, nFeatures },
    labels: Int32Array.from([...first.labels, ...second.labels]),
    techniques: [...first.techniques, ...second.techniques],
    attacks: [...first.attacks, ...second.attacks],
    groups: [...first.groups, ...second.groups],
  };
}

/** Rows that are of another group than one; their features stay what they were, so that its events still are their past. */
export function withoutGroup(rows: CloudTrailRows, group: string): CloudTrailRows {
  const kept = Int32Array.from(rows.labels.keys()).filter((i) => rows.groups[i] !== group);
  const take = <Value>(values: readonly Value[]) => Array.from(kept, (i) => values[i]);
  return {
    events: take(rows.events),
    times: Float64Array.from(kept, (i) => rows.times[i]),
    principals: kept.map((i) => rows.principals[i]),
    features: takeRows(rows.features, kept),
    labels: kept.map((i) => rows.labels[i]),
    techniques: take(rows.techniques),
    attacks: take(rows.attacks),
    groups: take(rows.groups),
  };
}
