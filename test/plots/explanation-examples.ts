import { topContributions } from '../../src/explain/top-contributions';
import { type Matrix, matrix, rowOf } from '../../src/matrix';
import { beeswarmPlot } from '../../src/plots/contributions/beeswarm-plot';
import { importancePlot } from '../../src/plots/contributions/importance-plot';
import { shapBarPlot } from '../../src/plots/contributions/shap-bar-plot';
import { waterfallPlot } from '../../src/plots/contributions/waterfall-plot';
import type { Figure } from '../../src/plots/figure';
import { intervalPlot } from '../../src/plots/interval-plot';
import { componentScores } from '../../src/plots/projection/component-scores';
import { projectionPlot } from '../../src/plots/projection/projection-plot';
import { createRandom } from '../../src/random';

/** Names of features, one of them longer than a line. */
export const FEATURES = [
  'failed logins',
  'distinct_source_addresses_of_the_same_user_in_the_last_24_hours',
  'bytes sent',
  'hour',
  'new device',
];

/** One figure of each kind that explains scores or looks at samples. */
export function explanationFigures(nSamples: number): Record<string, Figure> {
  const { samples, contributions, labels } = explained(nSamples);
  const steps = topContributions(
    FEATURES,
    rowOf(contributions, 3),
    rowOf(samples, 3),
    FEATURES.map(() => 0),
  );
  const { coordinates, varianceShares } = componentScores(samples, 2);
  const indices = Int32Array.from(labels, (_, i) => i);
  return {
    beeswarm: beeswarmPlot(FEATURES, contributions, samples),
    'shap-bars': shapBarPlot(FEATURES, contributions, { nTop: 4 }),
    waterfall: waterfallPlot(steps, 0.42, { nTop: 4 }),
    importance: importancePlot(
      FEATURES,
      {
        baseline: 0.953,
        mean: Float64Array.of(0.21, 0.05, 0.12, -0.002, 0),
        standardDeviation: Float64Array.of(0.03, 0.01, 0.02, 0.004, 0),
      },
      { metricName: 'ROC AUC' },
    ),
    projection: projectionPlot(
      {
        ...{ method: 'pca', coordinates, indices, nSamples },
        varianceShares: [varianceShares[0], varianceShares[1]],
      },
      { labels },
    ),
    'intervals-long-names': intervalPlot(
      [
        {
          name: 'transformer over the whole session − transformer on one event, subtle attacks',
          ...{ estimate: 0.04, lower: 0.01, upper: 0.07 },
        },
        { name: 'LSTM − forest', estimate: 0.01, lower: -0.02, upper: 0.04 },
      ],
      { xTitle: 'Difference of average precision' },
    ),
  };
}

/** Samples, what each feature does to their scores, and which are anomalies. */
export function explained(nSamples: number): {
  samples: Matrix;
  contributions: Matrix;
  labels: Int32Array;
} {
  const random = createRandom(3);
  const labels = Int32Array.from({ length: nSamples }, (_, i) => (i % 12 === 3 ? 1 : 0));
  const rows = Array.from(labels, (label) =>
    FEATURES.map((_, j) => random.normal(2 * label, 1 + j)),
  );
  const gains = [0.12, -0.03, 0.04, 0.002, 0.01];
  const added = rows.map((row) =>
    row.map((value, j) => gains[j] * value + random.normal(0, 0.004)),
  );
  return { samples: matrix(rows), contributions: matrix(added), labels };
}
