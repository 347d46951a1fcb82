import type { ProgressStream } from '../data/progress';
import type { StreamProgress } from '../stream/stream-worker';

const REDRAW_MS = 100;
/** Rates are of about the last so many seconds. */
const RATE_MS = 1000;

/** Shows how a file is followed. */
export interface FollowProgressPrinter {
  readonly onProgress: (progress: StreamProgress) => void;
  /** Shows a line that stays. */
  readonly onNotice: (text: string) => void;
  /** Leaves the last line as it is. */
  end(): void;
}

/**
 * Shows events, findings and the events of the last second in one line of a terminal; elsewhere notices
 * alone.
 *
 * @param now gives epoch ms; for tests.
 */
export function followProgressPrinter(
  stream: ProgressStream,
  now: () => number = Date.now,
): FollowProgressPrinter {
  let [drawn, since, before, rate] = [-Infinity, now(), 0, 0];
  let line = '';
  const draw = () => stream.write(`\r\x1b[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
  return {
    onProgress: ({ nEvents, nFindings, nRejected }) => {
      if (!stream.isTTY) return;
      const time = now();
      if (time - since >= RATE_MS || rate === 0) {
        rate = (1000 * (nEvents - before)) / Math.max(time - since, 1);
        [since, before] = [time, nEvents];
      }
      const rejected = nRejected > 0 ? `, ${countOf(nRejected)} lines rejected` : '';
      line = `${countOf(nEvents)} events, ${countOf(nFindings)} findings${rejected}, ${countOf(Math.round(rate))} events/s`;
      if (time - drawn < REDRAW_MS) return;
      drawn = time;
      draw();
    },
    onNotice: (text) => {
      stream.write(stream.isTTY ? `\r\x1b[K${text}\n` : `${text}\n`);
      if (stream.isTTY) draw();
    },
    end: () => {
      if (!stream.isTTY || line === '') return;
      draw();
      stream.write('\n');
    },
  };
}

const countOf = (count: number) => count.toLocaleString('en-US');
