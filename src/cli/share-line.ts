import { formatSeconds, type ProgressStream } from '../data/progress';
import { progressLine } from './progress-line';

const REDRAW_MS = 1000;

/** Shows how far a query is. */
export interface ShareLine {
  readonly show: (share: number) => void;
  readonly end: () => void;
}

/**
 * Shows the share of a query that is done, as far as its engine knows, and the time since its begin. The time goes on where the engine
 * says nothing, as while a cluster starts.
 *
 * @param now gives epoch ms; for tests.
 */
export function shareLine(stream: ProgressStream, now: () => number = Date.now): ShareLine {
  const start = now();
  const line = progressLine(stream, now);
  let share: number | undefined;
  const text = () => {
    const since = formatSeconds((now() - start) / 1000);
    return share === undefined ? `waiting, ${since}` : `${Math.floor(100 * share)} %, ${since}`;
  };
  const timer = setInterval(() => line.show(text()), REDRAW_MS);
  timer.unref();
  return {
    show: (known) => {
      share = known;
      line.show(text());
    },
    end: () => {
      clearInterval(timer);
      line.end(text());
    },
  };
}
