import { createCloudTrailGenerator } from '../../../src/data/cloudtrail/generator/generator';
import type { CloudTrailBorders } from '../../../src/pipeline/cloudtrail/iam-threat-lstm';
import {
  type CloudTrailRows,
  generatedCloudTrailRows,
} from '../../../src/pipeline/cloudtrail/rows';

const START = Date.UTC(2021, 0, 1);
const DAY = 86_400_000;

/** A year of a small company with many attacks: some 9,000 events. */
export function smallRows(seed: number = 1): CloudTrailRows {
  return generatedCloudTrailRows(
    createCloudTrailGenerator({ seed, scale: 0.25, days: 365, attacksPerYear: 156 }),
  );
}

/** Two thirds of the year train, a sixth validates. */
export const BORDERS: CloudTrailBorders = {
  validationFrom: START + 243 * DAY,
  testFrom: START + 304 * DAY,
};
