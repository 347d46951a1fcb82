import type { Execution } from './execute';

const TICK_MS = 1000;
const QUIET_MS = 30_000;

/** Where progress is written: `process.stdout`, or a stand-in. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** One line of progress for one notebook. */
export interface Progress {
  start(cell: number): void;
  finish(execution: Execution): void;
}

/**
 * Shows where a notebook is: on a terminal in one line that is written over each second, elsewhere by a
 * line each half minute.
 */
export function createProgress(name: string, nCells: number, stream: ProgressStream): Progress {
  const start = performance.now();
  let cell = 0;
  let cellStart = start;

  function show(): void {
    const now = performance.now();
    const all = seconds(now - start);
    if (cell === 0) write(`· ${name}  starting, ${all}`);
    else
      write(
        `· ${name}  cell ${cell} of ${nCells}, ${seconds(now - cellStart)} in it, ${all} in all`,
      );
  }
  function write(line: string): void {
    if (!stream.isTTY) stream.write(`${line}\n`);
    else stream.write(`\r\x1b[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
  }

  const timer = setInterval(show, stream.isTTY ? TICK_MS : QUIET_MS);
  return {
    start(next) {
      cell = next;
      cellStart = performance.now();
      if (stream.isTTY) show();
    },
    finish(execution) {
      clearInterval(timer);
      if (stream.isTTY) stream.write('\r\x1b[K');
      stream.write(`${summarise(execution, nCells)}\n`);
    },
  };
}

function summarise(
  { name, failure, seconds: time, peakMemoryMb }: Execution,
  nCells: number,
): string {
  if (!failure) {
    return `✓ ${name}  ${nCells} cells, ${time.toFixed(1)} s, ${Math.round(peakMemoryMb)} MB`;
  }
  const [first = '', ...rest] = failure.message.split('\n');
  const message = [`${failure.name}: ${first}`, ...rest.slice(0, 8)];
  const code = failure.code ? [failure.code] : [];
  const lines = [`✗ ${name}  cell ${failure.cell} of ${nCells} failed, ${time.toFixed(1)} s`];
  return [...lines, failure.where, ...code.map((line) => `  ${line}`), ...message].join('\n  ');
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
