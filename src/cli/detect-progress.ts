import { formatSeconds, type ProgressStream } from '../data/progress';
import { DETECTOR_WORDS } from '../pipeline/detection/detectors';
import type { DetectProgress } from '../pipeline/detection/run-splits';

const NEXT_LINE_MS = 5000;

/**
 * Shows how far a comparison is: on a terminal in one line, elsewhere in a line each 5 s.
 *
 * @param now gives epoch ms; for tests.
 */
export function detectProgressPrinter(
  stream: ProgressStream,
  now: () => number = Date.now,
): (progress: DetectProgress) => void {
  let drawn = now();
  return ({ detector, nDone, nRuns, secondsLeft }) => {
    const isLast = nDone === nRuns;
    if (!stream.isTTY && now() - drawn < NEXT_LINE_MS) return;
    drawn = now();
    const left = isLast ? 'done' : `${formatSeconds(secondsLeft)} left`;
    const line = `${nDone} of ${nRuns} fits, ${left} (${DETECTOR_WORDS[detector].title})`;
    if (!stream.isTTY) stream.write(`${line}\n`);
    else {
      const shown = line.slice(0, (stream.columns ?? 80) - 1);
      stream.write(`\r\x1b[K${shown}${isLast ? '\n' : ''}`);
    }
  };
}
