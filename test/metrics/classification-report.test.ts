import { describe, expect, it } from 'vitest';
import { classificationReport, formatReport } from '../../src/metrics/classification-report';
import { predictedCases } from './golden';

describe('formatReport', () => {
  it.each(predictedCases)("is scikit-learn's text to the character: $name", (golden) => {
    const options = golden.names ? { names: golden.names } : {};
    const report = classificationReport(golden.labels, golden.predictions, options);
    expect(formatReport(report)).toBe(golden.text['2']);
    expect(formatReport(report, { digits: 4 })).toBe(golden.text['4']);
  });
});

describe('classificationReport', () => {
  it('holds figures by class, accuracy and averages', () => {
    const labels = [0, 0, 0, 0, 1, 1];
    const predictions = [0, 0, 0, 1, 0, 1];
    expect(classificationReport(labels, predictions, { names: ['normal', 'odd'] })).toEqual({
      classes: [
        { name: 'normal', precision: 0.75, recall: 0.75, f1: 0.75, support: 4 },
        { name: 'odd', precision: 0.5, recall: 0.5, f1: 0.5, support: 2 },
      ],
      accuracy: 4 / 6,
      macro: { precision: 0.625, recall: 0.625, f1: 0.625, support: 6 },
      weighted: { precision: 4 / 6, recall: 4 / 6, f1: 4 / 6, support: 6 },
    });
  });

  it('gives 0 where a figure has nothing to divide by', () => {
    const { classes } = classificationReport([0, 0], [0, 0], { names: ['normal', 'anomaly'] });
    expect(classes[1]).toEqual({ name: 'anomaly', precision: 0, recall: 0, f1: 0, support: 0 });
  });

  it('refuses a class without a name', () => {
    expect(() => classificationReport([0, 2], [0, 1], { names: ['a', 'b'] })).toThrow(
      'classes must hold every class seen, got no 2',
    );
  });
});
