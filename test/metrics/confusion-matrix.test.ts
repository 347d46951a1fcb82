import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confusionMatrix } from '../../src/metrics/confusion-matrix';
import { predicted } from './arbitraries';
import { predictedCases } from './golden';

describe('confusionMatrix', () => {
  it('stands in the documentation', () => {
    expect(confusionMatrix([0, 0, 1], [0, 1, 1])).toEqual({
      classes: [0, 1],
      counts: [
        [1, 1],
        [0, 1],
      ],
    });
  });

  it.each(predictedCases)("has scikit-learn's counts: $name", (golden) => {
    const options = golden.names ? { classes: golden.names.map((_, i) => i) } : {};
    const { counts } = confusionMatrix(golden.labels, golden.predictions, options);
    expect(counts).toEqual(golden.counts);
  });

  it('sums to the classes of labels by row and of predictions by column', () => {
    fc.assert(
      fc.property(predicted, ({ labels, predictions }) => {
        const { classes, counts } = confusionMatrix(labels, predictions);
        classes.forEach((label, i) => {
          const row = counts[i].reduce((sum, count) => sum + count, 0);
          const column = counts.reduce((sum, cells) => sum + cells[i], 0);
          expect(row).toBe(labels.filter((other) => other === label).length);
          expect(column).toBe(predictions.filter((other) => other === label).length);
        });
      }),
    );
  });

  it('keeps the order of classes that it is given', () => {
    expect(confusionMatrix([0, 2], [0, 0], { classes: [2, 1, 0] }).counts).toEqual([
      [0, 0, 1],
      [0, 0, 0],
      [0, 0, 1],
    ]);
  });

  it('refuses what it cannot count', () => {
    expect(() => confusionMatrix([], [])).toThrow('labels must not be empty');
    expect(() => confusionMatrix([0], [0, 1])).toThrow('predictions must be as many as labels');
    expect(() => confusionMatrix([0, 0.5], [0, 1])).toThrow(
      'labels[1] must be an integer, got 0.5',
    );
    expect(() => confusionMatrix([0, 3], [0, 1], { classes: [0, 1] })).toThrow(
      'classes must hold every class seen, got no 3',
    );
  });
});
