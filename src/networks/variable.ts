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

/** Weights inside TensorFlow that steps change in place. */
export interface Variable {
  readonly shape: readonly number[];
  /** The values as they are now, for this scope. */
  read(): Tensor;
  assign(values: Float32Array): void;
  assignTensor(values: Tensor): void;
  /** One step of Adam with its own two moments, which start at zero with the first. */
  applyAdam(gradient: Tensor, step: AdamStep): void;
  dispose(): void;
}

/** What a step of Adam needs beside the gradient. */
export interface AdamStep {
  readonly learningRate: number;
  /** 0.9 to the power of the steps done, this one included, as a tensor. */
  readonly beta1Power: Tensor;
  /** 0.999 to the power of the steps done, this one included, as a tensor. */
  readonly beta2Power: Tensor;
}

const DTYPE = [attribute('dtype', 'type', FLOAT)];
const COPY = [attribute('T', 'type', FLOAT)];
const ADAM = [
  attribute('T', 'type', FLOAT),
  attribute('use_locking', 'bool', false),
  attribute('use_nesterov', 'bool', false),
];

/** Exponential decay of Adam's moments. Source: Kingma and Ba 2015, section 2 (defaults). */
export const BETA_1 = 0.9;
export const BETA_2 = 0.999;

/** Keras's, ten times the paper's. */
const EPSILON = 1e-7;

let nVariables = 0;

/** Makes a variable; dispose frees it. */
export function createVariable(shape: readonly number[], values: Float32Array): Variable {
  const weights = createResource(shape, values);
  let moments: Tensor[] | undefined;
  return {
    shape,
    read: () => ({ ...run('ReadVariableOp', DTYPE, [weights]), shape }),
    assign: (newValues) => assign(weights, shape, newValues),
    assignTensor: (newValues) => {
      runAll('AssignVariableOp', DTYPE, [weights, newValues], 0);
    },
    applyAdam: (gradient, { learningRate, beta1Power, beta2Power }) => {
      moments ??= [0, 1].map(() => createResource(shape, new Float32Array(values.length)));
      const numbers = [learningRate, BETA_1, BETA_2, EPSILON].map(scalar);
      const powers = [beta1Power, beta2Power];
      runAll('ResourceApplyAdam', ADAM, [weights, ...moments, ...powers, ...numbers, gradient], 0);
    },
    dispose: () => {
      for (const resource of [weights, ...(moments ?? [])]) destroy(resource);
    },
  };
}

function createResource(shape: readonly number[], values: Float32Array): Tensor {
  const resource = run(
    'VarHandleOp',
    [
      ...DTYPE,
      attribute('shape', 'shape', shape),
      attribute('shared_name', 'string', `anomaly-lab-${nVariables++}`),
      attribute('container', 'string', ''),
    ],
    [],
  );
  assign(keep(resource), shape, values);
  return resource;
}

function assign(resource: Tensor, shape: readonly number[], values: Float32Array): void {
  const given = keep(tensor(shape, values));
  const copy = keep(run('DeepCopy', COPY, [given]));
  runAll('AssignVariableOp', DTYPE, [resource, copy], 0);
  release(given);
  release(copy);
}

function destroy(resource: Tensor): void {
  runAll('DestroyResourceOp', [attribute('ignore_lookup_error', 'bool', true)], [resource], 0);
  release(resource);
}
