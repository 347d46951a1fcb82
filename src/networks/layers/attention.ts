import type { Random } from '../../random';
import type { Tensor } from '../engine';
import { glorotUniform } from '../initializers';
import type { LayerMaker, Weight } from '../layer';
import {
  addBias,
  batchMatMul,
  biasGradient,
  matMul,
  multiply,
  reshape,
  scale,
  softmax,
  stack,
  subtract,
  sum,
  transpose,
  unstack,
} from '../ops';

/**
 * Multi-head self-attention: each step of a sequence gathers from all steps what its heads look for.
 *
 * Queries, keys and values of all heads are one product, and so are the heads' outputs. The weights
 * `[nSamples, nHeads, nTimesteps, nTimesteps]`, rows attending, are observed as `attention`.
 * Source: Vaswani et al. 2017, eq. 1 and section 3.2.2.
 *
 * @param nHeads must divide the number of features.
 * @throws {RangeError} if it does not.
 */
export function attention(nHeads: number): LayerMaker {
  return {
    kind: 'attention',
    make: ([nTimesteps, nFeatures], random) => {
      if (nFeatures % nHeads !== 0) {
        throw new RangeError(`heads must divide ${nFeatures} features, got ${nHeads}`);
      }
      const perHead = nFeatures / nHeads;
      const factor = 1 / Math.sqrt(perHead);
      return {
        weights: attentionWeights(random, nFeatures),
        outputShape: [nTimesteps, nFeatures],
        forward: (input, [kernel, bias, outKernel, outBias], { observe }) => {
          const sizes = { nTimesteps, nSamples: input.shape[1], nHeads, perHead };
          const flat = reshape(input, [-1, nFeatures]);
          const [query, key, value] = splitHeads(addBias(matMul(flat, kernel), bias), sizes);
          const weights = softmax(scale(batchMatMul(query, key, { b: true }), factor));
          observe?.('attention', weights);
          const gathered = joinHeads(batchMatMul(weights, value), sizes);
          return {
            output: reshape(addBias(matMul(gathered, outKernel), outBias), input.shape),
            backward: (gradient) => {
              const back = reshape(gradient, [-1, nFeatures]);
              const atGathered = splitOutput(matMul(back, outKernel, { b: true }), sizes);
              const atWeights = batchMatMul(atGathered, value, { b: true });
              const atScores = scale(softmaxGradient(weights, atWeights), factor);
              const atProjected = mergeHeads(
                [
                  batchMatMul(atScores, key),
                  batchMatMul(atScores, query, { a: true }),
                  batchMatMul(weights, atGathered, { a: true }),
                ],
                sizes,
              );
              return {
                input: reshape(matMul(atProjected, kernel, { b: true }), input.shape),
                weights: [
                  matMul(flat, atProjected, { a: true }),
                  biasGradient(atProjected),
                  matMul(gathered, back, { a: true }),
                  biasGradient(back),
                ],
              };
            },
          };
        },
      };
    },
  };
}

interface Sizes {
  readonly nTimesteps: number;
  readonly nSamples: number;
  readonly nHeads: number;
  readonly perHead: number;
}

/** `[nTimesteps * nSamples, 3 * nFeatures]` to three of `[nSamples, nHeads, nTimesteps, perHead]`. */
function splitHeads(projected: Tensor, { nTimesteps, nSamples, nHeads, perHead }: Sizes): Tensor[] {
  const parts = reshape(projected, [nTimesteps, nSamples, 3, nHeads, perHead]);
  return unstack(transpose(parts, [2, 1, 3, 0, 4]));
}

/** The way back of `splitHeads`. */
function mergeHeads(parts: readonly Tensor[], { nHeads, perHead }: Sizes): Tensor {
  return reshape(transpose(stack(parts), [3, 1, 0, 2, 4]), [-1, 3 * nHeads * perHead]);
}

/** `[nSamples, nHeads, nTimesteps, perHead]` to `[nTimesteps * nSamples, nFeatures]`. */
function joinHeads(heads: Tensor, { nHeads, perHead }: Sizes): Tensor {
  return reshape(transpose(heads, [2, 0, 1, 3]), [-1, nHeads * perHead]);
}

/** The way back of `joinHeads`. */
function splitOutput(flat: Tensor, { nTimesteps, nSamples, nHeads, perHead }: Sizes): Tensor {
  return transpose(reshape(flat, [nTimesteps, nSamples, nHeads, perHead]), [1, 2, 0, 3]);
}

function softmaxGradient(output: Tensor, gradient: Tensor): Tensor {
  const product = multiply(output, gradient);
  return subtract(product, multiply(output, sum(product, [3])));
}

/** Each of the three projections starts as a kernel of its own would. */
function attentionWeights(random: Random, nFeatures: number): Weight[] {
  const square = () => glorotUniform(random, nFeatures, nFeatures);
  const [query, key, value] = [square(), square(), square()];
  const joined = new Float32Array(3 * nFeatures * nFeatures);
  for (let row = 0; row < nFeatures; row++) {
    [query, key, value].forEach((kernel, part) => {
      const own = kernel.subarray(row * nFeatures, (row + 1) * nFeatures);
      joined.set(own, (3 * row + part) * nFeatures);
    });
  }
  return [
    { name: 'kernel', shape: [nFeatures, 3 * nFeatures], values: joined },
    { name: 'bias', shape: [3 * nFeatures], values: new Float32Array(3 * nFeatures) },
    { name: 'outKernel', shape: [nFeatures, nFeatures], values: square() },
    { name: 'outBias', shape: [nFeatures], values: new Float32Array(nFeatures) },
  ];
}
