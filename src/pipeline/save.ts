import { join } from 'node:path';
import { writeArtifact } from '../detectors/artifact';
import type { FittedDetector } from '../detectors/detector';
import type { PipelineState } from './pipeline';

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
