import { columnOf } from '../../features/column';
import { checkLength } from '../check';
import type { Figure } from '../figure';
import { formatNumber } from '../format';
import { type ScatterOptions, scatterPlot } from '../scatter-plot';
import { withSubtitle } from '../subtitle';
import type { Projection } from './project-samples';

const NAMES = { pca: 'PCA', tsne: 't-SNE', umap: 'UMAP' };

/**
 * Samples in the plane of a projection, coloured by score or by label.
 *
 * Axes of PCA name their share of the variance: what lies in neither is not seen. Those of t-SNE and
 * UMAP have no meaning by themselves: groups do, distances between groups hardly.
 *
 * @param projection the result of `projectSamples`.
 * @param options - labels, scores and hover texts of all samples that were given to it, `[nSamples]`.
 * @throws {RangeError} if lengths differ, or a score is not finite.
 * @example
 * projectionPlot(await projectSamples(samples, { method: 'umap' }), { labels, scores });
 */
export function projectionPlot(projection: Projection, options: ScatterOptions = {}): Figure {
  const { method, coordinates, indices, nSamples, varianceShares } = projection;
  const { labels, scores, hover, ...others } = options;
  for (const [name, values] of Object.entries({ labels, scores, hover })) {
    if (values) checkLength(name, values, nSamples);
  }
  const picked = Array.from(indices);
  const axisOf = (k: number) =>
    varianceShares
      ? `Component ${k + 1} (${(100 * varianceShares[k]).toFixed(0)} % of the variance)`
      : `${NAMES[method]} ${k + 1} (no unit)`;
  const figure = scatterPlot(columnOf(coordinates, 0), columnOf(coordinates, 1), {
    title: `Samples by ${NAMES[method]}`,
    xTitle: axisOf(0),
    yTitle: axisOf(1),
    ...others,
    ...(labels && { labels: picked.map((i) => labels[i]) }),
    ...(scores && { scores: picked.map((i) => scores[i]) }),
    ...(hover && { hover: picked.map((i) => hover[i]) }),
  });
  if (picked.length === nSamples) return figure;
  const [drawn, all] = [picked.length, nSamples].map((count) => formatNumber(count));
  return withSubtitle(figure, `${drawn} of ${all} samples, drawn at random`);
}
