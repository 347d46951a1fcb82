import type { ProcessRecording } from '../../../src/data/process/recording';
import { matrix } from '../../../src/matrix';

/** A recording of rows a second apart, of points P1_A, P2_B and so on, without labels. */
export function smallRecording(
  rows: readonly (readonly number[])[],
  others: Partial<ProcessRecording> = {},
): ProcessRecording {
  return {
    name: 'small',
    times: Float64Array.from(rows, (_, i) => i * 1000),
    points: (rows[0] ?? []).map((_, j) => `P${j + 1}_${String.fromCharCode(65 + j)}`),
    samples: matrix(rows),
    labels: null,
    ...others,
  };
}
