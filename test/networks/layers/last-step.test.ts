import fc from 'fast-check';
import { describe, it } from 'vitest';
import { lastStep } from '../../../src/networks/layers/last-step';
import { loadTensorflow } from '../../../src/networks/tensorflow';
import { expectSameGradients, functionOf } from '../gradient';
import { sequences } from './arbitraries';

const tf = loadTensorflow();

describe('lastStep', () => {
  it('has the output and gradients of a slice', () => {
    const reference = functionOf((input) => tf.gather(input, input.shape[0] - 1));
    fc.assert(
      fc.property(sequences, (point) => expectSameGradients(lastStep(), point, reference)),
      { numRuns: 10 },
    );
  });
});
