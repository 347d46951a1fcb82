/** Values to pixels along an axis. */
export type Scale = (value: number) => number;

/** A straight scale; a domain of one value lands in the middle. */
export function linearScale(
  [low, high]: readonly [number, number],
  [start, end]: readonly [number, number],
): Scale {
  if (low === high) return () => (start + end) / 2;
  return (value) => start + ((value - low) / (high - low)) * (end - start);
}

/** Round values across a domain, about as many as asked for. */
export function ticks(low: number, high: number, about: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(about, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const nTicks = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(nTicks, 0) }, (_, i) => (first + i) * step);
}

/** Whole numbers from 0 to a round one at or above the highest count. */
export function countTicks(highest: number, about: number): number[] {
  const found = ticks(0, Math.max(highest, 1), about).filter(Number.isInteger);
  return found.length > 1 ? found : [0, Math.max(highest, 1)];
}
