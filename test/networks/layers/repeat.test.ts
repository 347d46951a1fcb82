import fc from 'fast-check';
import { describe, it } from 'vitest';
import { repeat } from '../../../src/networks/layers/repeat';
import { loadTensorflow } from '../../../src/networks/tensorflow';
import { expectSameGradients, functionOf } from '../gradient';
import { rows } from './arbitraries';

const tf = loadTensorflow();

describe('repeat', () => {
  it('has the output and gradients of tfjs', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (point, nTimesteps) => {
        const reference = functionOf((input) =>
          tf.tile(tf.expandDims(input, 0), [nTimesteps, 1, 1]),
        );
        expectSameGradients(repeat(nTimesteps), point, reference);
      }),
      { numRuns: 10 },
    );
  });
});
