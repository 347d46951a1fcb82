import {
  attribute,
  BOOL,
  FLOAT,
  INT32,
  integers,
  run,
  runAll,
  scalar,
  type Tensor,
} from './engine';

const T = attribute('T', 'type', FLOAT);
const ELEMENTWISE = [T];
const RESHAPE = [T, attribute('Tshape', 'type', INT32)];
const SLICE = [T, attribute('Index', 'type', INT32)];
const PAD = [T, attribute('Tpaddings', 'type', INT32)];
const TRANSPOSE = [T, attribute('Tperm', 'type', INT32)];
const CONCAT = [T, attribute('Tidx', 'type', INT32)];
const REDUCE = [T, attribute('Tidx', 'type', INT32), attribute('keep_dims', 'bool', true)];
const BOOL_TO_FLOAT = [
  attribute('SrcT', 'type', BOOL),
  attribute('DstT', 'type', FLOAT),
  attribute('Truncate', 'bool', false),
];
const UNIFORM = [
  attribute('dtype', 'type', FLOAT),
  attribute('T', 'type', INT32),
  attribute('Tseed', 'type', INT32),
];
const FILL = [T, attribute('index_type', 'type', INT32)];

/** Which side of a product is transposed. */
export interface Transposed {
  readonly a?: boolean;
  readonly b?: boolean;
}

const PRODUCTS = [false, true].map((a) =>
  [false, true].map((b) => [
    T,
    attribute('transpose_a', 'bool', a),
    attribute('transpose_b', 'bool', b),
  ]),
);
const BATCH_PRODUCTS = [false, true].map((x) =>
  [false, true].map((y) => [T, attribute('adj_x', 'bool', x), attribute('adj_y', 'bool', y)]),
);

/** Product of two matrices. */
export function matMul(a: Tensor, b: Tensor, transposed: Transposed = {}): Tensor {
  return run('MatMul', PRODUCTS[Number(transposed.a ?? 0)][Number(transposed.b ?? 0)], [a, b]);
}

/** Products of the matrices in the last two axes. */
export function batchMatMul(a: Tensor, b: Tensor, transposed: Transposed = {}): Tensor {
  const attributes = BATCH_PRODUCTS[Number(transposed.a ?? 0)][Number(transposed.b ?? 0)];
  return run('BatchMatMulV2', attributes, [a, b]);
}

/** Sum of two tensors, the smaller one repeated. */
export function add(a: Tensor, b: Tensor): Tensor {
  return run('AddV2', ELEMENTWISE, [a, b]);
}

/** Sum of two tensors of integers. */
export function addIntegers(a: Tensor, b: Tensor): Tensor {
  return run('AddV2', [attribute('T', 'type', INT32)], [a, b]);
}

/** Difference of two tensors, the smaller one repeated. */
export function subtract(a: Tensor, b: Tensor): Tensor {
  return run('Sub', ELEMENTWISE, [a, b]);
}

/** Product of two tensors element by element, the smaller one repeated. */
export function multiply(a: Tensor, b: Tensor): Tensor {
  return run('Mul', ELEMENTWISE, [a, b]);
}

/** A tensor times a number. */
export function scale(a: Tensor, factor: number): Tensor {
  return multiply(a, scalar(factor));
}

/** Adds a bias to the last axis. */
export function addBias(a: Tensor, bias: Tensor): Tensor {
  return run('BiasAdd', ELEMENTWISE, [a, bias]);
}

/** Gradient of a bias: the sum over all but the last axis. */
export function biasGradient(gradient: Tensor): Tensor {
  return run('BiasAddGrad', ELEMENTWISE, [gradient]);
}

/** A function of each element, by the name of its kernel. */
export function unary(name: 'Relu' | 'Sigmoid' | 'Tanh' | 'Rsqrt' | 'Square', a: Tensor): Tensor {
  return run(name, ELEMENTWISE, [a]);
}

/** Gradient of an activation, by the name of its kernel. */
export function activationGradient(
  name: 'ReluGrad' | 'SigmoidGrad' | 'TanhGrad',
  inputs: readonly [Tensor, Tensor],
): Tensor {
  return run(name, ELEMENTWISE, inputs);
}

/** Softmax over the last axis. */
export function softmax(a: Tensor): Tensor {
  return run('Softmax', ELEMENTWISE, [a]);
}

/** Mean over axes, which stay with size 1. */
export function mean(a: Tensor, axes: readonly number[]): Tensor {
  return run('Mean', REDUCE, [a, integers(axes)]);
}

/** Sum over axes, which stay with size 1. */
export function sum(a: Tensor, axes: readonly number[]): Tensor {
  return run('Sum', REDUCE, [a, integers(axes)]);
}

/** The same values in another shape; one size may be -1. */
export function reshape(a: Tensor, shape: readonly number[]): Tensor {
  return run('Reshape', RESHAPE, [a, integers(shape)]);
}

/** Axes in another order. */
export function transpose(a: Tensor, order: readonly number[]): Tensor {
  return run('Transpose', TRANSPOSE, [a, integers(order)]);
}

/** A block of a tensor. */
export function slice(a: Tensor, begin: readonly number[], size: readonly number[]): Tensor {
  return run('Slice', SLICE, [a, integers(begin), integers(size)]);
}

/** Zeros before and after each axis. */
export function pad(a: Tensor, paddings: readonly (readonly [number, number])[]): Tensor {
  return run('Pad', PAD, [a, integers(paddings.flat(), [paddings.length, 2])]);
}

/** Tensors one behind the other along an axis. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const attributes = [attribute('N', 'int', parts.length), ...CONCAT];
  return run('ConcatV2', attributes, [...parts, integers([axis], [])]);
}

/** Tensors of one shape, along a new first axis. */
export function stack(parts: readonly Tensor[]): Tensor {
  return run('Pack', [attribute('N', 'int', parts.length), T, attribute('axis', 'int', 0)], parts);
}

/** The tensors along the first axis, which goes. */
export function unstack(a: Tensor): Tensor[] {
  const attributes = [attribute('num', 'int', a.shape[0]), T, attribute('axis', 'int', 0)];
  return runAll('Unpack', attributes, [a], a.shape[0]);
}

/** A tensor repeated along new or single axes. */
export function broadcast(a: Tensor, shape: readonly number[]): Tensor {
  return run('BroadcastTo', CONCAT, [a, integers(shape)]);
}

/** Zeros of a shape. */
export function zeros(shape: readonly number[]): Tensor {
  return run('Fill', FILL, [integers(shape), scalar(0)]);
}

/**
 * Ones and zeros by chance, the ones with a probability; the same seed gives the same.
 *
 * Source: Philox counters, Salmon et al. 2011, as `tf.random.stateless_uniform` has them.
 */
export function bernoulli(shape: readonly number[], probability: number, seed: Tensor): Tensor {
  const uniform = run('StatelessRandomUniform', UNIFORM, [integers(shape), seed]);
  const below = run('Less', ELEMENTWISE, [uniform, scalar(probability)]);
  return run('Cast', BOOL_TO_FLOAT, [below]);
}
