import type { Tensor as TfTensor } from '@tensorflow/tfjs-node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, scope, type Tensor, tensor } from '../../../src/networks/engine';
import { attention } from '../../../src/networks/layers/attention';
import { loadTensorflow } from '../../../src/networks/tensorflow';
import { createRandom } from '../../../src/random';
import { expectSameGradients, functionOf, USE } from '../gradient';

const tf = loadTensorflow();

const size = fc.integer({ min: 1, max: 5 });
const points = fc
  .tuple(size, size, size, size, fc.nat(1e6))
  .map(([nHeads, perHead, nTimesteps, nSamples, seed]) => ({
    nHeads,
    point: { inputShape: [nTimesteps, nHeads * perHead], nSamples, seed },
  }));

/** Head by head, sample by sample, as the paper has it. */
function plainAttention(nHeads: number) {
  return functionOf((input, [kernel, bias, outKernel, outBias]) => {
    const samples = Array.from({ length: input.shape[1]! }, (_, sample) => {
      const steps = tf.gather(input, sample, 1);
      const projected = tf.add(tf.matMul(steps as never, kernel as never), bias);
      const parts = tf.split(projected, 3 * nHeads, 1); // queries, keys and values of each head
      const heads = Array.from({ length: nHeads }, (_, head) =>
        attend(parts[head], parts[nHeads + head], parts[2 * nHeads + head]),
      );
      return tf.add(tf.matMul(tf.concat(heads, 1) as never, outKernel as never), outBias);
    });
    return tf.stack(samples, 1);
  });
}

function attend(query: TfTensor, key: TfTensor, value: TfTensor): TfTensor {
  const scores = tf.div(tf.matMul(query, key, false, true), Math.sqrt(query.shape[1]!));
  return tf.matMul(tf.softmax(scores), value);
}

describe('attention', () => {
  it('has the output and gradients of its formula in tfjs', () => {
    fc.assert(
      fc.property(points, ({ nHeads, point }) => {
        expectSameGradients(attention(nHeads), point, plainAttention(nHeads));
      }),
      { numRuns: 15 },
    );
  });

  it('lets its weights be read, which sum to 1 over the steps attended to', () => {
    const layer = attention(2).make([3, 4], createRandom(0));
    const observed: { name: string; shape: readonly number[]; values: Float32Array }[] = [];
    const observe = (name: string, value: Tensor) =>
      void observed.push({ name, shape: value.shape, values: read(value) });
    scope(() => {
      const weights = layer.weights.map(({ shape, values }) => tensor(shape, values));
      const input = tensor(
        [3, 5, 4],
        Float32Array.from({ length: 60 }, (_, i) => i % 7),
      );
      layer.forward(input, weights, { ...USE, observe });
    });
    expect(observed).toHaveLength(1);
    const [{ name, shape, values }] = observed;
    expect([name, ...shape]).toEqual(['attention', 5, 2, 3, 3]);
    for (let i = 0; i < values.length; i += 3) {
      expect(values[i] + values[i + 1] + values[i + 2]).toBeCloseTo(1, 6);
    }
  });

  it('refuses heads that do not divide the features', () => {
    expect(() => attention(3).make([2, 4], createRandom(0))).toThrow(
      'heads must divide 4 features, got 3',
    );
  });
});
