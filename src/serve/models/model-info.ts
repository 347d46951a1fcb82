import type { Params } from '../../detectors/detector';
import type { PipelineState } from '../../pipeline/state';
import type { EventColumn } from './event-columns';
import type { ReloadFailure } from './model-registry';
import type { ServedModel } from './served-model';

/** A model as `/models` tells of it. */
export interface ModelInfo {
  readonly name: string;
  readonly detector: { readonly name: string; readonly params: Params };
  /** What it reads of an event. */
  readonly columns: readonly EventColumn[];
  /** What the columns become, in the order in which `features` are given. */
  readonly featureNames: readonly string[];
  readonly threshold: number;
  readonly rule: PipelineState['rule'];
  readonly windows: PipelineState['windows'];
  readonly metadata: PipelineState['metadata'];
  /** ISO 8601. */
  readonly loadedAt: string;
  /** Why it is older than its folder; null where it is not. */
  readonly reloadFailure: { readonly message: string; readonly time: string } | null;
}

/** Tells of a model. */
export function modelInfo(model: ServedModel, failure: ReloadFailure | undefined): ModelInfo {
  const { name, pipeline, columns, loadedAt } = model;
  const { detector, featureNames, threshold, state } = pipeline;
  return {
    name,
    detector: { name: detector.name, params: detector.params },
    columns,
    featureNames,
    threshold,
    rule: state.rule,
    windows: state.windows,
    metadata: state.metadata,
    loadedAt: new Date(loadedAt).toISOString(),
    reloadFailure: failure
      ? { message: failure.message, time: new Date(failure.time).toISOString() }
      : null,
  };
}
