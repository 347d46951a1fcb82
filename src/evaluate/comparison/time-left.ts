/** Guesses how long the rest takes. */
export interface TimeLeft {
  /** Takes note of a run. @returns seconds until all are done, at the pace so far. */
  after(detector: string, seconds: number): number;
}

/**
 * Time left, by what each detector took so far; one that has not run yet counts as the mean of the others.
 *
 * @param nRuns - Of each detector.
 * @param lanes - By detector, how many of its runs go side by side.
 */
export function createTimeLeft(nRuns: number, lanes: Readonly<Record<string, number>>): TimeLeft {
  const spent = new Map(Object.keys(lanes).map((name) => [name, { nDone: 0, seconds: 0 }]));
  return {
    after: (detector, seconds) => {
      const own = spent.get(detector)!;
      own.nDone++;
      own.seconds += seconds;
      const all = [...spent.values()];
      const total = (key: 'nDone' | 'seconds') => all.reduce((sum, part) => sum + part[key], 0);
      const usual = total('seconds') / total('nDone');
      return [...spent].reduce((sum, [name, { nDone, seconds: own }]) => {
        const mean = nDone === 0 ? usual : own / nDone;
        return sum + ((nRuns - nDone) * mean) / lanes[name];
      }, 0);
    },
  };
}
