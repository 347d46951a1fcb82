import type { DownloadProgress } from './download';

/** Where progress is shown. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Takes text to show; what it returns is ignored. */
  write(text: string): unknown;
}

const BAR_WIDTH = 24;
const REDRAW_MS = 100;

/**
 * Shows a download: on a terminal as a bar with rate and time left, elsewhere as a line for each file.
 *
 * @param now gives epoch ms; for tests.
 */
export function progressPrinter(
  name: string,
  stream: ProgressStream,
  now: () => number = Date.now,
): (progress: DownloadProgress) => void {
  let start: { time: number; bytes: number } | undefined;
  let drawn = -Infinity;
  return (progress) => {
    const { status, nDone, nFiles, bytes, file } = progress;
    const time = now();
    start ??= { time, bytes };
    if (!stream.isTTY) {
      if (status === 'downloaded' || status === 'present') {
        stream.write(`${name}: ${nDone}/${nFiles} ${file} ${status}\n`);
      }
      return;
    }
    const isLast = nDone === nFiles;
    if (isLast || time - drawn >= REDRAW_MS) {
      drawn = time;
      const bytesPerSecond = (1000 * (bytes - start.bytes)) / Math.max(time - start.time, 1);
      const line = `${name} ${progressLine(progress, bytesPerSecond)}`;
      stream.write(`\r\x1b[K${line.slice(0, (stream.columns ?? 80) - 1)}${isLast ? '\n' : ''}`);
    }
  };
}

/** A size as people read it: `797.6 kB`; 1 kB is 1,000 bytes. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  const step = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), 3);
  return `${step === 0 ? bytes : (bytes / 1000 ** step).toFixed(1)} ${units[step]}`;
}

function progressLine(progress: DownloadProgress, bytesPerSecond: number): string {
  const { bytes, totalBytes, nDone, nFiles } = progress;
  const rate = `${formatBytes(Math.round(bytesPerSecond))}/s`;
  const files = nFiles === 1 ? '' : ` ${nDone}/${nFiles} files`;
  if (totalBytes === undefined || totalBytes === 0) {
    return `${formatBytes(bytes)} ${rate}${files}`;
  }
  const share = Math.min(bytes / totalBytes, 1);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const secondsLeft = (totalBytes - bytes) / bytesPerSecond;
  const left = Number.isFinite(secondsLeft) ? ` ${formatSeconds(secondsLeft)} left` : '';
  return `${bar} ${Math.floor(share * 100)} % of ${formatBytes(totalBytes)} ${rate}${left}${files}`;
}

/** A duration as people read it: `2 min 5 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(Math.ceil(seconds), 0);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
