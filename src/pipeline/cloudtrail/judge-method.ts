import { falsePositiveRateThreshold } from '../../evaluate/thresholds/false-positive-rate';
import type { CloudTrailBorders } from './iam-threat-lstm';
import { judgeThreats } from './judge-threats';
import { type CloudTrailRows, indexAtTime, sliceCloudTrailRows } from './rows';
import type { ThreatMethod, ThreatScores } from './threat-methods';

/** What a method says of all rows, and where it flags. */
export interface ThresholdedScores extends ThreatScores {
  /** Scores at or above it are flagged: 1 % of the normal events of the validation part. */
  readonly threshold: number;
}

/** Sets the threshold by the normal events between two times. */
export function withThreshold(
  rows: CloudTrailRows,
  { validationFrom, testFrom }: CloudTrailBorders,
  scored: ThreatScores,
): ThresholdedScores {
  const [from, to] = [validationFrom, testFrom].map((time) => indexAtTime(rows, time));
  const isAttack = rows.labels.subarray(from, to).map((label) => (label > 0 ? 1 : 0));
  const threshold = falsePositiveRateThreshold(isAttack, scored.scores.subarray(from, to), 0.01);
  return { ...scored, threshold };
}

/** What each method says of rows, with its threshold. */
export async function scoresByMethod(
  methods: readonly ThreatMethod[],
  rows: CloudTrailRows,
  borders: CloudTrailBorders,
): Promise<Map<string, ThresholdedScores>> {
  const scored = new Map<string, ThresholdedScores>();
  for (const { name, score } of methods) {
    scored.set(name, withThreshold(rows, borders, await score(rows)));
  }
  return scored;
}

/** The rows that test, and what a method says of them. */
export function testPart(
  rows: CloudTrailRows,
  { testFrom }: CloudTrailBorders,
  { scores, classes, threshold }: ThresholdedScores,
): { readonly test: CloudTrailRows; readonly own: ThresholdedScores } {
  const nSeen = indexAtTime(rows, testFrom);
  return {
    test: sliceCloudTrailRows(rows, nSeen, rows.labels.length),
    own: { scores: scores.subarray(nSeen), classes: classes.subarray(nSeen), threshold },
  };
}

/** What `judgeThreats` says of the rows that test. */
export function judgeTest(
  rows: CloudTrailRows,
  borders: CloudTrailBorders,
  scored: ThresholdedScores,
): Record<string, number> {
  const { test, own } = testPart(rows, borders, scored);
  return judgeThreats(test, own, own.threshold);
}
