import { type Comparison, compareColumn } from './compare-column';
import type { DriftColumns, DriftOptions } from './feature-drift';

const DAY_MS = 86_400_000;

/**
 * Compares each column of some samples with a reference; by chance means: when whole days change sides, since events of one
 * day (of a session, of an hour) are alike.
 *
 * @param sides indices of samples.
 */
export function compareDays(
  columns: DriftColumns,
  times: ArrayLike<number>,
  { reference, current }: { reference: readonly number[]; current: readonly number[] },
  settings: Required<DriftOptions>,
): (Comparison & { readonly feature: string; readonly nSamples: number })[] {
  const dayOf = (i: number) => Math.floor(times[i] / DAY_MS);
  const blocks = [...reference.map(dayOf), ...current.map((i) => dayOf(i) + 0.5)]; // a day on both sides is two
  return Object.keys(columns).map((feature) => {
    const [before, after] = [reference, current].map((side) => take(columns[feature], side));
    return {
      feature,
      nSamples: current.length,
      ...compareColumn(feature, before, after, settings, blocks),
    };
  });
}

function take<Column extends ArrayLike<unknown>>(column: Column, samples: readonly number[]) {
  return samples.map((i) => column[i]) as unknown as Column;
}
