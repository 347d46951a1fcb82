import type { Tensor as TfTensor, Variable as TfVariable } from '@tensorflow/tfjs-node';
import { expect } from 'vitest';
import { integers, read, scope, tensor } from '../../src/networks/engine';
import { type Layer, type LayerMaker, type Mode, withSamples } from '../../src/networks/layer';
import { loadTensorflow } from '../../src/networks/tensorflow';
import { createRandom } from '../../src/random';

const TOLERANCE = 1e-5;

/** A layer in plain tfjs, differentiated by tfjs; input and output as our layers have them. */
export interface Reference {
  /** Those that have a gradient, in the order of the layer's. */
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

/** What goes into a pass. */
interface Drawn {
  readonly input: Values;
  readonly weights: readonly Values[];
  /** At the output. */
  readonly gradient: Values;
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

/**
 * Expects the reference's output and gradients.
 *
 * Differences are relative to the norm of all that goes in and comes out, there and on the way back:
 * a sum may by chance be all but zero, and then has the rounding of its terms.
 */
export function expectSameGradients(
  maker: LayerMaker,
  point: Point,
  makeReference: MakeReference,
): void {
  const random = createRandom(point.seed);
  const layer = maker.make(point.inputShape, random);
  const draw = (shape: readonly number[]): Values => ({
    shape,
    values: Float32Array.from({ length: sizeOf(shape) }, () => random.normal(0, 0.7)),
  });
  const drawn = {
    input: draw(withSamples(point.inputShape, point.nSamples)),
    weights: layer.weights.map(({ shape }) => draw(shape)),
    gradient: draw(withSamples(layer.outputShape, point.nSamples)),
  };
  const ours = passOf(layer, drawn, trainingMode(point.seed));
  const theirs = referencePass(makeReference, drawn);
  const there = norm([drawn.input.values, theirs.output].map(norm));
  expect(distance(ours.output, theirs.output) / there, 'output').toBeLessThan(TOLERANCE);
  expect(ours.gradients.length).toBe(theirs.gradients.length);
  const back = norm([drawn.gradient.values, ...theirs.gradients].map(norm));
  ours.gradients.forEach((values, i) => {
    const error = distance(values, theirs.gradients[i]) / back;
    const at = i === 0 ? 'input' : layer.weights[i - 1].name;
    expect(error, `gradient at ${at}`).toBeLessThan(TOLERANCE);
  });
}

/** Norm of the difference, relative to the norm of what is expected. */
export function relativeError(actual: Float32Array, expected: Float32Array): number {
  return distance(actual, expected) / norm(expected);
}

/** A training pass whose draws depend on the seed alone. */
export function trainingMode(seed: number): Mode {
  let nDraws = 0;
  return { training: true, nextSeed: () => integers([seed, nDraws++]) };
}

/** A pass as in use. */
export const USE: Mode = { training: false, nextSeed: () => integers([0, 0]) };

function passOf(layer: Layer, { input, weights, gradient }: Drawn, mode: Mode): Pass {
  return scope(() => {
    const [x, g, ...w] = [input, gradient, ...weights].map((v) => tensor(v.shape, v.values));
    const { output, backward } = layer.forward(x, w, mode);
    const gradients = backward(g);
    const learned = gradients.weights.filter((_, i) => layer.weights[i].update !== 'value');
    return { output: read(output), gradients: [gradients.input, ...learned].map(read) };
  });
}

function referencePass(makeReference: MakeReference, drawn: Drawn): Pass {
  const tf = loadTensorflow();
  return tf.tidy(() => {
    const asTensor = (v: Values) => tf.tensor(v.values, [...v.shape]);
    const reference = makeReference(drawn.weights.map(asTensor));
    const input = tf.variable(asTensor(drawn.input));
    const variables = [input, ...reference.weights];
    const loss = () => tf.sum(tf.mul(reference.apply(input), asTensor(drawn.gradient))).asScalar();
    const { grads } = tf.variableGrads(loss, variables);
    const pass = {
      output: Float32Array.from(reference.apply(input).dataSync()),
      gradients: variables.map(({ name }) => Float32Array.from(grads[name].dataSync())),
    };
    tf.dispose(variables);
    return pass;
  });
}

/** Infinity where the lengths differ. */
function distance(a: Float32Array, b: Float32Array): number {
  return a.length === b.length ? norm(Array.from(a, (value, i) => value - b[i])) : Infinity;
}

function norm(values: ArrayLike<number>): number {
  return Math.hypot(...Array.from(values));
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
