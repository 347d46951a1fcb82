import type { Windows } from '../../features/window';
import type { Matrix } from '../../matrix';
import type { FittedPipeline } from '../../pipeline/fitted-pipeline';
import { type EventColumn, eventColumns } from './event-columns';
import { type ReasonWriter, reasonWriter } from './reason-json';

/** A loaded pipeline of either kind. */
export type LoadedPipeline = FittedPipeline<Matrix | Windows>;

/** A pipeline under its name, with what each request needs of it made ready. */
export interface ServedModel {
  readonly name: string;
  readonly pipeline: LoadedPipeline;
  readonly columns: readonly EventColumn[];
  /** Calibration scores, ascending. */
  readonly calibration: Float64Array;
  readonly writeReasons: ReasonWriter;
  /** Epoch ms. */
  readonly loadedAt: number;
}

/** Makes a pipeline ready to be served. */
export function servedModel(name: string, pipeline: LoadedPipeline, loadedAt: number): ServedModel {
  return {
    name,
    pipeline,
    columns: eventColumns(pipeline.state),
    calibration: Float64Array.from(pipeline.calibrationScores).sort(),
    writeReasons: reasonWriter(pipeline.state),
    loadedAt,
  };
}
