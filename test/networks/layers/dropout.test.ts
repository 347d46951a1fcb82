import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, scope, tensor } from '../../../src/networks/engine';
import { withSamples } from '../../../src/networks/layer';
import { dropout } from '../../../src/networks/layers/dropout';
import { loadTensorflow } from '../../../src/networks/tensorflow';
import { createRandom } from '../../../src/random';
import { expectSameGradients, functionOf, type Point, trainingMode, USE } from '../gradient';
import { rows, sequences } from './arbitraries';

const tf = loadTensorflow();

/** What dropout makes of ones: the factors of a pass with that seed. */
function factorsOf(rate: number, { inputShape, nSamples, seed }: Point, mode = trainingMode(seed)) {
  const shape = withSamples(inputShape, nSamples);
  const ones = new Float32Array(shape.reduce((a, b) => a * b)).fill(1);
  const layer = dropout(rate).make(inputShape, createRandom(0));
  return scope(() => read(layer.forward(tensor(shape, ones), [], mode).output));
}

describe('dropout', () => {
  it('has the output and gradients of a product with its factors', () => {
    fc.assert(
      fc.property(fc.oneof(rows, sequences), fc.constantFrom(0, 0.2, 0.9), (point, rate) => {
        const factors = factorsOf(rate, point);
        const reference = functionOf((input) => tf.mul(input, tf.tensor(factors, input.shape)));
        expectSameGradients(dropout(rate), point, reference);
      }),
      { numRuns: 10 },
    );
  });

  it('drops its share and raises the others', () => {
    const factors = factorsOf(0.2, { inputShape: [100], nSamples: 100, seed: 5 });
    const dropped = factors.filter((factor) => factor === 0).length;
    expect(dropped / factors.length).toBeCloseTo(0.2, 1);
    expect(factors.every((factor) => factor === 0 || factor === 1.25)).toBe(true);
  });

  it('draws by the seed alone', () => {
    const at = (seed: number) => factorsOf(0.5, { inputShape: [20], nSamples: 20, seed });
    expect(at(1)).toEqual(at(1));
    expect(at(1)).not.toEqual(at(2));
  });

  it('drops nothing in use', () => {
    const factors = factorsOf(0.9, { inputShape: [20], nSamples: 20, seed: 0 }, USE);
    expect(factors.every((factor) => factor === 1)).toBe(true);
  });
});
