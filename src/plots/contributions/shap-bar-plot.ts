import { checkOptionNames } from '../../check-options';
import type { Matrix } from '../../matrix';
import { barPlot } from '../bar-plot';
import type { Figure, PlotOptions } from '../figure';
import { withSubtitle } from '../subtitle';
import { rankFeatures, shownOf } from './ranked-features';

/** Options of figures of contributions. */
export interface ContributionOptions extends Omit<PlotOptions, 'yTitle'> {
  /** Features shown at most, those that move scores most first. Default 15. */
  readonly nTop?: number;
}

/** The names of those options. */
export const CONTRIBUTION_OPTIONS = ['nTop', 'title', 'xTitle', 'width', 'height'] as const;

/**
 * The features that move scores most, by their mean absolute contribution.
 *
 * Says how much, not which way: `beeswarmPlot` shows both.
 *
 * @param contributions of `treeShap`, `kernelShap` or `occlusion`, shape `[nSamples, nFeatures]`.
 * @throws {RangeError} if names are not as many as features, there are no contributions, one is not
 * finite, or an option is unknown or out of its range.
 * @example
 * shapBarPlot(['hour', 'bytes'], treeShap(fitted, samples).contributions);
 */
export function shapBarPlot(
  features: readonly string[],
  contributions: Matrix,
  options: ContributionOptions = {},
): Figure {
  checkOptionNames(options, CONTRIBUTION_OPTIONS);
  const { nTop = 15, xTitle = 'Mean absolute contribution to the score', ...others } = options;
  const ranked = rankFeatures(features, contributions, nTop);
  const figure = barPlot(
    ranked.map(({ name }) => name),
    ranked.map(({ meanSize }) => meanSize),
    { title: 'Feature contributions', ...others, valueTitle: xTitle, horizontal: true },
  );
  return withSubtitle(figure, shownOf(ranked.length, features.length));
}
