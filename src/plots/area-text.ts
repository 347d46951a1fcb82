import type { Interval } from '../evaluate/interval';

/** The area under a curve, or with its interval, as `bootstrapInterval` gives it. */
export type Area = number | Pick<Interval, 'estimate' | 'lower' | 'upper'>;

/** An area for a legend: `, AUC 0.953` or `, AUC 0.953 (0.930 to 0.970)`; nothing where there is none. */
export function areaText(name: string, area: Area | undefined): string {
  if (area === undefined) return '';
  if (typeof area === 'number') return `, ${name} ${area.toFixed(3)}`;
  const { estimate, lower, upper } = area;
  return `, ${name} ${estimate.toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`;
}
