import { describe, expect, it } from 'vitest';
import { read, scope, tensor } from '../../src/networks/engine';
import { reconstruction } from '../../src/networks/reconstruction';
import { loadTensorflow } from '../../src/networks/tensorflow';
import { relativeError } from './gradient';
import { LENGTH, plantedOrder } from './planted-sequences';

const tf = loadTensorflow();
const { windows } = plantedOrder(10, 1);
const objective = reconstruction(windows);
const BATCH = Int32Array.of(7, 2, 4);
const SHAPE = [LENGTH, 3, 3];
const OUTPUT = Float32Array.from({ length: LENGTH * 3 * 3 }, (_, i) => Math.cos(i));

/** The windows of the batch, and losses and gradient of an output. */
function ours() {
  return scope(() => {
    const input = objective.input(BATCH);
    const { losses, gradient } = objective.loss(tensor(SHAPE, OUTPUT), input);
    return { input: read(input), losses: read(losses), gradient: read(gradient) };
  });
}

describe('reconstruction', () => {
  it('has the losses and the gradient of the mean squared error in tfjs', () => {
    const { input, losses, gradient } = ours();
    const wanted = tf.tensor(input, SHAPE);
    const errors = (x: typeof wanted) => tf.mean(tf.squaredDifference(x, wanted), [0, 2]);
    const output = tf.tensor(OUTPUT, SHAPE);
    const expected = tf.grad((x) => tf.mean(errors(x as never)))(output);
    expect(relativeError(losses, errors(output).dataSync() as Float32Array)).toBeLessThan(1e-6);
    expect(relativeError(gradient, expected.dataSync() as Float32Array)).toBeLessThan(1e-6);
  });

  it('means the loss over all windows of an epoch', () => {
    const metrics = objective.metrics();
    const losses = [Float32Array.of(1, 2, 3), Float32Array.of(6)];
    scope(() => {
      for (const values of losses) {
        const all = tensor([values.length], values);
        metrics.add(all, all, BATCH.subarray(0, values.length));
      }
    });
    expect(metrics.result()).toEqual({ loss: 3 });
    expect(objective.nSamples).toBe(10);
  });
});
