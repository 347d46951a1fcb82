import { COLORS } from './template';

const MAX_BANDS = 300;

/**
 * Shaded bands over the times of labelled anomalies, named once in the legend.
 *
 * A run of anomalies is one band, at least 1/300 of the whole time wide: some two pixels.
 *
 * @param times epoch ms, shape `[nSamples]`.
 * @param labels 0 for normal, shape `[nSamples]`.
 * @param order indices of the samples by time, shape `[nSamples]`.
 * @returns layout shapes, none without anomalies; undefined if there are more than 300 runs, which
 * would shade everything.
 */
export function labelledBands(
  times: ArrayLike<number>,
  labels: ArrayLike<number>,
  order: Int32Array,
): Record<string, unknown>[] | undefined {
  const runs: { from: number; to: number }[] = [];
  let inRun = false;
  for (const i of order) {
    const isAnomaly = labels[i] !== 0;
    if (isAnomaly && inRun) runs[runs.length - 1].to = times[i];
    else if (isAnomaly) runs.push({ from: times[i], to: times[i] });
    inRun = isAnomaly;
  }
  if (runs.length > MAX_BANDS) return undefined;
  const width = Math.max((times[order[order.length - 1]] - times[order[0]]) / MAX_BANDS, 1);
  return runs.map(({ from, to }, i) => {
    const margin = Math.max(0, (width - (to - from)) / 2);
    return bandOf(Math.round(from - margin), Math.round(to + margin), i === 0);
  });
}

function bandOf(from: number, to: number, showlegend: boolean): Record<string, unknown> {
  return {
    type: 'rect',
    layer: 'below',
    x0: from,
    x1: to,
    yref: 'y domain',
    y0: 0,
    y1: 1,
    fillcolor: COLORS.orange,
    opacity: 0.3,
    line: { width: 0 },
    ...(showlegend && { name: 'labelled anomaly', showlegend }),
  };
}
