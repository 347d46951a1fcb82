import {
  attribute,
  FLOAT,
  keep,
  release,
  run,
  runAll,
  scalar,
  type Tensor,
  tensor,
} from './engine';

/** Numbers inside TensorFlow that a step changes in place. */
export interface Resource {
  /** Under which graphs find it. */
  readonly name: string;
  readonly handle: Tensor;
  readonly shape: readonly number[];
}

/** A weight with what Adam keeps for it. */
export interface Variable {
  /** The weight first; its two moments after it, once it is trained. */
  readonly resources: readonly Resource[];
  /** The values as they are now, for this scope. */
  read(): Tensor;
  assign(values: Float32Array): void;
  /** Takes over the values of a tensor. */
  assignTensor(values: Tensor): void;
  /** Makes the moments, zero at first. */
  startTraining(): void;
  /** One step of Adam. */
  applyAdam(gradient: Tensor, step: AdamStep): void;
  dispose(): void;
}

/** What a step of Adam needs beside the gradient, each a number as a tensor. */
export interface AdamStep {
  readonly learningRate: Tensor;
  /** 0.9 to the power of the steps done, this one included. */
  readonly beta1Power: Tensor;
  /** 0.999 to the power of the steps done, this one included. */
  readonly beta2Power: Tensor;
}

const DTYPE = [attribute('dtype', 'type', FLOAT)];
const T = attribute('T', 'type', FLOAT);
const ADAM = [T, attribute('use_locking', 'bool', false), attribute('use_nesterov', 'bool', false)];

/** Exponential decay of Adam's moments. Source: Kingma and Ba 2015, section 2 (defaults). */
export const BETA_1 = 0.9;
export const BETA_2 = 0.999;

/** Keras's, ten times the paper's. */
const EPSILON = 1e-7;

let nResources = 0;

/** Makes a variable; dispose frees it. */
export function createVariable(shape: readonly number[], values: Float32Array): Variable {
  const weight = createResource(shape, values);
  const resources = [weight];
  return {
    resources,
    read: () => readResource(weight),
    assign: (newValues) => assignResource(weight, newValues),
    assignTensor: (newValues) => {
      runAll('AssignVariableOp', DTYPE, [weight.handle, newValues], 0);
    },
    startTraining: () => {
      while (resources.length < 3) {
        resources.push(createResource(shape, new Float32Array(values.length)));
      }
    },
    applyAdam: (gradient, step) => applyAdam(resources, gradient, step),
    dispose: () => {
      for (const resource of resources) destroy(resource);
    },
  };
}

function applyAdam(
  resources: readonly Resource[],
  gradient: Tensor,
  { learningRate, beta1Power, beta2Power }: AdamStep,
): void {
  const handles = resources.map(({ handle }) => handle);
  const numbers = [BETA_1, BETA_2, EPSILON].map(scalar);
  const inputs = [...handles, beta1Power, beta2Power, learningRate, ...numbers, gradient];
  runAll('ResourceApplyAdam', ADAM, inputs, 0);
}

/** The numbers of a resource as they are now, for this scope. */
export function readResource({ handle, shape }: Resource): Tensor {
  return { ...run('ReadVariableOp', DTYPE, [handle]), shape };
}

/** Puts other numbers into a resource, copied: what is assigned is shared with the caller else. */
export function assignResource({ handle, shape }: Resource, values: Float32Array): void {
  const given = keep(tensor(shape, values));
  const copy = keep(run('DeepCopy', [T], [given]));
  runAll('AssignVariableOp', DTYPE, [handle, copy], 0);
  release(given);
  release(copy);
}

function createResource(shape: readonly number[], values: Float32Array): Resource {
  const name = `anomaly-lab-${nResources++}`;
  const attributes = [
    ...DTYPE,
    attribute('shape', 'shape', shape),
    attribute('shared_name', 'string', name),
    attribute('container', 'string', ''),
  ];
  const resource = { name, handle: keep(run('VarHandleOp', attributes, [])), shape };
  assignResource(resource, values);
  return resource;
}

function destroy({ handle }: Resource): void {
  runAll('DestroyResourceOp', [attribute('ignore_lookup_error', 'bool', true)], [handle], 0);
  release(handle);
}
