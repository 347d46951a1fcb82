import { SKAB_TRAIN_ROWS } from './scaled-rows';

/** Flags that no sensor is looked at for: what a figure must be above to mean anything. */
export interface BlindMethod {
  readonly name: string;
  /** Whether row `i` of an experiment is flagged. */
  flags(row: number): boolean;
}

/**
 * A warning: neither looks at a sensor. In the experiments of `valve1` the valve is closed and opened at nearly the same second
 * each time, so that a clock beats every detector; no method here is told the row it scores.
 */
export const BLIND_METHODS: readonly BlindMethod[] = [
  { name: 'all rows', flags: () => true },
  { name: 'all rows behind the first 400', flags: (row) => row >= SKAB_TRAIN_ROWS },
  { name: 'clock: rows 570 to 979', flags: (row) => row >= 570 && row <= 979 },
];
