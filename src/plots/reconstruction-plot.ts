import { checkFinite, checkLength } from './check';
import { createFigure, type Data, type Figure, type PlotOptions } from './figure';
import { formatNumber, roundNumbers } from './format';
import { COLORS } from './template';

/**
 * A point over a window, as it was and as an autoencoder gave it back, with the absolute error at each step.
 *
 * @param original shape `[nSteps]`.
 * @param reconstruction shape `[nSteps]`.
 * @throws {RangeError} if there are no steps, lengths differ, or a value is not finite.
 */
export function reconstructionPlot(
  original: ArrayLike<number>,
  reconstruction: ArrayLike<number>,
  options: PlotOptions = {},
): Figure {
  checkFinite('original', original);
  checkFinite('reconstruction', reconstruction);
  checkLength('reconstruction', reconstruction, original.length);
  const errors = Array.from(original, (value, i) => Math.abs(value - reconstruction[i]));
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  return createFigure(
    [
      lineOf('original', original, { color: COLORS.blue, width: 2 }),
      lineOf('reconstruction', reconstruction, { color: COLORS.orange, width: 2 }),
      lineOf('absolute error', errors, { color: COLORS.vermillion, width: 1.5, dash: 'dot' }),
    ],
    {
      ...{ title: 'Reconstruction', xTitle: 'Step', yTitle: 'Value' },
      summary: `${errors.length} steps, mean absolute error ${formatNumber(mean)}, largest ${formatNumber(Math.max(...errors))}.`,
    },
    options,
  );
}

function lineOf(
  name: string,
  values: ArrayLike<number>,
  line: Readonly<Record<string, unknown>>,
): Data {
  return {
    ...{ type: 'scatter', mode: 'lines', name, line },
    x: Array.from(values, (_, step) => step + 1),
    y: roundNumbers(values),
    hovertemplate: 'step %{x}: %{y:.4~g}',
  };
}
