import { createRandom } from '../random';
import { read, scope, type Tensor } from './engine';
import type { LayerMaker, Mode, Weight } from './layer';
import { type AdamStep, createVariable, type Variable } from './variable';

/** Weights by name, as they are saved. */
export type WeightValues = Readonly<Record<string, Float32Array>>;

/** A stack of layers with weights of its own. */
export interface Network {
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly weights: readonly Pick<Weight, 'name' | 'shape'>[];
  /** One step of training on a batch: forward, backward, and Adam on every weight. */
  trainStep(input: Tensor, lossGradient: (output: Tensor) => Tensor, step: NetworkStep): void;
  /** The output for an input, as in use, not training. */
  predict(input: Tensor): Tensor;
  /**
   * What a layer lets be read out while it predicts, such as `attention`.
   *
   * @throws {RangeError} if no layer does by that name.
   */
  observe(input: Tensor, name: string): Tensor;
  readWeights(): WeightValues;
  assignWeights(values: WeightValues): void;
  dispose(): void;
}

/** What a step of training needs beside the batch. */
export interface NetworkStep extends AdamStep {
  /** Seed of the training and number of the step, for its draws. */
  readonly seed: readonly [number, number];
}

/**
 * Builds a network for one shape of input.
 *
 * @param inputShape `[nTimesteps, nFeatures]`, or `[nFeatures]`.
 * @param seed of the first weights.
 */
export function createNetwork(
  maker: LayerMaker,
  inputShape: readonly number[],
  seed: number,
): Network {
  const layer = maker.make(inputShape, createRandom(seed));
  const variables: Variable[] = layer.weights.map(({ shape, values }) =>
    createVariable(shape, values),
  );
  const names = layer.weights.map(({ name }) => name);
  let isDisposed = false;
  const readAll = () => {
    if (isDisposed) throw new Error('network was disposed');
    return variables.map((variable) => variable.read());
  };
  const predict = (input: Tensor, observe?: Mode['observe']) => {
    const mode = { training: false, nextSeed: seeds([0, 0]), ...(observe && { observe }) };
    return layer.forward(input, readAll(), mode).output;
  };
  return {
    inputShape,
    outputShape: layer.outputShape,
    weights: layer.weights,
    trainStep: (input, lossGradient, step) => {
      const pass = layer.forward(input, readAll(), { training: true, nextSeed: seeds(step.seed) });
      const gradients = pass.backward(lossGradient(pass.output));
      variables.forEach((variable, i) => {
        if (layer.weights[i].update === 'value') variable.assignTensor(gradients.weights[i]);
        else variable.applyAdam(gradients.weights[i], step);
      });
    },
    predict: (input) => predict(input),
    observe: (input, name) => {
      let seen: Tensor | undefined;
      predict(input, (shown, value) => {
        if (shown === name) seen = value;
      });
      if (!seen) throw new RangeError(`a layer must show ${name}, got none`);
      return seen;
    },
    readWeights: () =>
      scope(() => Object.fromEntries(readAll().map((tensor, i) => [names[i], read(tensor)]))),
    assignWeights: (values) => {
      variables.forEach((variable, i) => {
        variable.assign(checkWeight(values[names[i]], names[i], variable.shape));
      });
    },
    dispose: () => {
      isDisposed = true;
      for (const variable of variables.splice(0)) variable.dispose();
    },
  };
}

/** Each draw of a pass gets a seed of its own: at most a thousand draws a step. */
function seeds([seed, step]: readonly [number, number]): () => readonly [number, number] {
  let nDraws = 0;
  return () => [seed | 0, step * 1000 + nDraws++];
}

function checkWeight(values: unknown, name: string, shape: readonly number[]): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1);
  if (!(values instanceof Float32Array)) {
    throw new RangeError(
      `weight ${name} must be float32, got ${values === undefined ? 'none' : 'other'}`,
    );
  }
  if (values.length !== size) {
    throw new RangeError(`weight ${name} must have ${size} values, got ${values.length}`);
  }
  if (!values.every(Number.isFinite)) {
    throw new RangeError(`weight ${name} must be finite`);
  }
  return values;
}
