import { progressLine } from './progress-line';
import { countOf } from './training-output';

/** Shows how many events are done, and how many a second. */
export interface RateLine {
  show(nEvents: number): void;
  end(nEvents: number): void;
}

/** Shorter work needs no line. */
const QUIET_MS = 2000;

/**
 * Starts to count now; shows nothing in the first two seconds.
 *
 * @param what is done to the events, in front of how many there are. Default: nothing.
 */
export function rateLine(what: string = ''): RateLine {
  const start = Date.now();
  const line = progressLine(process.stderr);
  const textOf = (nEvents: number) => {
    const seconds = (Date.now() - start) / 1000;
    return `${what}${countOf(nEvents, 'events')}, ${countOf(Math.round(nEvents / seconds), 'events/s')}`;
  };
  return {
    show: (nEvents) => {
      if (Date.now() - start >= QUIET_MS) line.show(textOf(nEvents));
    },
    end: (nEvents) => line.end(textOf(nEvents)),
  };
}
