import type { DriftOptions } from '../../evaluate/drift/feature-drift';
import { type MonthDrift, monthlyDrift } from '../../evaluate/drift/monthly-drift';
import { CLOUDTRAIL_FEATURES } from '../../features/cloudtrail/feature-table';
import type { ThreatRows } from './threat-rows';

/**
 * How far each of the 20 features is from those of the training events, month by month; for `driftPlot`.
 *
 * Values are rounded to a thousandth: counts that fade are never quite 0 again, and bins must not tell 1e-40 from 1e-300.
 *
 * @param from first moment after training, epoch ms.
 * @throws {RangeError} as `monthlyDrift`.
 */
export function cloudTrailDrift(
  { times, features }: ThreatRows,
  from: number,
  options: DriftOptions = {},
): MonthDrift[] {
  const { data, nSamples, nFeatures } = features;
  const columns = CLOUDTRAIL_FEATURES.map(({ name }, j) => [
    name,
    Float64Array.from(
      { length: nSamples },
      (_, i) => Math.round(data[i * nFeatures + j] * 1000) / 1000,
    ),
  ]);
  return monthlyDrift(Object.fromEntries(columns), times, from, { nPermutations: 40, ...options });
}
