import { join } from 'node:path';
import { writeArtifact } from '../detectors/artifact';
import type { FittedDetector } from '../detectors/detector';
import type { ThresholdRule } from '../evaluate/threshold-rule';
import type { ScalerState } from '../features/scale';
import type { ColumnsState } from './columns';

/** What is saved of a pipeline beside its detector and calibration scores: plain JSON. */
export interface PipelineState {
  readonly columns: ColumnsState;
  readonly scaler: ScalerState | null;
  readonly threshold: number;
  readonly rule: ThresholdRule;
  readonly metadata: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Writes `detector/` first and `pipeline.json` last, so that a folder with a `pipeline.json` is whole.
 */
export async function savePipeline(
  directory: string,
  state: PipelineState,
  detector: FittedDetector,
  calibrationScores: Float32Array,
): Promise<void> {
  await detector.save(join(directory, 'detector'));
  await writeArtifact(directory, 'pipeline', state, { calibrationScores });
}
