import { checkOptionNames } from '../../check-options';
import type { CloudTrailEvent } from '../../data/cloudtrail/event';
import { CLOUDTRAIL_FEATURES } from '../../features/cloudtrail/feature-table';
import {
  type CloudTrailFeatures,
  createCloudTrailFeatures,
} from '../../features/cloudtrail/features';
import type { Windows } from '../../features/window';
import {
  checkedThreshold,
  type FittedIamThreatLstm,
  type PredictThreatOptions,
} from './fitted-threat-lstm';
import { principalWindows } from './processor';
import { type Threat, threatOf } from './threat';
import { type ThreatReason, threatReasons } from './threat-reasons';

/** How threats are found in events as they come. */
export interface FindThreatsOptions extends PredictThreatOptions {
  /** What was learned of principals before; it goes on learning. Default: nothing is known yet. */
  readonly features?: CloudTrailFeatures;
  /** Whether threats come with reasons, of which each needs some ten events' time. Default false. */
  readonly reasons?: boolean;
}

/** An event and what it is taken for. */
export interface JudgedEvent {
  readonly event: CloudTrailEvent;
  readonly threat: Threat;
  /** Of a threat, where reasons are asked for: what `threatReasons` says. */
  readonly reasons?: readonly ThreatReason[];
}

const N_FEATURES = CLOUDTRAIL_FEATURES.length;
const MAX_PRINCIPALS = 10_000;

/**
 * Predicts threats batch by batch, in bounded memory. Risks are the same whatever the batches, up to rounding (1e-6).
 *
 * @param log events by time, such as `readCloudTrail` gives.
 * @throws {RangeError} while iterating, if an option is unknown, the threshold is not in [0, 1], or an event is older than the one
 * before it.
 * @example
 * for await (const judged of findThreats(model, readCloudTrail('logs'))) {
 *   judged.filter(({ threat }) => threat.threatType !== 'Normal');
 * }
 */
export async function* findThreats(
  model: FittedIamThreatLstm,
  log: AsyncIterable<readonly CloudTrailEvent[]> | Iterable<readonly CloudTrailEvent[]>,
  options: FindThreatsOptions = {},
): AsyncGenerator<JudgedEvent[]> {
  checkOptionNames(options, ['features', 'reasons', 'threshold']);
  const threshold = checkedThreshold(options, model.state);
  const { features = createCloudTrailFeatures() } = options;
  const recent = recentRows(model.state.windowLength - 1);
  for await (const events of log) {
    if (events.length === 0) continue;
    const { data } = features.addAll(events);
    const before = recent.of(events);
    const samples = new Float64Array(before.data.length + data.length);
    samples.set(before.data);
    samples.set(data, before.data.length);
    const principals = [...before.principals, ...events.map(({ principal }) => principal)];
    const matrix = { data: samples, nSamples: principals.length, nFeatures: N_FEATURES };
    const windows = principalWindows(matrix, principals, model.state.windowLength);
    const ends = windows.ends.subarray(before.principals.length);
    const { data: found, nFeatures } = await model.windowProbabilities({ ...windows, ends });
    recent.add(events, data);
    const judged = events.map((event, i) => ({
      event,
      threat: threatOf(found.subarray(i * nFeatures, (i + 1) * nFeatures), threshold),
    }));
    yield options.reasons ? await withReasons(model, { ...windows, ends }, judged) : judged;
  }
}

/** Adds to each threat what makes it one. */
async function withReasons(
  model: FittedIamThreatLstm,
  windows: Windows,
  judged: readonly JudgedEvent[],
): Promise<JudgedEvent[]> {
  const isThreat = (one: JudgedEvent) => one.threat.threatType !== 'Normal';
  const ends = windows.ends.filter((_, i) => isThreat(judged[i]));
  const reasons = (await threatReasons(model, { ...windows, ends })).values();
  return judged.map((one) =>
    isThreat(one) ? { ...one, reasons: reasons.next().value ?? [] } : one,
  );
}

/** The last rows of each principal, for windows that reach back beyond a batch. */
function recentRows(length: number) {
  const rows = new Map<string, Float64Array[]>();
  return {
    of: (events: readonly CloudTrailEvent[]) => {
      const principals: string[] = [];
      const data: number[] = [];
      for (const principal of new Set(events.map((event) => event.principal))) {
        for (const row of rows.get(principal) ?? []) {
          principals.push(principal);
          data.push(...row);
        }
      }
      return { principals, data: Float64Array.from(data) };
    },
    add: (events: readonly CloudTrailEvent[], data: Float64Array) => {
      events.forEach(({ principal }, i) => {
        const own = rows.get(principal) ?? [];
        own.push(data.slice(i * N_FEATURES, (i + 1) * N_FEATURES));
        rows.delete(principal); // The map's order is that of their last events.
        rows.set(principal, own.slice(own.length > length ? 1 : 0));
        if (rows.size > MAX_PRINCIPALS) rows.delete(rows.keys().next().value as string);
      });
    },
  };
}
