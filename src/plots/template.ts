/**
 * The colours of the figures: eight that readers with any colour vision tell apart.
 *
 * Source: Okabe and Ito 2008, "Color Universal Design", figure 16.
 */
export const COLORS = {
  blue: '#0072B2',
  vermillion: '#D55E00',
  green: '#009E73',
  purple: '#CC79A7',
  orange: '#E69F00',
  sky: '#56B4E9',
  grey: '#7F7F7F',
  black: '#1F1F1F',
} as const;

/** The colours in the order in which groups and curves take them. */
export const COLORWAY: readonly string[] = [
  COLORS.blue,
  COLORS.vermillion,
  COLORS.green,
  COLORS.purple,
  COLORS.orange,
  COLORS.sky,
  COLORS.grey,
  COLORS.black,
];

const AXIS: Record<string, unknown> = {
  showline: true,
  linecolor: '#444444',
  gridcolor: '#E8E8E8',
  zeroline: false,
  ticks: 'outside',
  ticklen: 4,
  tickcolor: '#444444',
  // Without it plotly.js hides labels that it cannot measure outside a browser.
  ticklabeloverflow: 'allow',
  automargin: true,
  title: { standoff: 10 },
};

/** Attributes of an axis of names: no grid, and an unseen tick between axis and name. */
export const NAMES_AXIS = {
  showgrid: false,
  ticks: 'outside',
  ticklen: 4,
  tickcolor: 'rgba(0,0,0,0)',
};

/** The style all figures share: a Plotly template, which a figure's own layout overrides. */
export const TEMPLATE: Record<string, unknown> = {
  layout: {
    colorway: COLORWAY,
    font: {
      family: 'Arial, Liberation Sans, DejaVu Sans, sans-serif',
      size: 13,
      color: '#222222',
    },
    title: {
      x: 0,
      xanchor: 'left',
      y: 1,
      yanchor: 'top',
      pad: { l: 12, t: 16 },
      font: { size: 16 },
    },
    margin: { l: 60, r: 24, t: 52, b: 52 },
    paper_bgcolor: '#FFFFFF',
    plot_bgcolor: '#FFFFFF',
    bargap: 0.25,
    hovermode: 'closest',
    hoverlabel: { bgcolor: '#FFFFFF', bordercolor: '#444444', align: 'left', namelength: -1 },
    legend: {
      bgcolor: 'rgba(255, 255, 255, 0.85)',
      orientation: 'h',
      x: 1,
      xanchor: 'right',
      y: 1.01,
      yanchor: 'bottom',
    },
    xaxis: AXIS,
    yaxis: AXIS,
  },
} as const;

/** A colour bar with its title along it. */
export function colorBar(title = ''): Record<string, unknown> {
  return {
    title: { text: title, side: 'right' },
    outlinewidth: 0,
    thickness: 14,
    ticklabeloverflow: 'allow',
  };
}
