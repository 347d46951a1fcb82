import type { ProgressStream } from '../data/progress';

const REDRAW_MS = 100;
/** Where lines stay, fewer are enough. */
const NEXT_LINE_MS = 5000;

/** Shows how far something is. */
export interface ProgressLine {
  /** Shows a line in the place of the last one; not each that comes. */
  show(line: string): void;
  /** Leaves this line as it is, if one was shown. */
  end(line: string): void;
}

/**
 * Shows one line that changes: on a terminal in place, elsewhere as a line each 5 s.
 *
 * @param now gives epoch ms; for tests.
 */
export function progressLine(stream: ProgressStream, now: () => number = Date.now): ProgressLine {
  let drawn = stream.isTTY ? -Infinity : now();
  let isOpen = false;
  const draw = (line: string) => {
    drawn = now();
    if (!stream.isTTY) stream.write(`${line}\n`);
    else stream.write(`\r\x1b[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    isOpen = true;
  };
  return {
    show: (line) => {
      if (now() - drawn >= (stream.isTTY ? REDRAW_MS : NEXT_LINE_MS)) draw(line);
    },
    end: (line) => {
      if (!isOpen) return;
      if (stream.isTTY) {
        draw(line);
        stream.write('\n');
      }
      isOpen = false;
    },
  };
}
