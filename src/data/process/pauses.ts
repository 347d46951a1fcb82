/** How steadily a recording was sampled. */
export interface ProcessPauses {
  /** Between most samples and the ones before; 0 for a single sample. */
  readonly stepSeconds: number;
  /** Steps from one sample to the next that are longer; nothing is filled in. */
  readonly nPauses: number;
  /** 0 where there is none. */
  readonly longestPauseSeconds: number;
}

/**
 * The usual step of a recording, and the pauses in it.
 *
 * @param times epoch ms, ascending.
 */
export function pausesOf(times: Float64Array): ProcessPauses {
  const counts = new Map<number, number>();
  for (let i = 1; i < times.length; i++) {
    const step = times[i] - times[i - 1];
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const [usual] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [0];
  const pauses = [...counts].filter(([step]) => step > usual);
  return {
    stepSeconds: usual / 1000,
    nPauses: pauses.reduce((sum, [, count]) => sum + count, 0),
    longestPauseSeconds: Math.max(0, ...pauses.map(([step]) => step)) / 1000,
  };
}
