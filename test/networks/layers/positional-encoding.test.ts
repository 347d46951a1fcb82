import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, scope, tensor } from '../../../src/networks/engine';
import { positionalEncoding } from '../../../src/networks/layers/positional-encoding';
import { loadTensorflow } from '../../../src/networks/tensorflow';
import { createRandom } from '../../../src/random';
import { expectSameGradients, functionOf, USE } from '../gradient';
import { sequences } from './arbitraries';

const tf = loadTensorflow();

/** What is added to a sequence of one sample. */
function wavesOf(nTimesteps: number, nFeatures: number): Float32Array {
  const layer = positionalEncoding().make([nTimesteps, nFeatures], createRandom(0));
  const zeros = new Float32Array(nTimesteps * nFeatures);
  return scope(() => {
    const input = tensor([nTimesteps, 1, nFeatures], zeros);
    return read(layer.forward(input, [], USE).output);
  });
}

describe('positionalEncoding', () => {
  it('has the output and gradients of a sum', () => {
    const reference = functionOf((input) => {
      const [nTimesteps, , nFeatures] = input.shape;
      const waves = wavesOf(nTimesteps, nFeatures!);
      return tf.add(input, tf.tensor(waves, [nTimesteps, 1, nFeatures!]));
    });
    fc.assert(
      fc.property(sequences, (point) => {
        expectSameGradients(positionalEncoding(), point, reference);
      }),
      { numRuns: 8 },
    );
  });

  it('adds sine and cosine in turn, slower from pair to pair', () => {
    const waves = wavesOf(3, 4);
    const step2 = [Math.sin(2), Math.cos(2), Math.sin(0.02), Math.cos(0.02)];
    expect([...waves.subarray(0, 4)]).toEqual([0, 1, 0, 1]);
    step2.forEach((value, j) => void expect(waves[8 + j]).toBeCloseTo(value, 6));
  });
});
