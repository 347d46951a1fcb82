import { createRandom } from '../random';
import { clipByGlobalNorm } from './clip-gradients';
import { integers, read, scope, type Tensor } from './engine';
import type { LayerMaker, Mode, Weight } from './layer';
import { addIntegers } from './ops';
import { type AdamStep, createVariable, type Resource, type Variable } from './variable';

/** Weights by name, as they are saved. */
export type WeightValues = Readonly<Record<string, Float32Array>>;

/** A stack of layers with weights of its own. */
export interface Network {
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly weights: readonly Pick<Weight, 'name' | 'shape'>[];
  /** Weights, and what Adam keeps for them once training has started. */
  readonly resources: readonly Resource[];
  startTraining(): void;
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
  /** Two integers that the step's draws start from, as a tensor. */
  readonly seed: Tensor;
  /** The norm of all gradients is at most this. Default: any. */
  readonly clipNorm?: number;
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
    const mode = { training: false, nextSeed: noSeed, ...(observe && { observe }) };
    return layer.forward(input, readAll(), mode).output;
  };
  return {
    inputShape,
    outputShape: layer.outputShape,
    weights: layer.weights,
    get resources() {
      return variables.flatMap(({ resources }) => resources);
    },
    startTraining: () => {
      for (const variable of variables) variable.startTraining();
    },
    trainStep: (input, lossGradient, step) => {
      const pass = layer.forward(input, readAll(), {
        training: true,
        nextSeed: seedsFrom(step.seed),
      });
      const gradients = pass.backward(lossGradient(pass.output)).weights;
      const learned = [...variables.keys()].filter((i) => layer.weights[i].update !== 'value');
      const own = learned.map((i) => gradients[i]);
      const applied = step.clipNorm === undefined ? own : clipByGlobalNorm(own, step.clipNorm);
      learned.forEach((i, nth) => {
        variables[i].applyAdam(applied[nth], step);
      });
      variables.forEach((variable, i) => {
        if (!learned.includes(i)) variable.assignTensor(gradients[i]);
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
        variable.assign(checkWeight(values[names[i]], names[i], layer.weights[i].shape));
      });
    },
    dispose: () => {
      isDisposed = true;
      for (const variable of variables.splice(0)) variable.dispose();
    },
  };
}

/** Each draw of a pass gets a seed of its own. */
function seedsFrom(seed: Tensor): () => Tensor {
  let nDraws = 0;
  return () => addIntegers(seed, integers([0, nDraws++]));
}

function noSeed(): Tensor {
  throw new Error('nothing is drawn in prediction');
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
