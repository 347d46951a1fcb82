import type { Random } from '../../random';
import { attribute, FLOAT, integer64, runAll, type Tensor } from '../engine';
import { glorotUniform, orthogonal } from '../initializers';
import type { LayerMaker, Weight } from '../layer';
import { add, concat, slice, zeros } from '../ops';
import { backwardByKernel, backwardByStep } from './lstm-backward';

const T = attribute('T', 'type', FLOAT);
const FORWARD = [T, attribute('cell_clip', 'float', -1), attribute('use_peephole', 'bool', false)];

/** Samples from which a batch is done in two halves, side by side where there are two cores. */
const HALVED_FROM = 32;

/** Steps from which the way back step by step is faster than the kernel for all. */
const STEPWISE_FROM = 32;

/**
 * Long short-term memory over a sequence, by TensorFlow's fused kernels; gives all hidden states.
 *
 * Sigmoid gates, hyperbolic tangent elsewhere, gates in the order input, forget, cell, output: the
 * weights of Keras's layer, whose first values it also has (forget bias 1).
 * Source: Hochreiter and Schmidhuber 1997; Gers et al. 2000 (forget gate); kernel `BlockLSTMV2`.
 */
export function lstm(units: number): LayerMaker {
  return {
    kind: 'lstm',
    make: ([nTimesteps, nFeatures], random) => ({
      weights: lstmWeights(random, nFeatures, units),
      outputShape: [nTimesteps, units],
      forward: (input, [kernel, recurrentKernel, bias], { training }) => {
        const weights = { joined: concat([kernel, recurrentKernel], 0), bias, units };
        const nSamples = input.shape[1];
        const parts = training && nSamples >= HALVED_FROM ? halves(nSamples) : [[0, nSamples]];
        const passes = parts.map(([start, size]) =>
          forwardPart(samplesOf(input, start, size), weights),
        );
        return {
          output: joinSamples(passes.map(({ hidden }) => hidden)),
          backward: (gradient) => {
            const backward = nTimesteps >= STEPWISE_FROM ? backwardByStep : backwardByKernel;
            const gradients = passes.map((pass, i) => {
              const [start, size] = parts[i];
              return backward(pass, weights, samplesOf(gradient, start, size));
            });
            return {
              input: joinSamples(gradients.map((each) => each.input)),
              weights: [0, 1, 2].map((i) =>
                gradients.map((each) => each.weights[i]).reduce((sum, part) => add(sum, part)),
              ),
            };
          },
        };
      },
    }),
  };
}

/** Weights as the kernels take them: the kernel above the recurrent kernel. */
export interface LstmWeights {
  /** Shape `[nFeatures + units, 4 units]`. */
  readonly joined: Tensor;
  readonly bias: Tensor;
  readonly units: number;
}

/** What a forward pass leaves for the way back. */
export interface LstmPass {
  /** The kernel's inputs. */
  readonly inputs: readonly Tensor[];
  /** Its outputs: gates i, states, gates f, o, ci, co, hidden states; `[nTimesteps, nSamples, units]`. */
  readonly outputs: readonly Tensor[];
  readonly input: Tensor;
  readonly hidden: Tensor;
  /** Zeros, `[nSamples, units]`. */
  readonly start: Tensor;
  readonly peephole: Tensor;
}

function forwardPart(input: Tensor, { joined, bias, units }: LstmWeights): LstmPass {
  const [nTimesteps, nSamples] = input.shape;
  const start = zeros([nSamples, units]);
  const peephole = zeros([units]);
  const fixed = [start, start, joined, peephole, peephole, peephole, bias];
  const inputs = [integer64(nTimesteps), input, ...fixed];
  const outputs = runAll('BlockLSTMV2', FORWARD, inputs, 7);
  return { inputs, outputs, input, hidden: outputs[6], start, peephole };
}

function halves(nSamples: number): [start: number, size: number][] {
  const first = nSamples >> 1;
  return [
    [0, first],
    [first, nSamples - first],
  ];
}

function samplesOf(sequence: Tensor, start: number, size: number): Tensor {
  const [nTimesteps, nSamples, nFeatures] = sequence.shape;
  if (size === nSamples) return sequence;
  return slice(sequence, [0, start, 0], [nTimesteps, size, nFeatures]);
}

function joinSamples(parts: readonly Tensor[]): Tensor {
  return parts.length === 1 ? parts[0] : concat(parts, 1);
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
