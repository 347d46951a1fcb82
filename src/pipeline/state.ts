import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeArtifact } from '../data/artifact';
import type { ThresholdRule } from '../evaluate/threshold-rule';
import type { Category } from '../features/categories';
import type { ScalerState } from '../features/scale';
import type { ColumnsState } from './columns';
import { checkHoldsOnly, replaceFolder } from './replace-folder';
import type { Sequences } from './sequences';

/** What is saved of a pipeline beside its detector and calibration scores: plain JSON. */
export interface PipelineState {
  readonly columns: ColumnsState;
  readonly scaler: ScalerState | null;
  /** How rows are put in sequence; null where the detector takes them one by one. */
  readonly windows: Sequences | null;
  /**
   * A row as most of training were (`typicalRow`; of the normal ones where there were labels); null in
   * a pipeline that was saved before there was one.
   */
  readonly typical: Readonly<Record<string, Category>> | null;
  readonly threshold: number;
  readonly rule: ThresholdRule;
  readonly metadata: Readonly<Record<string, string | number | boolean>>;
}

const FILES = ['detector', 'pipeline.json', 'pipeline.bin'];

/**
 * Refuses a folder that `savePipeline` may not replace, for callers that want to know beforehand.
 *
 * @throws {Error} if it holds anything but a saved pipeline.
 */
export async function checkPipelineFolder(directory: string): Promise<void> {
  await checkHoldsOnly(directory, FILES);
}

/**
 * Writes everything into `DIRECTORY.part` and renames it, so that the folder is whole whenever it is
 * there: the old pipeline or the new one, never files of both.
 *
 * @throws {Error} if the folder holds anything but a saved pipeline, or cannot be written.
 */
export async function savePipeline(
  directory: string,
  state: PipelineState,
  detector: { save(directory: string): Promise<void> },
  calibrationScores: Float32Array,
): Promise<void> {
  const place = resolve(directory); // without a slash at its end
  await checkPipelineFolder(place);
  const part = `${place}.part`;
  await rm(part, { recursive: true, force: true });
  await detector.save(join(part, 'detector'));
  await writeArtifact(part, 'pipeline', state, { calibrationScores });
  const old = `${place}.old`;
  await replaceFolder(place, part, old);
  await rm(old, { recursive: true, force: true });
}
