import { describe, expect, it } from 'vitest';
import { type ClassWeights, withClassWeights } from '../../src/networks/class-weights';
import { classification } from '../../src/networks/classification';
import { read, scope, tensor } from '../../src/networks/engine';
import type { Objective } from '../../src/networks/objective';
import { reconstruction } from '../../src/networks/reconstruction';
import { plantedOrder } from './planted-sequences';

const { windows } = plantedOrder(8, 1);
const LABELS = Int32Array.of(0, 0, 0, 0, 0, 1, 1, 2);
const objective = classification(windows, LABELS);
const BATCH = Int32Array.of(7, 0, 5);
const LOGITS = Float32Array.of(2, 0, 1, /**/ 0, 1, 3, /**/ 1, 0.5, 0.5);

const lossOf = ({ loss, targets }: Objective) =>
  scope(() => {
    const output = tensor([3, 3], LOGITS);
    const { losses, gradient } = loss(output, output, targets?.(BATCH));
    return { losses: [...read(losses)], gradient: [...read(gradient)] };
  });

const plain = lossOf(objective);
const weighted = (classWeights: ClassWeights) => lossOf(withClassWeights(objective, classWeights));

describe('withClassWeights', () => {
  it('multiplies the loss and the gradient of each sample by its weight', () => {
    const { losses, gradient } = weighted([1, 2, 4]);
    const own = [4, 1, 2];
    expect(losses).toEqual(plain.losses.map((loss, i) => Math.fround(loss * own[i])));
    const wanted = plain.gradient.map((value, i) => Math.fround(value * own[Math.floor(i / 3)]));
    expect(gradient).toEqual(wanted);
  });

  it('balances as compute_class_weight of scikit-learn', () => {
    const own = [8 / 3, 8 / 15, 4 / 3]; // n / (nClasses · count) of classes 2, 0, 1
    weighted('balanced').losses.forEach((loss, i) => {
      expect(loss).toBeCloseTo(plain.losses[i] * own[i], 6);
    });
  });

  it('balances the classes that there are samples of', () => {
    const labels = LABELS.map((label) => (label === 1 ? 0 : label));
    const balanced = withClassWeights(classification(windows, labels), 'balanced');
    const { losses } = lossOf(balanced);
    expect(losses[0]).toBeCloseTo(plain.losses[0] * 4, 6); // 8 / (2 · 1)
  });

  it('refuses weights that do not suit', () => {
    expect(() => withClassWeights(objective, [1, 2])).toThrow(
      new RangeError('classWeights must have a weight for each of 3 classes, got 2'),
    );
    expect(() => withClassWeights(reconstruction(windows), 'balanced')).toThrow(
      new RangeError('classWeights must be for a network that learns classes'),
    );
  });
});
