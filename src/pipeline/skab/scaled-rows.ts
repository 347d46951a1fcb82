import type { ProcessRecording } from '../../data/process/recording';
import { applyScaler, fitScaler } from '../../features/scale';
import { type Matrix, takeRows } from '../../matrix';

/** Rows at the start of an experiment that its authors fit on: all normal. */
export const SKAB_TRAIN_ROWS = 400;

/** Rows of a recording, in standard deviations from the mean of its first 400. */
export interface ScaledRows {
  readonly name: string;
  readonly samples: Matrix;
}

/** The first 400 samples, which a method is fitted on, copied. */
export function trainRows(samples: Matrix): Matrix {
  return takeRows(
    samples,
    Int32Array.from({ length: SKAB_TRAIN_ROWS }, (_, i) => i),
  );
}

/**
 * Scales an experiment by its first 400 rows.
 *
 * @throws {RangeError} if there are no more rows than that, or a value is not finite.
 */
export function scaleExperiment({
  name,
  samples,
}: Pick<ProcessRecording, 'name' | 'samples'>): ScaledRows {
  if (samples.nSamples <= SKAB_TRAIN_ROWS) {
    throw new RangeError(
      `${name}: must have more than ${SKAB_TRAIN_ROWS} samples, got ${samples.nSamples}`,
    );
  }
  const scaler = fitScaler(trainRows(samples), 'standard');
  return { name, samples: applyScaler(scaler, samples) };
}
