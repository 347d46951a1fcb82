import { checkOptionNames } from '../../check-options';
import { checkInteger } from '../../detectors/check';
import type { PermutationImportance } from '../../explain/permutation-importance';
import { barPlot } from '../bar-plot';
import { checkLength } from '../check';
import type { Figure } from '../figure';
import { formatNumber } from '../format';
import { withSubtitle } from '../subtitle';
import { CONTRIBUTION_OPTIONS, type ContributionOptions } from './shap-bar-plot';

/** Options of `importancePlot`. */
export interface ImportanceOptions extends ContributionOptions {
  /** What was measured. Default `metric`. */
  readonly metricName?: string;
}

/**
 * How much worse a detector gets without each feature, the worst first, with the spread of the shuffles.
 *
 * @param importance the result of `permutationImportance`.
 * @throws {RangeError} if names are not as many as features, there are none, a number is not finite, or
 * an option is unknown or out of its range.
 * @example
 * importancePlot(names, await permutationImportance(fitted, test, labels, rocAuc), { metricName: 'ROC AUC' });
 */
export function importancePlot(
  features: readonly string[],
  importance: PermutationImportance,
  options: ImportanceOptions = {},
): Figure {
  checkOptionNames(options, [...CONTRIBUTION_OPTIONS, 'metricName']);
  const { nTop = 15, metricName = 'metric', xTitle, ...others } = options;
  const { baseline, mean, standardDeviation } = importance;
  checkInteger('nTop', nTop, 1);
  checkLength('features', features, mean.length);
  checkLength('standardDeviation', standardDeviation, mean.length);
  const order = features.map((_, j) => j).sort((a, b) => mean[b] - mean[a]);
  const shown = order.slice(0, nTop);
  const figure = barPlot(
    shown.map((j) => features[j]),
    shown.map((j) => mean[j]),
    {
      title: 'Permutation importance',
      ...others,
      valueTitle: xTitle ?? `Loss of ${metricName} when the feature is shuffled`,
      horizontal: true,
      intervals: shown.map((j) => [mean[j] - standardDeviation[j], mean[j] + standardDeviation[j]]),
    },
  );
  const left = order.length - shown.length;
  const rest = left > 0 ? `; ${left} more below` : '';
  const whole = `${metricName} ${formatNumber(baseline)} with all features`;
  return withSubtitle(figure, `${whole}; whiskers: ± 1 standard deviation of the shuffles${rest}`);
}
