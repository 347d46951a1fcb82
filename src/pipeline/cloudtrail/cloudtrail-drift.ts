import type { DriftOptions } from '../../evaluate/drift/feature-drift';
import { type MonthDrift, monthlyDrift } from '../../evaluate/drift/monthly-drift';
import { CLOUDTRAIL_FEATURES } from '../../features/cloudtrail-feature-table';
import type { ThreatRows } from './threat-rows';

/**
 * How far each of the 20 features is from those of the training events, month by month; for `driftPlot`. Values are taken to
 * three digits, which ten bins do not see.
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
    Float64Array.from({ length: nSamples }, (_, i) =>
      Number(data[i * nFeatures + j].toPrecision(3)),
    ),
  ]);
  return monthlyDrift(Object.fromEntries(columns), times, from, { nPermutations: 40, ...options });
}
