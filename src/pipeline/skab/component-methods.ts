import { learnComponents } from '../../detectors/principal-components';
import { quantileThreshold } from '../../evaluate/thresholds/quantile';
import type { Matrix } from '../../matrix';
import type { SkabMethod } from './method';
import { trailingMedians } from './smoothing';

/** Share of the variance that the components which are kept have, as SKAB's authors have it. */
const KEPT_VARIANCE = 0.85;

/** Of each sample: how far it lies along the components that are kept, and from their plane. */
interface Charts {
  /** Hotelling's T², shape `[nSamples]`. */
  readonly t2: Float64Array;
  /** Q, the squared prediction error, shape `[nSamples]`. */
  readonly q: Float64Array;
}

/**
 * Control charts on principal components: the error of reconstruction (Q), and the larger of T² and Q, each over its 99 %
 * quantile of the first rows.
 *
 * Source: Jackson and Mudholkar 1979, Control procedures for residuals associated with principal component analysis.
 */
export function componentMethods(): SkabMethod[] {
  return [
    method(
      'pcaReconstruction',
      () =>
        ({ q }) =>
          q,
    ),
    method('t2AndQ', (first) => {
      const limits = { t2: limitOf(first.t2), q: limitOf(first.q) };
      return ({ t2, q }) => t2.map((value, i) => Math.max(value / limits.t2, q[i] / limits.q));
    }),
  ];
}

function method(
  name: string,
  combineBy: (first: Charts) => (charts: Charts) => Float64Array,
): SkabMethod {
  return {
    name,
    random: false,
    fit: async (train) => {
      const charts = fitCharts(train);
      const combine = combineBy(charts(train));
      return {
        score: async (samples, smoothing) => trailingMedians(combine(charts(samples)), smoothing),
        dispose: () => {},
      };
    },
  };
}

/** 1 where nothing varies. */
function limitOf(chart: Float64Array): number {
  return quantileThreshold(chart, 0.99) || 1;
}

function fitCharts(train: Matrix): (samples: Matrix) => Charts {
  const { variances, components, center, scale } = learnComponents(train);
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  let nKept = 0;
  for (let kept = 0; kept < KEPT_VARIANCE * total; nKept++) kept += variances[nKept];
  return ({ data, nSamples, nFeatures }) => {
    const t2 = new Float64Array(nSamples);
    const q = new Float64Array(nSamples);
    for (let i = 0; i < nSamples; i++) {
      for (let k = 0; k < nFeatures; k++) {
        let along = 0;
        for (let j = 0; j < nFeatures; j++) {
          const value = (data[i * nFeatures + j] - center[j]) / scale[j];
          along += value * components[k * nFeatures + j];
        }
        if (k < nKept) t2[i] += along ** 2 / variances[k];
        else q[i] += along ** 2;
      }
    }
    return { t2, q };
  };
}
