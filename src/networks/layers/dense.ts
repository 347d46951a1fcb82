import type { Tensor } from '../engine';
import { glorotUniform } from '../initializers';
import type { LayerMaker } from '../layer';
import { activationGradient, addBias, biasGradient, matMul, reshape, unary } from '../ops';

/** What follows the product of a dense layer. */
export type Activation = 'linear' | 'relu' | 'sigmoid' | 'tanh';

/** Options of `dense`. */
export interface DenseOptions {
  readonly units: number;
  /** Default `linear`. */
  readonly activation?: Activation;
}

/** One product with a kernel, plus a bias; over sequences all steps in one product. */
export function dense({ units, activation = 'linear' }: DenseOptions): LayerMaker {
  return {
    kind: 'dense',
    config: { activation },
    make: (inputShape, random) => {
      const nInputs = inputShape[inputShape.length - 1];
      return {
        weights: [
          {
            name: 'kernel',
            shape: [nInputs, units],
            values: glorotUniform(random, nInputs, units),
          },
          { name: 'bias', shape: [units], values: new Float32Array(units) },
        ],
        outputShape: [...inputShape.slice(0, -1), units],
        forward: (input, [kernel, bias]) => {
          const flat = reshape(input, [-1, nInputs]);
          const linear = addBias(matMul(flat, kernel), bias);
          const active = activate(activation, linear);
          return {
            output: reshape(active, [...input.shape.slice(0, -1), units]),
            backward: (gradient) => {
              const back = deactivate(activation, active, reshape(gradient, [-1, units]));
              return {
                input: reshape(matMul(back, kernel, { b: true }), input.shape),
                weights: [matMul(flat, back, { a: true }), biasGradient(back)],
              };
            },
          };
        },
      };
    },
  };
}

function activate(activation: Activation, linear: Tensor): Tensor {
  switch (activation) {
    case 'relu':
      return unary('Relu', linear);
    case 'sigmoid':
      return unary('Sigmoid', linear);
    case 'tanh':
      return unary('Tanh', linear);
    case 'linear':
      return linear;
    default:
      throw new RangeError(`activation must be linear, relu, sigmoid or tanh, got ${activation}`);
  }
}

function deactivate(activation: Activation, active: Tensor, gradient: Tensor): Tensor {
  if (activation === 'relu') return activationGradient('ReluGrad', [gradient, active]);
  if (activation === 'sigmoid') return activationGradient('SigmoidGrad', [active, gradient]);
  if (activation === 'tanh') return activationGradient('TanhGrad', [active, gradient]);
  return gradient;
}
