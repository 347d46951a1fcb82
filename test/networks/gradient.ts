import type { Tensor as TfTensor, Variable as TfVariable } from '@tensorflow/tfjs-node';
import { expect } from 'vitest';
import { read, scope, tensor } from '../../src/networks/engine';
import { type LayerMaker, type Mode, withSamples } from '../../src/networks/layer';
import { loadTensorflow } from '../../src/networks/tensorflow';
import { createRandom } from '../../src/random';

/** A layer in plain tfjs, differentiated by tfjs; input and output as our layers have them. */
export interface Reference {
  /** In the order of the layer's weights. */
  readonly weights: readonly TfVariable[];
  apply(input: TfTensor): TfTensor;
}

/** Makes the reference for a layer's weights; its tensors are freed after the comparison. */
export type MakeReference = (weights: readonly TfTensor[]) => Reference;

/** Where layers are compared; weights and inputs are drawn from the seed. */
export interface Point {
  /** Without the samples, as layers are made with it. */
  readonly inputShape: readonly number[];
  readonly nSamples: number;
  readonly seed: number;
}

/** Values with their shape. */
interface Values {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What comes out of one pass there and back. */
interface Pass {
  readonly output: Float32Array;
  /** At the input, then at each weight. */
  readonly gradients: readonly Float32Array[];
}

/** A reference without a state: a function of input and weights. */
export function functionOf(
  apply: (input: TfTensor, weights: readonly TfVariable[]) => TfTensor,
): MakeReference {
  return (given) => {
    const weights = given.map((weight) => loadTensorflow().variable(weight));
    return { weights, apply: (input) => apply(input, weights) };
  };
}

/** Expects output and gradients to be the reference's, each within a relative norm. */
export function expectSameGradients(
  maker: LayerMaker,
  point: Point,
  makeReference: MakeReference,
  mode: Mode = trainingMode(point.seed),
  tolerance = 1e-5,
): void {
  const random = createRandom(point.seed);
  const layer = maker.make(point.inputShape, random);
  const draw = (shape: readonly number[]): Values => ({
    shape,
    values: Float32Array.from({ length: sizeOf(shape) }, () => random.normal(0, 0.7)),
  });
  const input = draw(withSamples(point.inputShape, point.nSamples));
  const weights = layer.weights.map(({ shape }) => draw(shape));
  const gradient = draw(withSamples(layer.outputShape, point.nSamples));
  const ours = scope((): Pass => {
    const [x, g, ...w] = [input, gradient, ...weights].map((v) => tensor(v.shape, v.values));
    const pass = layer.forward(x, w, mode);
    const back = pass.backward(g);
    return { output: read(pass.output), gradients: [back.input, ...back.weights].map(read) };
  });
  const theirs = differentiate(makeReference, input, weights, gradient);
  expect(relativeError(ours.output, theirs.output), 'output').toBeLessThan(tolerance);
  expect(ours.gradients.length).toBe(theirs.gradients.length);
  const names = ['input', ...layer.weights.map(({ name }) => name)];
  names.forEach((name, i) => {
    const error = relativeError(ours.gradients[i], theirs.gradients[i]);
    expect(error, `gradient at ${name}`).toBeLessThan(tolerance);
  });
}

/** Norm of the difference, relative to the norm of what is expected. */
export function relativeError(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  return norm(actual.map((value, i) => value - expected[i])) / Math.max(norm(expected), 1e-6);
}

/** A training pass whose draws depend on the seed alone. */
export function trainingMode(seed: number): Mode {
  let nDraws = 0;
  return { training: true, nextSeed: () => [seed, nDraws++] };
}

/** A pass as in use. */
export const USE: Mode = { training: false, nextSeed: () => [0, 0] };

function differentiate(
  makeReference: MakeReference,
  { shape, values }: Values,
  weights: readonly Values[],
  gradient: Values,
): Pass {
  const tf = loadTensorflow();
  return tf.tidy(() => {
    const asTensor = (v: Values) => tf.tensor(v.values, [...v.shape]);
    const reference = makeReference(weights.map(asTensor));
    const input = tf.variable(asTensor({ shape, values }));
    const variables = [input, ...reference.weights];
    const loss = () => tf.sum(tf.mul(reference.apply(input), asTensor(gradient))).asScalar();
    const { grads } = tf.variableGrads(loss, variables);
    const pass = {
      output: Float32Array.from(reference.apply(input).dataSync()),
      gradients: variables.map(({ name }) => Float32Array.from(grads[name].dataSync())),
    };
    tf.dispose(variables);
    return pass;
  });
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((total, value) => total + value * value, 0));
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
