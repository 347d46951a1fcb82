import type { Random } from '../random';
import type { Tensor } from './engine';

/** A weight with its first values. */
export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** What the way back gives for it: a `gradient` (default), or the new `value`, as of averages. */
  readonly update?: 'gradient' | 'value';
}

/** How a forward pass is meant. */
export interface Mode {
  /** Whether layers behave as in training: dropout drops. */
  readonly training: boolean;
  /** Gives each draw of the pass a seed of its own, two integers. */
  readonly nextSeed: () => Tensor;
  /** Is shown what a layer lets be read out, such as `attention`; only in this call. */
  readonly observe?: (name: string, value: Tensor) => void;
}

/** A forward pass and the way back. */
export interface Forward {
  readonly output: Tensor;
  /** Gradients of the loss, from its gradient at the output. */
  backward(gradient: Tensor): Gradients;
}

/** Gradients of the loss at a layer. */
export interface Gradients {
  readonly input: Tensor;
  /** In the order of the layer's weights; the new value where a weight's update says so. */
  readonly weights: readonly Tensor[];
}

/**
 * A layer for one shape of input: its weights, and a pass with its gradient written out by hand.
 *
 * Sequences are time-major, `[nTimesteps, nSamples, nFeatures]`, since the kernels of recurrent
 * layers want them so; other inputs are `[nSamples, nFeatures]`. Shapes here leave the samples out.
 */
export interface Layer {
  readonly weights: readonly Weight[];
  readonly outputShape: readonly number[];
  /** Of layers one after another: what each is. */
  readonly parts?: readonly Part[];
  forward(input: Tensor, weights: readonly Tensor[], mode: Mode): Forward;
}

/** What of a layer its shapes do not tell. */
export interface LayerConfig {
  /** Of a dense layer: what follows its product. */
  readonly activation?: string;
  /** Of dropout: the share that is dropped. */
  readonly rate?: number;
}

/** A layer among others, told by its kind, its config and its shapes. */
export interface Part {
  readonly kind: string;
  readonly config: LayerConfig;
  readonly outputShape: readonly number[];
  readonly weights: readonly Pick<Weight, 'shape' | 'update'>[];
}

/** Makes a layer once the shape of its input is known; draws its first weights. */
export interface LayerMaker {
  readonly kind: string;
  readonly config?: LayerConfig;
  make(inputShape: readonly number[], random: Random): Layer;
}

/** The size of an input with this many samples: `[nTimesteps, nSamples, nFeatures]` or `[nSamples, nFeatures]`. */
export function withSamples(shape: readonly number[], nSamples: number): number[] {
  return [...shape.slice(0, -1), nSamples, shape[shape.length - 1]];
}
