import { formatNumber, roundNumber } from './format';
import { COLORS } from './template';

/**
 * The dashed line at a threshold, named in the legend.
 *
 * @param axis the axis on which the threshold is a value.
 * @returns the layout attribute `shapes`.
 */
export function thresholdLine(
  axis: 'x' | 'y',
  threshold: number,
): { shapes: Record<string, unknown>[] } {
  const across = axis === 'x' ? 'y' : 'x';
  const shape = {
    type: 'line',
    [`${axis}0`]: roundNumber(threshold),
    [`${axis}1`]: roundNumber(threshold),
    [`${across}ref`]: `${across} domain`,
    [`${across}0`]: 0,
    [`${across}1`]: 1,
    line: { color: COLORS.black, width: 1.5, dash: 'dash' },
    name: `threshold ${formatNumber(threshold)}`,
    showlegend: true,
  };
  return { shapes: [shape] };
}
