import { checkOptionNames } from '../../detectors/check';
import type { FittedClassifier } from '../../detectors/detector';
import { isolationForest } from '../../detectors/isolation-forest';
import { logisticRegression } from '../../detectors/logistic-regression';
import { lstmClassifier } from '../../detectors/lstm-classifier';
import {
  type FittedTransformer,
  transformerClassifier,
} from '../../detectors/transformer-classifier';
import type { ThresholdRule } from '../../evaluate/threshold-rule';
import { IAM_COLUMNS } from '../../features/iam-features';
import type { Windows } from '../../features/window';
import type { Matrix } from '../../matrix';
import { type Pipeline, type PipelineParts, pipeline } from '../pipeline';

/** Models of IAM events, by name. */
export const IAM_MODELS = ['isolationForest', 'logisticRegression', 'lstm', 'transformer'] as const;

/** One of `IAM_MODELS`. */
export type IamModel = (typeof IAM_MODELS)[number];

/** Name of the detector in each model's pipeline. @internal */
export const IAM_DETECTORS: Readonly<Record<IamModel, string>> = {
  isolationForest: 'isolationForest',
  logisticRegression: 'logisticRegression',
  lstm: 'lstmClassifier',
  transformer: 'transformerClassifier',
};

/** What may differ between pipelines of one model. */
export interface IamPipelineOptions {
  /** Default 0. */
  readonly seed?: number;
  /** Passes over the training events, for networks. Default 30. */
  readonly epochs?: number;
  /** Events of a user that a network sees, the last one included. Default 10. */
  readonly sequenceLength?: number;
  /** Assumed share of anomalies, (0, 0.5], for the isolation forest's threshold. Default 0.1. */
  readonly contamination?: number;
  /** Default: by `contamination` for the isolation forest, the value 0.5 for networks. */
  readonly threshold?: ThresholdRule;
  /** Saved with the pipeline, beside `recipe`, `model` and `seed`. */
  readonly metadata?: NonNullable<PipelineParts['metadata']>;
}

const OPTION_NAMES = ['seed', 'epochs', 'sequenceLength', 'contamination', 'threshold', 'metadata'];

/**
 * The pipeline of one of the models of IAM events, not fitted yet.
 *
 * Source: the parameters are those of seed 000, sections 4 to 6.
 *
 * @throws {RangeError} if the model or an option is unknown, or an option is out of range.
 */
export function iamPipeline(model: 'isolationForest', options?: IamPipelineOptions): Pipeline;
export function iamPipeline(
  model: 'logisticRegression' | 'lstm',
  options?: IamPipelineOptions,
): Pipeline<Windows, FittedClassifier<Windows>>;
export function iamPipeline(
  model: 'transformer',
  options?: IamPipelineOptions,
): Pipeline<Windows, FittedTransformer>;
export function iamPipeline(
  model: IamModel,
  options?: IamPipelineOptions,
): Pipeline<Matrix | Windows>;
export function iamPipeline(
  model: IamModel,
  options: IamPipelineOptions = {},
): Pipeline<Matrix | Windows> {
  checkOptionNames(options, OPTION_NAMES);
  const { seed = 0, epochs = 30, sequenceLength = 10, contamination = 0.1 } = options;
  const parts = (threshold: ThresholdRule): PipelineParts => ({
    columns: IAM_COLUMNS,
    scaler: 'standard',
    threshold: options.threshold ?? threshold,
    metadata: { ...options.metadata, recipe: 'iam', model, seed },
  });
  const windows = { length: sequenceLength, entity: 'userId', time: 'time' };
  const likely: ThresholdRule = { kind: 'value', value: 0.5 };
  const training = { epochs, batchSize: 32, seed };
  switch (model) {
    case 'isolationForest':
      return pipeline({
        ...parts({ kind: 'contamination', share: contamination }),
        detector: isolationForest({ seed }),
      });
    case 'logisticRegression':
      return pipeline({ ...parts(likely), windows, detector: logisticRegression(training) });
    case 'lstm':
      return pipeline({
        ...parts(likely),
        windows,
        detector: lstmClassifier({ units: [64, 32], dropout: 0.2, ...training }),
      });
    case 'transformer':
      return pipeline({
        ...parts(likely),
        windows,
        detector: transformerClassifier({
          embedding: 32,
          heads: 4,
          feedForward: 64,
          dropout: 0.1,
          ...training,
        }),
      });
    default:
      throw new RangeError(`model must be one of ${IAM_MODELS.join(', ')}, got ${model}`);
  }
}
