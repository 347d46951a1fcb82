/** What attacks move: set-points and commands as the controllers and valves get them. */
const TARGETS = [
  'P1_B2016',
  'P1_B3004',
  'P1_B3005',
  'P1_PCV01D',
  'P1_LCV01D',
  'P2_SD01',
  'P3_LH',
  'P3_LL',
  'P3_LCP01D',
  'P3_LCV01D',
] as const;

/** One of `TARGETS`. */
export type Target = (typeof TARGETS)[number];

/** By how much each target is off what the operator or controller wants; 0 in normal operation. */
export type Offsets = Record<Target, number>;

/** No attack. */
export function noOffsets(): Offsets {
  return Object.fromEntries(TARGETS.map((target) => [target, 0])) as Offsets;
}
