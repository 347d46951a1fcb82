import { attribute, FLOAT, runAll, type Tensor } from '../engine';
import type { Gradients } from '../layer';
import {
  add,
  biasGradient,
  concat,
  matMul,
  reshape,
  slice,
  stack,
  transpose,
  unstack,
  zeros,
} from '../ops';
import type { LstmPass, LstmWeights } from './lstm';

const ATTRIBUTES = [attribute('T', 'type', FLOAT), attribute('use_peephole', 'bool', false)];

/** The way back by one kernel for all steps: best for short sequences. */
export function backwardByKernel(
  { inputs, outputs, input, hidden }: LstmPass,
  { units }: LstmWeights,
  gradient: Tensor,
): Gradients {
  const outside = [zeros(hidden.shape), gradient]; // at cell states, at hidden states
  const all = [...inputs, ...outputs, ...outside];
  const gradients = runAll('BlockLSTMGradV2', ATTRIBUTES, all, 8);
  const nFeatures = input.shape[2];
  return {
    input: gradients[0],
    weights: [
      slice(gradients[3], [0, 0], [nFeatures, 4 * units]),
      slice(gradients[3], [nFeatures, 0], [units, 4 * units]),
      gradients[7],
    ],
  };
}

/**
 * The way back step by step through the gates alone, and each weight's gradient as one product over
 * all steps: best for long sequences.
 *
 * Source: kernel `LSTMBlockCellGrad`, which has the gates in the order input, cell, forget, output.
 */
export function backwardByStep(
  { outputs, input, hidden, start, peephole }: LstmPass,
  { joined, bias, units }: LstmWeights,
  gradient: Tensor,
): Gradients {
  const [nTimesteps, nSamples, nFeatures] = input.shape;
  const [i, states, f, o, ci, co] = outputs.slice(0, 6).map(unstack);
  const [inputs, gradients] = [unstack(input), unstack(gradient)];
  const ordered = swapGates(joined, units); // as the kernel has them
  const back = transpose(slice(ordered, [nFeatures, 0], [units, 4 * units]), [1, 0]);
  const fixed = [joined, peephole, peephole, peephole, bias];
  const atGates: Tensor[] = new Array(nTimesteps);
  let atState = start;
  let atHidden = gradients[nTimesteps - 1];
  for (let t = nTimesteps - 1; t >= 0; t--) {
    const before = t === 0 ? start : states[t - 1];
    const gates = [i[t], states[t], f[t], o[t], ci[t], co[t]];
    const all = [inputs[t], before, start, ...fixed, ...gates, atState, atHidden];
    [atState, atGates[t]] = runAll('LSTMBlockCellGrad', ATTRIBUTES, all, 5);
    if (t > 0) atHidden = add(gradients[t - 1], matMul(atGates[t], back));
  }
  const flat = reshape(stack(atGates), [nTimesteps * nSamples, 4 * units]);
  const earlier = concat(
    [
      reshape(start, [1, nSamples, units]),
      slice(hidden, [0, 0, 0], [nTimesteps - 1, nSamples, units]),
    ],
    0,
  );
  const product = (sequence: Tensor, width: number) =>
    swapGates(matMul(reshape(sequence, [nTimesteps * nSamples, width]), flat, { a: true }), units);
  const kernel = slice(ordered, [0, 0], [nFeatures, 4 * units]);
  return {
    input: reshape(matMul(flat, kernel, { b: true }), input.shape),
    weights: [
      product(input, nFeatures),
      product(earlier, units),
      reshape(swapGates(reshape(biasGradient(flat), [1, 4 * units]), units), [4 * units]),
    ],
  };
}

/** Input, forget, cell, output to input, cell, forget, output, and the same back. */
function swapGates(gates: Tensor, units: number): Tensor {
  const nRows = gates.shape[0];
  const part = (index: number) => slice(gates, [0, index * units], [nRows, units]);
  return concat([part(0), part(2), part(1), part(3)], 1);
}
