/** Says what is done, and how much time is left by what the work so far took. */
export interface Progress {
  /** A line under the job at hand, at which `share` of it is done. */
  say(text: string, share: number): void;
  /** The job at hand is done. */
  next(): void;
}

/**
 * Progress through jobs of different cost.
 *
 * @param costs of each job, in any unit.
 * @param now gives ms; for tests.
 */
export function createProgress(
  costs: readonly number[],
  write: (line: string) => void,
  now: () => number = performance.now.bind(performance),
): Progress {
  const started = now();
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  let job = 0;
  let done = 0;
  return {
    say: (text, share) => {
      const part = (done + costs[job] * share) / total;
      const seconds = ((now() - started) / 1000) * (1 / part - 1);
      const left = part > 0 && part < 1 ? `, about ${readable(seconds)} left` : '';
      write(`[${job + 1}/${costs.length}] ${text}${left}`);
    },
    next: () => {
      done += costs[job];
      job++;
    },
  };
}

function readable(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
