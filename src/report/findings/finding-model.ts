import { createHash } from 'node:crypto';
import type { Windows } from '../../features/window';
import type { Matrix } from '../../matrix';
import type { FittedPipeline } from '../../pipeline/fitted-pipeline';

/** What a finding says of the pipeline behind it. */
export interface FindingModel {
  /** Such as the name of the folder that it is saved in. */
  readonly name: string;
  /** 12 hex digits that change with what was learned. */
  readonly version: string;
  /** Name of its detector. */
  readonly detector: string;
  /** Scores at or above it are anomalies. */
  readonly threshold: number;
  /** Calibration scores that p-values are ranks among. */
  readonly nCalibration: number;
}

/** What findings say of a pipeline; make it once, for all its findings. */
export function findingModelOf(
  fitted: FittedPipeline<Matrix | Windows>,
  name: string,
): FindingModel {
  const { state, detector, threshold, calibrationScores } = fitted;
  const hash = createHash('sha256')
    .update(JSON.stringify([detector.name, detector.params, state]))
    .update(new Uint8Array(Float32Array.from(calibrationScores).buffer));
  return {
    name,
    version: hash.digest('hex').slice(0, 12),
    detector: detector.name,
    threshold,
    nCalibration: calibrationScores.length,
  };
}
