/**
 * Which points of a long line to draw: the peaks stay, so that it looks the same.
 *
 * The line is cut into equal stretches; from each the first, the lowest and the highest point are
 * kept, beside the line's last point. Missing values (NaN) are passed over.
 *
 * @param values heights of the line's points, in drawing order.
 * @param limit about how many points to keep.
 * @returns indices in ascending order; all of them up to `limit` values.
 */
export function thinLine(values: ArrayLike<number>, limit: number): Int32Array {
  const n = values.length;
  if (n <= limit) return Int32Array.from({ length: n }, (_, i) => i);
  const nStretches = Math.max(1, Math.floor(limit / 3));
  const kept = new Set<number>([n - 1]);
  for (let stretch = 0; stretch < nStretches; stretch++) {
    const start = Math.floor((stretch * n) / nStretches);
    const end = Math.floor(((stretch + 1) * n) / nStretches);
    let lowest = start;
    let highest = start;
    for (let i = start; i < end; i++) {
      if (values[i] < values[lowest] || Number.isNaN(values[lowest])) lowest = i;
      if (values[i] > values[highest] || Number.isNaN(values[highest])) highest = i;
    }
    kept.add(start).add(lowest).add(highest);
  }
  return Int32Array.from(kept).sort();
}

/**
 * Which points of a crowd to draw: the highest of each of `limit` equal stretches.
 *
 * @returns indices in ascending order; all of them up to `limit` values.
 */
export function thinPeaks(values: ArrayLike<number>, limit: number): Int32Array {
  const n = values.length;
  const nStretches = Math.min(n, limit);
  return Int32Array.from({ length: nStretches }, (_, stretch) => {
    const start = Math.floor((stretch * n) / nStretches);
    const end = Math.floor(((stretch + 1) * n) / nStretches);
    let peak = start;
    for (let i = start; i < end; i++) if (values[i] > values[peak]) peak = i;
    return peak;
  });
}

/**
 * Which points of a curve to draw: those inside straight stretches are left out first, then
 * `thinLine` cuts the rest.
 *
 * @param x positions, in drawing order.
 * @param y heights.
 * @param limit about how many points to keep. Default 900.
 * @returns indices in ascending order, the first and last point among them.
 */
export function thinCurve(x: ArrayLike<number>, y: ArrayLike<number>, limit = 900): Int32Array {
  const corners: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const inside = i > 0 && i < x.length - 1;
    const flat = inside && y[i] === y[i - 1] && y[i] === y[i + 1];
    const steep = inside && x[i] === x[i - 1] && x[i] === x[i + 1];
    if (!flat && !steep) corners.push(i);
  }
  const heights = Float64Array.from(corners, (i) => y[i]);
  return thinLine(heights, limit).map((i) => corners[i]);
}

/**
 * Which points of a cloud to draw: the outermost, the most important, and evenly spaced others.
 *
 * @param x horizontal positions.
 * @param y vertical positions.
 * @param importance scores or labels; up to half of the limit goes to the highest of them.
 * @param limit about how many points to keep. Default 2000.
 * @returns indices in ascending order; all of them up to `limit` points.
 */
export function thinCloud(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  importance?: ArrayLike<number>,
  limit = 2000,
): Int32Array {
  const n = x.length;
  const all = Int32Array.from({ length: n }, (_, i) => i);
  if (n <= limit) return all;
  const nImportant = importance ? Math.floor(limit / 2) : 0;
  const kept = new Set<number>(importance && highest(importance, nImportant));
  for (const values of [x, y]) {
    kept.add(all.reduce((low, i) => (values[i] < values[low] ? i : low), 0));
    kept.add(all.reduce((high, i) => (values[i] > values[high] ? i : high), 0));
  }
  const step = n / (limit - nImportant);
  for (let i = 0; i < n; i += step) kept.add(Math.floor(i));
  return Int32Array.from(kept).sort();
}

/** The indices of up to `count` highest values, none of them equal to the lowest. */
function highest(values: ArrayLike<number>, count: number): Int32Array {
  const ranked = Int32Array.from({ length: values.length }, (_, i) => i);
  ranked.sort((a, b) => values[b] - values[a]);
  const lowest = values[ranked[ranked.length - 1]];
  return ranked.subarray(0, count).filter((i) => values[i] > lowest);
}
