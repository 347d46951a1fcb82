import type { LayerMaker } from '../layer';
import { add } from '../ops';
import { sequence } from './sequence';

/** Layers whose output is added to their input; both must have one shape. Source: He et al. 2016. */
export function residual(makers: readonly LayerMaker[]): LayerMaker {
  const inner = sequence(makers);
  return {
    kind: 'residual',
    make: (inputShape, random) => {
      const layer = inner.make(inputShape, random);
      return {
        ...layer,
        forward: (input, weights, mode) => {
          const pass = layer.forward(input, weights, mode);
          return {
            output: add(input, pass.output),
            backward: (gradient) => {
              const gradients = pass.backward(gradient);
              return { input: add(gradient, gradients.input), weights: gradients.weights };
            },
          };
        },
      };
    },
  };
}
