import { loadTensorflow } from './tensorflow';

/**
 * A tensor inside TensorFlow: lives until its scope ends.
 *
 * Not tfjs's tensor: kernels are called straight through tfjs-node's binding, without tape and
 * registry, at a third of the time a call.
 */
export interface Tensor {
  /** Handle of the binding. */
  readonly id: number;
  readonly shape: readonly number[];
  /** Of its numbers; `FLOAT` where it is not given. */
  readonly dtype?: number;
}

/** An attribute of a kernel. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean | string | readonly number[];
}

/** What is used of tfjs-node's native module. */
interface Binding {
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    nOutputs: number,
  ): Tensor[];
  createTensor(shape: readonly number[], type: number, values: unknown): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array;
  loadSavedModel(path: string, tags: string): number;
  runSavedModel(
    session: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): Tensor[];
  deleteSavedModel(session: number): void;
}

/** Numbers that a tensor was made of. */
export interface Source {
  readonly type: number;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** A kernel that was run while a recording was made. */
export interface Operation {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** What was run, and the tensors made of numbers meanwhile, by their ids. */
export interface Recording {
  readonly operations: Operation[];
  readonly sources: Map<number, Source>;
}

/** Source: `TF_DataType` in tensorflow/c/tf_datatype.h. */
export const FLOAT = 1;
export const INT32 = 3;
export const INT64 = 9;
export const BOOL = 10;

/** Source: `TF_AttrType` in tensorflow/c/tf_attrtype.h. */
const ATTRIBUTE = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const;

/** An attribute of the kind given. */
export function attribute(
  name: string,
  kind: keyof typeof ATTRIBUTE,
  value: Attribute['value'],
): Attribute {
  return { name, type: ATTRIBUTE[kind], value };
}

let binding: Binding | undefined;
let live: Set<number> | undefined;
let nLive = 0;
let recording: Recording | undefined;
const constants = new Map<string, Tensor>();
const constantSources = new Map<number, Source>();

/** The native module, for what is not run kernel by kernel. */
export function loadBinding(): Binding {
  binding ??= (loadTensorflow().backend() as unknown as { binding: Binding }).binding;
  return binding;
}

/** Runs a kernel with several outputs. */
export function runAll(
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly Tensor[],
  nOutputs: number,
): Tensor[] {
  if (recording && nOutputs === 0) {
    recording.operations.push({ name, attributes, inputs, outputs: [] });
    return [];
  }
  const ids = inputs.map(({ id }) => id);
  const outputs = loadBinding().executeOp(name, attributes, ids, nOutputs).map(track);
  recording?.operations.push({ name, attributes, inputs, outputs });
  return outputs;
}

/**
 * Writes down which kernels the work runs, so that a graph can run them again.
 *
 * They are run, too, but for those without an output, which change variables.
 */
export function record<T>(work: () => T): { readonly result: T; readonly recording: Recording } {
  const made: Recording = { operations: [], sources: new Map(constantSources) };
  recording = made;
  try {
    return { result: work(), recording: made };
  } finally {
    recording = undefined;
  }
}

/** Runs a kernel with one output. */
export function run(
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly Tensor[],
): Tensor {
  return runAll(name, attributes, inputs, 1)[0];
}

/** A tensor of these values, row-major. */
export function tensor(shape: readonly number[], values: Float32Array | Int32Array): Tensor {
  const type = values instanceof Int32Array ? INT32 : FLOAT;
  const id = loadBinding().createTensor(shape, type, values);
  const made = track({ id, shape, dtype: type });
  recording?.sources.set(made.id, { type, shape, values });
  return made;
}

/** A number as a tensor that is made once and kept: for the numbers that formulas hold. */
export function scalar(value: number): Tensor {
  return constant(`float ${value}`, [], FLOAT, Float32Array.of(value));
}

/** Integers as a tensor that is made once and kept: for shapes and axes. */
export function integers(
  values: readonly number[],
  shape: readonly number[] = [values.length],
): Tensor {
  return constant(`int ${shape} ${values}`, shape, INT32, Int32Array.from(values));
}

/** A 64-bit integer as a tensor that is made once and kept. */
export function integer64(value: number): Tensor {
  return constant(`int64 ${value}`, [], INT64, Int32Array.of(value, 0));
}

function constant(
  key: string,
  shape: readonly number[],
  type: number,
  values: Float32Array | Int32Array,
): Tensor {
  const known = constants.get(key);
  if (known) return known;
  const made = { id: loadBinding().createTensor(shape, type, values), shape };
  const source = { type, shape, values };
  constants.set(key, made);
  constantSources.set(made.id, source);
  recording?.sources.set(made.id, source);
  return made;
}

/** The values of a float tensor, row-major, copied. */
export function read({ id }: Tensor): Float32Array {
  return loadBinding().tensorDataSync(id);
}

/** Frees every tensor that the work makes, but for those that it keeps. */
export function scope<T>(work: () => T): T {
  const outer = live;
  const made = new Set<number>();
  live = made;
  try {
    return work();
  } finally {
    live = outer;
    for (const id of made) release({ id, shape: [] });
  }
}

/** Lets a tensor outlive its scope, until it is released. */
export function keep(kept: Tensor): Tensor {
  live?.delete(kept.id);
  return kept;
}

/** Frees a tensor that was kept. */
export function release({ id }: Tensor): void {
  loadBinding().deleteTensor(id);
  nLive--;
}

/** Tensors not yet freed, constants left out: back to its start after every use. @internal */
export function liveTensors(): number {
  return nLive;
}

/** Counts a tensor that the binding made, and frees it at the end of the scope. */
export function track(made: Tensor): Tensor {
  nLive++;
  live?.add(made.id);
  return made;
}
