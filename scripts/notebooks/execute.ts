import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Failure, locateFailure, type Reason } from './failure';
import type { Cell, Notebook, Output } from './ipynb';
import { createOutputs, type DisplayMessage, type StreamMessage } from './outputs';
import type { SourceNotebook } from './percent';

const KERNEL = fileURLToPath(new URL('./kernel.mjs', import.meta.url));

/** What a notebook hands over by `reportMetrics`. */
export type Metrics = Readonly<Record<string, number | string>>;

/** What a run may use. */
export interface ExecuteOptions {
  /** Longest time that the notebook may take, in ms. */
  readonly timeoutMs: number;
  /** Called as each cell starts, with its position from 1. */
  readonly onCell?: (cell: number) => void;
  /** Kills the kernel. */
  readonly signal?: AbortSignal;
}

/** A notebook after its run. */
export interface Execution {
  readonly name: string;
  /** Path of the `.ts` source. */
  readonly file: string;
  /** The cells as they were run, with their outputs. */
  readonly notebook: Notebook;
  /** Why the notebook stopped; absent where it ran to its end. */
  readonly failure?: Failure;
  readonly seconds: number;
  /** Largest resident set of the kernel's process, in MB; 0 where it was killed. */
  readonly peakMemoryMb: number;
  readonly metrics: Metrics;
}

type Message =
  | StreamMessage
  | DisplayMessage
  | { type: 'cell'; index: number }
  | { type: 'done'; peakMemoryMb: number }
  | ({ type: 'failed'; peakMemoryMb: number } & Reason);

type Ending = { readonly peakMemoryMb: number; readonly reason?: Reason };

/** Runs a notebook from its first cell to its last, or to the first that fails, in a new process. */
export async function executeNotebook(
  source: SourceNotebook,
  made: Notebook,
  options: ExecuteOptions,
): Promise<Execution> {
  const cells = made.cells.map(withoutOutputs);
  const folder = mkdtempSync(join(tmpdir(), 'anomaly-lab-'));
  const metricsFile = join(folder, 'metrics.json');
  const start = performance.now();
  try {
    const { peakMemoryMb, reason } = await runKernel(source, cells, metricsFile, options);
    const failure = reason && locateFailure(reason, source);
    if (failure) cells[failure.cell - 1]?.outputs?.push(errorOutput(failure));
    return {
      name: basename(source.file, '.ts'),
      file: source.file,
      notebook: { ...made, cells },
      ...(failure && { failure }),
      seconds: (performance.now() - start) / 1000,
      peakMemoryMb,
      metrics: existsSync(metricsFile) ? JSON.parse(readFileSync(metricsFile, 'utf8')) : {},
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function withoutOutputs(cell: Cell): Cell {
  return cell.cell_type === 'code' ? { ...cell, execution_count: null, outputs: [] } : { ...cell };
}

function runKernel(
  source: SourceNotebook,
  cells: readonly Cell[],
  metricsFile: string,
  options: ExecuteOptions,
): Promise<Ending> {
  const child = fork(KERNEL, {
    cwd: dirname(source.file),
    env: { ...process.env, TZ: 'UTC', ANOMALY_LAB_METRICS_FILE: metricsFile },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const code = cells.flatMap((cell, index) =>
    cell.cell_type === 'code' ? [{ index, code: cell.source }] : [],
  );
  child.send({ cells: code });
  return watchKernel(child, cells, options);
}

function watchKernel(
  child: ChildProcess,
  cells: readonly Cell[],
  { timeoutMs, onCell, signal }: ExecuteOptions,
): Promise<Ending> {
  const outputs = createOutputs(cells);
  let running = 0;
  let count = 0;
  let ending: Ending | undefined;
  let complaint = '';

  function receive(message: Message): void {
    if (message.type === 'stream' || message.type === 'display') outputs.write(message);
    else if (message.type === 'cell') startCell(message.index);
    else if (message.type === 'done') ending = { peakMemoryMb: message.peakMemoryMb };
    else ending = { peakMemoryMb: message.peakMemoryMb, reason: message };
  }
  function startCell(index: number): void {
    running = index;
    (cells[index] as Cell).execution_count = ++count;
    onCell?.(index + 1);
  }
  function stop(name: string, message: string): void {
    ending = { peakMemoryMb: 0, reason: { index: running, name, message } };
    child.kill('SIGKILL');
  }

  const interrupt = (): void => stop('Interrupted', 'the run was interrupted');
  signal?.addEventListener('abort', interrupt);
  const minutes = Number((timeoutMs / 60_000).toFixed(2));
  const timer = setTimeout(
    () => stop('Timeout', `the notebook must end within ${minutes} min`),
    timeoutMs,
  );
  child.on('message', receive);
  child.stderr?.on('data', (text) => {
    complaint = (complaint + text).slice(-2000);
  });
  return ended(child).then((how) => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', interrupt);
    const message = [`the kernel ended with ${how}`, complaint.trim()].filter(Boolean).join('\n');
    return ending ?? { peakMemoryMb: 0, reason: { index: running, name: 'KernelDied', message } };
  });
}

/** Waits until the process is gone and all its messages have come; says how it ended. */
async function ended(child: ChildProcess): Promise<string> {
  const disconnected = new Promise<void>((resolve) => child.once('disconnect', resolve));
  const how = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  if (child.connected) await disconnected;
  return how;
}

function errorOutput({ name, message, code, where }: Failure): Output {
  const traceback = [where, ...(code ? [`    ${code}`] : []), `${name}: ${message}`];
  return { output_type: 'error', ename: name, evalue: message, traceback };
}
