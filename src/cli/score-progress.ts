import { formatSeconds, type ProgressStream } from '../data/progress';
import type { ScoreFileProgress } from '../pipeline/scoring/score-file';

const REDRAW_MS = 100;
/** Where lines stay, fewer are enough. */
const NEXT_LINE_MS = 10_000;

/** Shows how far a file is scored. */
export interface ScoreProgressPrinter {
  readonly onProgress: (progress: ScoreFileProgress) => void;
  /** Leaves the last line as it is. */
  end(): void;
}

/**
 * Shows rows, rows a second and the time left: on a terminal in one line, elsewhere in a line each 10 s.
 *
 * @param now gives epoch ms; for tests.
 */
export function scoreProgressPrinter(
  stream: ProgressStream,
  now: () => number = Date.now,
): ScoreProgressPrinter {
  const start = now();
  let drawn = stream.isTTY ? -Infinity : start;
  let last: ScoreFileProgress | undefined;
  const draw = (progress: ScoreFileProgress) => {
    const line = progressLine(progress, (now() - start) / 1000);
    if (!stream.isTTY) stream.write(`${line}\n`);
    else stream.write(`\r\x1b[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
  };
  return {
    onProgress: (progress) => {
      last = progress;
      if (now() - drawn < (stream.isTTY ? REDRAW_MS : NEXT_LINE_MS)) return;
      drawn = now();
      draw(progress);
    },
    end: () => {
      if (!stream.isTTY || !last) return;
      draw(last);
      stream.write('\n');
    },
  };
}

function progressLine({ nRows, nRowsTotal }: ScoreFileProgress, seconds: number): string {
  const rowsPerSecond = nRows / Math.max(seconds, 0.001);
  const rate = `${countOf(Math.round(rowsPerSecond))} rows/s`;
  if (nRowsTotal === undefined) return `${countOf(nRows)} rows, ${rate}`;
  const share = Math.floor((100 * nRows) / Math.max(nRowsTotal, 1));
  const left = formatSeconds((nRowsTotal - nRows) / rowsPerSecond);
  return `${countOf(nRows)} of ${countOf(nRowsTotal)} rows (${share} %), ${rate}, ${left} left`;
}

const countOf = (count: number) => count.toLocaleString('en-US');
