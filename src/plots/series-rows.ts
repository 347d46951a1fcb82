import type { Data } from './figure';
import { plainText } from './format';

const GAP = 34;

/** plotly.js calls the first axis y, the second y2. */
export function suffixOf(row: number): string {
  return row === 0 ? '' : String(row + 1);
}

/** The traces of a row of a `seriesPlot`: the line needs no entry of the legend; the marks of all panels share one. */
export function onRow(traces: readonly Data[], row: number): Data[] {
  return traces.map((trace, i) => ({
    ...trace,
    yaxis: `y${suffixOf(row)}`,
    legendgroup: trace['name'],
    showlegend: i > 0 && row === 0,
  }));
}

/** The vertical axes of rows from the top, as attributes of a layout; `room` is their height in pixels. */
export function stackedAxes(rows: readonly unknown[], room: number): Record<string, unknown> {
  const gap = rows.length === 1 ? 0 : GAP / Math.max(room, 1);
  const size = Math.max(0.01, (1 - gap * (rows.length - 1)) / rows.length);
  return Object.fromEntries(
    rows.map((_, row) => {
      const high = Math.min(1, 1 - row * (size + gap));
      return [`yaxis${suffixOf(row)}`, { domain: [Math.max(0, high - size), high], anchor: 'x' }];
    }),
  );
}

/** The name of a row, above it. */
export function rowName({ name }: { readonly name: string }, row: number): Record<string, unknown> {
  return {
    text: plainText(name),
    showarrow: false,
    xref: 'paper',
    x: 0,
    xanchor: 'left',
    yref: `y${suffixOf(row)} domain`,
    y: 1,
    yanchor: 'bottom',
  };
}
