/** How urgent a finding is, least first; OCSF's `severity_id` counts them from 1. */
export const SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'] as const;

/** One of `SEVERITIES`. */
export type Severity = (typeof SEVERITIES)[number];

/** How fine the calibration of a finding is. */
export type FindingConfidence = 'low' | 'medium' | 'high';

/**
 * An event's p-value as points from 0 to 100: 25 for each power of ten, `floor(-25 log10(p))`.
 *
 * One in 10 normal events has 25 or more, one in 100 has 50, one in 1,000 has 75, one in 10,000 the most.
 * A pipeline with n calibration scores gives no p-value below 1 / (n + 1), so with 99 of them no event
 * has more than 50. That holds as far as `conformalPValues` does.
 *
 * @throws {RangeError} if it is no p-value, in (0, 1].
 */
export function riskScore(pValue: number): number {
  if (!(pValue > 0 && pValue <= 1)) throw new RangeError(`pValue must be in (0, 1], got ${pValue}`);
  const points = Math.floor(1e-9 - 25 * Math.log10(pValue)); // 1/1000 may be 1e-16 beside its power
  return Math.min(points, 100);
}

/** Bands of 25 points: below 25 `informational`, then `low`, `medium`, `high`, and at 100 `critical`. */
export function severityOf(score: number): Severity {
  return SEVERITIES[Math.min(Math.max(Math.floor(score / 25), 0), 4)];
}

/** By what the smallest p-value could be: `high` down to 1 in 10,000, `medium` down to 1 in 1,000, else `low`. */
export function confidenceOf(nCalibration: number): FindingConfidence {
  if (nCalibration >= 9999) return 'high';
  return nCalibration >= 999 ? 'medium' : 'low';
}
