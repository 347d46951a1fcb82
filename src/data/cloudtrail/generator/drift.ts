/** Three years. */
export const N_DAYS = 1095;
const N_QUARTERS = 12;
const QUARTER_DAYS = N_DAYS / N_QUARTERS;

/** Quarters 0 to 11; the last year has 8 to 11. */
export const QUARTERS: readonly number[] = [...Array(N_QUARTERS).keys()];

/** Quarter of a day, both counted from the start. */
export function quarterOf(day: number): number {
  return Math.min(Math.floor(day / QUARTER_DAYS), N_QUARTERS - 1);
}

/** How often calls are denied, by quarter: rights are taken away in the second and the third year, then mended. */
export const ERROR_FACTORS: readonly number[] = [
  1, 1, 1.1, 1, 1.4, 1.2, 1, 2.2, 1.6, 1.3, 1.9, 1.5,
];

/** How much is done, by quarter: the company grows. */
export function growth(quarter: number): number {
  return 0.85 + 0.027 * quarter;
}

/** Share of its final use that a service has in a quarter: adopted over a year from its first quarter on. */
export function adoption(from: number, quarter: number): number {
  if (from === 0) return 1;
  return Math.min(Math.max((quarter - from + 1) / 4, 0), 1);
}

/** The office's line is another from the second year on, and again late in the third. */
export const OFFICE_MOVES: readonly number[] = [4, 9];
/** From then on people also come through a tunnel. */
export const TUNNEL_FROM = 5;
/** From then on nearly all have to give a second factor. */
export const SECOND_FACTOR_FROM = 6;
/** From then on some work in a region that is new. */
export const REGION_FROM = 6;
