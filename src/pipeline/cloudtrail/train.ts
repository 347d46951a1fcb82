import { CLOUDTRAIL_CLASSES } from '../../data/cloudtrail/event';
import { classificationReport } from '../../metrics/classification-report';
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
  /** `accuracy` and `macro F1` of calling each of them what most events before are. */
  readonly mostFrequentClass: Readonly<Record<string, number>>;
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
    const mostFrequentClass = judgeMostFrequent(rows.labels.subarray(0, nSeen), test.labels);
    return { fitted, borders, nTest: test.times.length, test: figures, mostFrequentClass };
  } catch (error) {
    fitted.dispose();
    throw error;
  }
}

/** What a model must beat: every event is taken for the class that most earlier ones are of. */
function judgeMostFrequent(earlier: Int32Array, labels: Int32Array): Record<string, number> {
  const counts = CLOUDTRAIL_CLASSES.map((_, c) =>
    earlier.reduce((n, label) => n + Number(label === c), 0),
  );
  const predicted = new Int32Array(labels.length).fill(counts.indexOf(Math.max(...counts)));
  const report = classificationReport(labels, predicted, { names: CLOUDTRAIL_CLASSES });
  return { 'macro F1': report.macro.f1, accuracy: report.accuracy };
}
