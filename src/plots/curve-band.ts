import type { CurveBand } from '../evaluate/bootstrap/curve-bands';
import { checkFinite, checkLength } from './check';
import type { Data } from './figure';
import { formatNumber, roundNumbers } from './format';
import { COLORWAY } from './template';

/** A curve that may have a band. */
interface BandEntry {
  readonly name: string;
  readonly band?: CurveBand;
}

/**
 * The bands of curves, see-through, in the colours of their curves; the legend names them once.
 *
 * @throws {RangeError} if the lists of a band differ in length or are empty, or a number is not finite.
 */
export function bandTraces(entries: readonly BandEntry[]): Data[] {
  const first = entries.findIndex(({ band }) => band !== undefined);
  return entries.flatMap(({ name, band }, i) =>
    band ? [bandTrace(band, name, COLORWAY[i % COLORWAY.length], i === first)] : [],
  );
}

/**
 * One band, see-through; `listed` is whether the legend names it.
 *
 * @throws {RangeError} as `bandTraces`.
 */
export function bandTrace(band: CurveBand, name: string, color: string, listed: boolean): Data {
  const [positions, lower, upper] = [band.positions, band.lower, band.upper].map((values) =>
    Array.from(values),
  );
  for (const [part, values] of Object.entries({ positions, lower, upper })) {
    checkFinite(`${part} of the band of ${name}`, values);
    checkLength(`${part} of the band of ${name}`, values, positions.length);
  }
  return {
    type: 'scatter',
    mode: 'lines',
    name: `${formatNumber(100 * band.level)} % interval`,
    x: roundNumbers([...positions, ...positions.toReversed()]),
    y: roundNumbers([...upper, ...lower.toReversed()]),
    fill: 'toself',
    fillcolor: color,
    opacity: 0.2,
    line: { width: 0 },
    hoverinfo: 'skip',
    legendgroup: 'band',
    showlegend: listed,
  };
}
