import { describe, expect, it } from 'vitest';
import { classification } from '../../src/networks/classification';
import { read, scope, tensor } from '../../src/networks/engine';
import { loadTensorflow } from '../../src/networks/tensorflow';
import { relativeError } from './gradient';
import { plantedOrder } from './planted-sequences';

const tf = loadTensorflow();
const LOGITS = Float32Array.of(2, 0, 1, /**/ 0, 1, 3, /**/ 1, 0.5, 0.5, /**/ -1, 4, 0);
const { windows } = plantedOrder(6, 1);
const objective = classification(windows, Int32Array.of(0, 1, 2, 0, 0, 1));
const BATCH = Int32Array.of(0, 2, 4, 3); // classes 0, 2, 0, 0

describe('classification', () => {
  it('has the losses and the gradient of softmax cross-entropy in tfjs', () => {
    const ours = scope(() => {
      const output = tensor([4, 3], LOGITS);
      const { losses, gradient } = objective.loss(output, output, objective.targets?.(BATCH));
      return { losses: read(losses), gradient: read(gradient) };
    });
    const wanted = tf.oneHot(tf.tensor1d([0, 2, 0, 0], 'int32'), 3);
    const losses = (logits: Parameters<typeof tf.softmax>[0]) =>
      tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), wanted), -1));
    const logits = tf.tensor2d(LOGITS, [4, 3]);
    const gradient = tf.grad((x) => tf.mean(losses(x)))(logits);
    expect(relativeError(ours.losses, losses(logits).dataSync() as Float32Array)).toBeLessThan(
      1e-6,
    );
    expect(relativeError(ours.gradient, gradient.dataSync() as Float32Array)).toBeLessThan(1e-6);
  });

  it('counts as anomalies what is more likely not of class 0', () => {
    const metrics = objective.metrics();
    scope(() => {
      const output = tensor([4, 3], LOGITS);
      metrics.add(output, objective.loss(output, output, objective.targets?.(BATCH)).losses, BATCH);
    });
    const { accuracy, precision, recall } = metrics.result();
    // Sample 4 is of class 0 and gets it, yet with a probability of 0.45; sample 3 gets class 1.
    expect({ accuracy, precision, recall }).toEqual({
      accuracy: 3 / 4,
      precision: 1 / 3,
      recall: 1,
    });
  });

  it('means the loss over all samples of an epoch', () => {
    const metrics = objective.metrics();
    const losses = scope(() =>
      [BATCH.subarray(0, 3), BATCH.subarray(3)].flatMap((batch, i) => {
        const output = tensor([batch.length, 3], LOGITS.slice(9 * i, 9 * i + 3 * batch.length));
        const { losses } = objective.loss(output, output, objective.targets?.(batch));
        metrics.add(output, losses, batch);
        return [...read(losses)];
      }),
    );
    const mean = losses.reduce((a, b) => a + b) / 4;
    expect(metrics.result()['loss']).toBeCloseTo(mean, 12);
  });

  it('takes windows step by step', () => {
    const values = scope(() => read(objective.input(Int32Array.of(4, 1))));
    const { data } = windows.samples;
    expect([...values.subarray(0, 6)]).toEqual([
      ...Float32Array.from([...data.subarray(72, 75), ...data.subarray(18, 21)]),
    ]);
  });
});
