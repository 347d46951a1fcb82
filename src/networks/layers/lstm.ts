import type { Random } from '../../random';
import { attribute, FLOAT, integer64, runAll } from '../engine';
import { glorotUniform, orthogonal } from '../initializers';
import type { LayerMaker, Weight } from '../layer';
import { concat, slice, zeros } from '../ops';

const T = attribute('T', 'type', FLOAT);
const FORWARD = [T, attribute('cell_clip', 'float', -1), attribute('use_peephole', 'bool', false)];
const BACKWARD = [T, attribute('use_peephole', 'bool', false)];

/**
 * Long short-term memory over a sequence, by TensorFlow's fused kernels; gives all hidden states.
 *
 * Sigmoid gates, hyperbolic tangent elsewhere, gates in the order input, forget, cell, output: the
 * weights of Keras's layer, whose first values it also has (forget bias 1).
 * Source: Hochreiter and Schmidhuber 1997; Gers et al. 2000 (forget gate); kernels `BlockLSTMV2` and
 * `BlockLSTMGradV2`, which take kernel and recurrent kernel as one matrix.
 */
export function lstm(units: number): LayerMaker {
  return {
    kind: 'lstm',
    make: ([nTimesteps, nFeatures], random) => ({
      weights: lstmWeights(random, nFeatures, units),
      outputShape: [nTimesteps, units],
      forward: (input, [kernel, recurrentKernel, bias]) => {
        const state = zeros([input.shape[1], units]);
        const peephole = zeros([units]);
        const joined = concat([kernel, recurrentKernel], 0);
        const fixed = [state, state, joined, peephole, peephole, peephole, bias];
        const inputs = [integer64(nTimesteps), input, ...fixed];
        const gates = runAll('BlockLSTMV2', FORWARD, inputs, 7);
        const hidden = gates[6]; // [nTimesteps, nSamples, units]
        return {
          output: hidden,
          backward: (gradient) => {
            const outside = [zeros(hidden.shape), gradient]; // at cell states, at hidden states
            const all = [...inputs, ...gates, ...outside];
            const gradients = runAll('BlockLSTMGradV2', BACKWARD, all, 8);
            const joinedGradient = gradients[3]; // [nFeatures + units, 4 units]
            return {
              input: gradients[0],
              weights: [
                slice(joinedGradient, [0, 0], [nFeatures, 4 * units]),
                slice(joinedGradient, [nFeatures, 0], [units, 4 * units]),
                gradients[7],
              ],
            };
          },
        };
      },
    }),
  };
}

function lstmWeights(random: Random, nFeatures: number, units: number): Weight[] {
  const gates = 4 * units;
  const bias = new Float32Array(gates).fill(1, units, 2 * units);
  return [
    { name: 'kernel', shape: [nFeatures, gates], values: glorotUniform(random, nFeatures, gates) },
    { name: 'recurrentKernel', shape: [units, gates], values: orthogonal(random, units, gates) },
    { name: 'bias', shape: [gates], values: bias },
  ];
}
