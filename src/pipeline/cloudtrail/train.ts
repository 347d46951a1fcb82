import type { TrainingControls } from '../iam-train';
import type { FittedIamThreatLstm } from './fitted-threat-lstm';
import {
  type CloudTrailBorders,
  type IamThreatLstmOptions,
  iamThreatLstm,
} from './iam-threat-lstm';
import { judgeThreats } from './judge-threats';
import { type CloudTrailRows, indexAtTime, sliceCloudTrailRows } from './rows';
import { lstmScores } from './threat-methods';

/** A model with how it does on the newest events. */
export interface CloudTrailTraining {
  readonly fitted: FittedIamThreatLstm;
  readonly borders: CloudTrailBorders;
  readonly nTest: number;
  /** What `judgeThreats` says of the newest events, which chose nothing. */
  readonly test: Readonly<Record<string, number>>;
}

const VALIDATION_FROM = 0.6;
const TEST_FROM = 0.8;

/**
 * Trains by time: the oldest three fifths of the events train, the next fifth validates, the newest tests.
 *
 * @throws {RangeError} if a part lacks what it must have, or an option is out of range.
 * @throws {DOMException} named `AbortError` if the signal stops it.
 */
export async function trainCloudTrail(
  rows: CloudTrailRows,
  options: IamThreatLstmOptions = {},
  controls: TrainingControls = {},
): Promise<CloudTrailTraining> {
  const timeAt = (share: number) =>
    rows.events[Math.floor(share * rows.events.length)]?.eventTime ?? Number.NaN;
  const borders = { validationFrom: timeAt(VALIDATION_FROM), testFrom: timeAt(TEST_FROM) };
  if (!(borders.validationFrom < borders.testFrom)) {
    throw new RangeError(
      `events must be of different times, so that parts can be told, got ${rows.events.length} events`,
    );
  }
  const nSeen = indexAtTime(rows, borders.testFrom);
  const test = sliceCloudTrailRows(rows, nSeen, rows.events.length);
  if (!test.labels.some((label) => label > 0)) {
    throw new RangeError(
      `the newest fifth of the events must have attacks, got none of ${test.events.length} events`,
    );
  }
  const fitted = await iamThreatLstm(options).train(rows, borders, controls);
  const { scores, classes } = await lstmScores(fitted, rows);
  const own = { scores: scores.subarray(nSeen), classes: classes.subarray(nSeen) };
  return {
    fitted,
    borders,
    nTest: test.events.length,
    test: judgeThreats(test, own, fitted.state.threshold),
  };
}
