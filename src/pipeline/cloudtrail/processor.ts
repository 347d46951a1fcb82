import { checkInteger, checkOptionNames } from '../../check-options';
import type { CloudTrailEvent } from '../../data/cloudtrail/event';
import { type CloudTrailTruths, readCloudTrailLabels } from '../../data/cloudtrail/read-labels';
import { type CloudTrailOptions, readCloudTrail } from '../../data/cloudtrail/read-log';
import type { CloudTrailReport } from '../../data/cloudtrail/report';
import { CLOUDTRAIL_FEATURES } from '../../features/cloudtrail/feature-table';
import { createCloudTrailFeatures } from '../../features/cloudtrail/features';
import { makeWindows, type Windows } from '../../features/window';
import type { Matrix } from '../../matrix';
import { type CloudTrailRows, labelledCloudTrailRows } from './rows';

/** How logs are processed. */
export interface CloudTrailProcessorOptions {
  /** Events of a principal in a window, the last one included. Default 10. */
  readonly windowLength?: number;
  /** How logs are read. */
  readonly reading?: CloudTrailOptions;
}

/** From CloudTrail logs to what models take. */
export interface CloudTrailProcessor {
  /**
   * Reads a whole log into memory, by time; `readCloudTrail` reads what is larger.
   *
   * @throws {Error} as `readCloudTrail`.
   */
  load(paths: string | readonly string[]): Promise<LoadedCloudTrail>;
  /**
   * What the event alone says, whatever came before: the columns `BASIC_CLOUDTRAIL_FEATURES`.
   *
   * @returns shape `[nEvents, 5]`.
   */
  basicFeatures(events: readonly CloudTrailEvent[]): Matrix;
  /**
   * All `CLOUDTRAIL_FEATURES`, each from its event and those before, the first of them starting without any.
   *
   * @returns shape `[nEvents, 20]`.
   * @throws {RangeError} if an event is older than the one before.
   */
  advancedFeatures(events: readonly CloudTrailEvent[]): Matrix;
  /** A window for each event, over its principal's events; shorter histories repeat their first event in front. */
  windows(features: Matrix, events: readonly CloudTrailEvent[]): Windows;
  /**
   * Features and classes of events.
   *
   * @param labels a CSV file for `readCloudTrailLabels`, what it gives, or a map by event id.
   * @throws {RangeError} if an event has no label.
   */
  labelled(
    events: readonly CloudTrailEvent[],
    labels: string | CloudTrailTruths,
  ): Promise<CloudTrailRows>;
}

/** A log in memory. */
export interface LoadedCloudTrail {
  readonly events: readonly CloudTrailEvent[];
  readonly report: CloudTrailReport;
}

/** Those of `CLOUDTRAIL_FEATURES` that need no earlier event. */
export const BASIC_CLOUDTRAIL_FEATURES: readonly string[] = [
  'isWeekend',
  'withoutMfa',
  'isWrite',
  'attackStage',
  'fromService',
];

/**
 * A processor of CloudTrail logs, in the names of the seed: load, basic features, advanced features.
 *
 * Source: seed 003, `cloudtrail_processor.py`, whose features it does not name; these are the project's.
 *
 * @throws {RangeError} if an option is unknown or out of range.
 * @example
 * const processor = createCloudTrailProcessor();
 * const { events } = await processor.load('logs');
 * processor.advancedFeatures(events); // shape [events.length, 20]
 */
export function createCloudTrailProcessor(
  options: CloudTrailProcessorOptions = {},
): CloudTrailProcessor {
  checkOptionNames(options, ['windowLength', 'reading']);
  const { windowLength = 10, reading = {} } = options;
  checkInteger('windowLength', windowLength, 1);
  const advancedFeatures = (events: readonly CloudTrailEvent[]) =>
    createCloudTrailFeatures().addAll(events);
  return {
    load: async (paths) => {
      const log = readCloudTrail(paths, reading);
      const events: CloudTrailEvent[] = [];
      for await (const batch of log) for (const event of batch) events.push(event);
      return { events, report: log.report };
    },
    basicFeatures: (events) => basicOf(advancedFeatures(events)),
    advancedFeatures,
    windows: (features, events) =>
      principalWindows(
        features,
        events.map(({ principal }) => principal),
        windowLength,
      ),
    labelled: async (events, labels) =>
      labelledCloudTrailRows(
        events,
        typeof labels === 'string' ? await readCloudTrailLabels(labels) : labels,
      ),
  };
}

/** Who acted in each event, by name or by number, shape `[nEvents]`. */
export type Principals = ArrayLike<string | number>;

/** A window for each row, never across principals. */
export function principalWindows(
  features: Matrix,
  principals: Principals,
  length: number,
): Windows {
  return makeWindows({ samples: features, length, entities: principals, pad: true });
}

function basicOf({ data, nSamples, nFeatures }: Matrix): Matrix {
  const columns = BASIC_CLOUDTRAIL_FEATURES.map((name) =>
    CLOUDTRAIL_FEATURES.findIndex((feature) => feature.name === name),
  );
  const basic = new Float64Array(nSamples * columns.length);
  for (let i = 0; i < nSamples; i++) {
    columns.forEach((column, j) => {
      basic[i * columns.length + j] = data[i * nFeatures + column];
    });
  }
  return { data: basic, nSamples, nFeatures: columns.length };
}
