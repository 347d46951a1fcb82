import type { IamLabelledEvent } from '../../data/iam/event';
import { temporalSplit } from '../../data/split';
import { type IamFeatureRow, iamFeatures } from '../../features/iam-features';

/** IAM events as a pipeline takes them, in order of time. */
export interface IamRows {
  readonly rows: readonly IamFeatureRow[];
  /** 1 for a step of an attack, else 0, shape `[rows.length]`. */
  readonly labels: Int32Array;
  /** Epoch ms, shape `[rows.length]`. */
  readonly times: Float64Array;
}

/** Features and labels of events; a row's features come from its event and the user's earlier ones. */
export function iamRows(events: readonly IamLabelledEvent[]): IamRows {
  const ordered = events.toSorted((a, b) => a.time - b.time);
  return {
    rows: iamFeatures(ordered),
    labels: Int32Array.from(ordered, ({ isAnomaly }) => isAnomaly),
    times: Float64Array.from(ordered, ({ time }) => time),
  };
}

/**
 * The earlier rows and the newest ones; rows of one time stay together.
 *
 * @param newestShare of all rows, (0, 1).
 * @throws {RangeError} if one part would be empty.
 */
export function splitNewest(
  all: IamRows,
  newestShare: number,
): { readonly earlier: IamRows; readonly newest: IamRows } {
  const nTimes = new Set(all.times).size;
  if (nTimes < 2) {
    throw new RangeError(
      `events must be of different times, so that the newest ones can be told, got ${all.times.length} events of ${nTimes} times`,
    );
  }
  const { train, test } = temporalSplit(all.times, { test: newestShare });
  return { earlier: takeIamRows(all, train), newest: takeIamRows(all, test) };
}

/** Some of the rows, in the given order. */
export function takeIamRows({ rows, labels, times }: IamRows, indices: Int32Array): IamRows {
  return {
    rows: Array.from(indices, (i) => rows[i]),
    labels: indices.map((i) => labels[i]),
    times: Float64Array.from(indices, (i) => times[i]),
  };
}

/**
 * Refuses a part of the rows that has one class only: it can neither teach nor judge.
 *
 * @param part what the rows are, for the message.
 * @throws {RangeError} with the number of anomalies.
 */
export function checkBothClasses(part: string, { labels }: IamRows): void {
  const nAnomalies = labels.filter((label) => label === 1).length;
  if (nAnomalies === 0 || nAnomalies === labels.length) {
    throw new RangeError(
      `${part} must have anomalies and others, got ${nAnomalies} anomalies of ${labels.length} events`,
    );
  }
}
