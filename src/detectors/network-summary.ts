import type { Part } from '../networks/layer';
import { createRandom } from '../random';
import { checkInteger, checkOptionNames } from './check';
import type { Params } from './detector';
import { NETWORK_NAMES, networkLayers } from './network-layers';

/** A layer of a network and how much it learns. */
export interface LayerSummary {
  /** Such as `lstm`, `batchNorm`, `dense relu`. */
  readonly layer: string;
  /** Of one window or sample: `[nTimesteps, nFeatures]` or `[nFeatures]`. */
  readonly outputShape: readonly number[];
  /** Numbers that are learned or averaged. */
  readonly nParameters: number;
  /** Those of them that gradients change: all but the averages of batch normalisation. */
  readonly nTrainable: number;
}

/** What a network will see. */
export interface NetworkSummaryOptions {
  /** Features of a sample. */
  readonly nFeatures: number;
  /** Samples in a window. Default 1. */
  readonly length?: number;
  /** Of classifiers. Default 2. */
  readonly nClasses?: number;
}

/**
 * The layers of a detector that is a network, with their shapes and sizes, before it is trained.
 *
 * @param detector what `lstmAutoencoder()` and such return, or a fitted one.
 * @returns first layer first. Keras counts alike: four gates of an LSTM with one bias each, four numbers a feature in batch normalisation.
 * @throws {RangeError} if the detector is no network, or an option is unknown or out of range.
 * @example
 * networkSummary(lstmAutoencoder(), { length: 100, nFeatures: 59 });
 */
export function networkSummary(
  detector: { readonly name: string; readonly params: Params },
  options: NetworkSummaryOptions,
): LayerSummary[] {
  checkOptionNames(options, ['nFeatures', 'length', 'nClasses']);
  const { nFeatures, length = 1, nClasses = 2 } = options;
  checkInteger('nFeatures', nFeatures, 1);
  checkInteger('nClasses', nClasses, 2);
  const { name, params } = detector;
  if (!NETWORK_NAMES.includes(name)) {
    throw new RangeError(`detector must be one of ${NETWORK_NAMES.join(', ')}, got ${name}`);
  }
  const nForetold = name === 'lstmForecaster' ? 1 : 0;
  checkInteger('length', length, 1 + nForetold);
  const seen = length - nForetold;
  const maker = networkLayers({ name, params, length: seen, nFeatures, nClasses });
  const { parts = [] } = maker.make([seen, nFeatures], createRandom(0));
  return parts.map(summaryOf);
}

function summaryOf({ kind, config, outputShape, weights }: Part): LayerSummary {
  const { activation = 'linear' } = config;
  const count = (some: Part['weights']) =>
    some.reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0);
  return {
    layer: activation === 'linear' ? kind : `${kind} ${activation}`,
    outputShape,
    nParameters: count(weights),
    nTrainable: count(weights.filter(({ update }) => update !== 'value')),
  };
}
