import type { CloudTrailEvent } from '../../data/cloudtrail/event';
import type { CloudTrailTruths } from '../../data/cloudtrail/read-labels';
import type { CloudTrailFeatures } from '../../features/cloudtrail/features';
import { growingThreatRows, labelOf, type ThreatRows } from './threat-rows';

/** How labelled logs are read. */
export interface ReadThreatRowsOptions {
  /** Go on from what they know, and learn from the log. Default: nothing is known yet. */
  readonly features?: CloudTrailFeatures;
  /** Stops between two batches of events. */
  readonly signal?: AbortSignal;
  /** Called after each batch. */
  readonly onRead?: (nEvents: number) => void;
}

/**
 * Reads a labelled log into what `trainCloudTrail` takes, an event at a time: 200 bytes of each stay in memory.
 *
 * @param log events by time, as `readCloudTrail` gives them.
 * @param truths what `readCloudTrailLabels` gives, or a map by event id.
 * @throws {RangeError} if an event has no label, naming the first, or one is older than the event before.
 * @throws {Error} as `readCloudTrail`.
 * @throws {DOMException} named `AbortError` if the signal stops it.
 * @example
 * const rows = await readThreatRows(readCloudTrail('logs'), await readCloudTrailLabels('labels.csv'));
 * const { fitted } = await trainCloudTrail(rows);
 */
export async function readThreatRows(
  log: AsyncIterable<readonly CloudTrailEvent[]>,
  truths: CloudTrailTruths,
  { features, signal, onRead }: ReadThreatRowsOptions = {},
): Promise<ThreatRows> {
  const growing = growingThreatRows(truths.size, features);
  let nEvents = 0;
  for await (const events of log) {
    signal?.throwIfAborted();
    for (const event of events) growing.add(event, labelOf(event, truths));
    nEvents += events.length;
    onRead?.(nEvents);
  }
  return growing.rows();
}
