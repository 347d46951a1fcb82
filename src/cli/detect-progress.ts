import type { ReadProgress } from '../data/profile/read-options';
import { formatSeconds, type ProgressStream } from '../data/progress';
import { DETECTOR_WORDS } from '../pipeline/detection/detectors';
import type { DetectProgress } from '../pipeline/detection/run-splits';
import type { FileDriftOptions } from '../pipeline/drift/file-drift';
import { progressLine } from './progress-line';

const STEPS: Readonly<Record<ReadProgress['step'], string>> = {
  reading: 'reading',
  types: 'finding types',
  columns: 'looking at columns',
};

/** Shows how far a file is read. */
export interface ReadingPrinter {
  readonly onReading: (progress: ReadProgress) => void;
  /** Leaves the last line as it is. */
  end(): void;
}

/**
 * Shows how far a file is read: on a terminal in one line, elsewhere in a line each 5 s.
 *
 * @param now gives epoch ms; for tests.
 */
export function readingPrinter(
  path: string,
  stream: ProgressStream,
  now: () => number = Date.now,
): ReadingPrinter {
  const line = progressLine(stream, now);
  return {
    onReading: ({ step, share }) =>
      line.show(`${path}: ${STEPS[step]}, ${Math.floor(100 * share)} %`),
    end: () => line.end(`${path}: read`),
  };
}

/**
 * Shows how far a comparison is: on a terminal in one line, elsewhere in a line each 5 s.
 *
 * @param now gives epoch ms; for tests.
 */
export function detectProgressPrinter(
  stream: ProgressStream,
  now: () => number = Date.now,
): (progress: DetectProgress) => void {
  const line = progressLine(stream, now);
  return ({ detector, nDone, nRuns, secondsLeft }) => {
    const isLast = nDone === nRuns;
    const left = isLast ? 'done' : `${formatSeconds(secondsLeft)} left`;
    const text = `${nDone} of ${nRuns} fits, ${left} (${DETECTOR_WORDS[detector].title})`;
    if (isLast) line.end(text);
    else line.show(text);
  };
}

/**
 * Shows how far columns are read and compared: on a terminal in one line, elsewhere in a line each 5 s.
 *
 * @param now gives epoch ms; for tests.
 */
export function driftProgressPrinter(
  stream: ProgressStream,
  now: () => number = Date.now,
): Required<Pick<FileDriftOptions, 'onReading' | 'onProgress'>> {
  const line = progressLine(stream, now);
  let start = now();
  return {
    onReading: ({ path, step, share }) => {
      line.show(`${path}: ${STEPS[step]}, ${Math.floor(100 * share)} %`);
      start = now();
    },
    onProgress: ({ nDone, nColumns }) => {
      const secondsLeft = ((now() - start) / 1000 / nDone) * (nColumns - nDone);
      const text = `${nDone} of ${nColumns} columns compared`;
      if (nDone === nColumns) line.end(text);
      else line.show(`${text}, ${formatSeconds(secondsLeft)} left`);
    },
  };
}
