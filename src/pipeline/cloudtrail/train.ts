import type { FittedIamThreatLstm } from './fitted-threat-lstm';
import {
  type CloudTrailBorders,
  type IamThreatLstmOptions,
  iamThreatLstm,
  type ThreatTrainingControls,
} from './iam-threat-lstm';
import { judgeThreats } from './judge-threats';
import { lstmScores } from './threat-methods';
import { indexAtTime, sliceThreatRows, type ThreatRows } from './threat-rows';

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
  rows: ThreatRows,
  options: IamThreatLstmOptions = {},
  controls: ThreatTrainingControls = {},
): Promise<CloudTrailTraining> {
  const timeAt = (share: number) => rows.times[Math.floor(share * rows.times.length)] ?? Number.NaN;
  const borders = { validationFrom: timeAt(VALIDATION_FROM), testFrom: timeAt(TEST_FROM) };
  if (!(borders.validationFrom < borders.testFrom)) {
    throw new RangeError(
      `events must be of different times, so that parts can be told, got ${rows.times.length} events`,
    );
  }
  const nSeen = indexAtTime(rows, borders.testFrom);
  const test = sliceThreatRows(rows, nSeen, rows.times.length);
  if (!test.labels.some((label) => label > 0)) {
    throw new RangeError(
      `the newest fifth of the events must have attacks, got none of ${test.times.length} events`,
    );
  }
  const fitted = await iamThreatLstm(options).train(rows, borders, controls);
  try {
    const scored = await lstmScores(fitted, rows, nSeen, controls);
    const figures = judgeThreats(test, scored, fitted.state.threshold);
    return { fitted, borders, nTest: test.times.length, test: figures };
  } catch (error) {
    fitted.dispose();
    throw error;
  }
}
