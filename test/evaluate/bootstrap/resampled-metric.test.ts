import fc from 'fast-check';
import { expect, it } from 'vitest';
import { resampledMetric } from '../../../src/evaluate/bootstrap/resampled-metric';
import { averagePrecision } from '../../../src/metrics/precision-recall';
import { rocAuc } from '../../../src/metrics/roc';
import { ranked } from '../../metrics/arbitraries';

it.each([
  ['rocAuc', rocAuc],
  ['averagePrecision', averagePrecision],
])('%s of counts is that of copies, to the last digit', (_, metric) => {
  const places = fc.array(fc.nat(), { maxLength: 60 });
  fc.assert(
    fc.property(ranked, places, ({ labels, scores }, drawn) => {
      const others = drawn.slice(0, labels.length - 2).map((place) => place % labels.length);
      const indices = Int32Array.from([0, 1, ...others]);
      const counted = resampledMetric(labels, scores, metric, 'scores');
      const copied = resampledMetric(labels, scores, (l, s) => metric(l, s), 'scores');
      counted.of(Int32Array.of(0, 1)); // leaves no trace
      expect(counted.of(indices)).toBe(copied.of(indices));
      const left = Int32Array.from(new Set(others)).filter((i) => i > 1);
      expect(counted.without(left)).toBe(copied.without(left));
      const rest = Int32Array.from(labels.keys()).filter((i) => !left.includes(i));
      expect(counted.without(left)).toBe(counted.of(rest));
    }),
  );
});

it('refuses samples of one class, by the name of the scores', () => {
  expect(() => resampledMetric([0, 0], [1, 2], rocAuc, 'scores')).toThrow('got only 0');
  expect(() => resampledMetric([0, 1], [1], rocAuc, 'scoresB')).toThrow('scoresB must be as many');
  expect(() => resampledMetric([0, 1], [1, Number.NaN], rocAuc, 'scoresA')).toThrow('scoresA[1]');
});
