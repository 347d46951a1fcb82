import { setImmediate } from 'node:timers/promises';
import type { Detector } from '../../detectors/detector';
import { type DetectorSpec, detectorOf, usesTensorflow } from '../../detectors/detector-of';
import { runDetector, type Scoring } from './run-detector';
import type { SampleSplit } from './sample-split';
import { openThread, type Thread } from './thread';

/** A detector by name and hyperparameters, one that is used as it is, or one made for each seed. */
export type ComparedDetector = DetectorSpec | Detector | ((seed: number) => Detector);

/** One detector on one split of one set. */
export interface Task {
  readonly index: number;
  readonly detector: ComparedDetector;
  readonly seed: number;
}

/** What tasks are run with. */
export interface RunControls<Result> {
  readonly splitOf: (task: number) => Promise<SampleSplit>;
  /** What is kept of scores; what it throws counts as the detector's failure. */
  readonly judge: (split: SampleSplit, scoring: Scoring) => Result;
  /** Called after each task that was not stopped. */
  readonly onDone: (
    task: number,
    result: Result | { readonly error: string },
    seconds: number,
  ) => void;
  readonly nThreads: number;
  readonly signal: AbortSignal;
}

/** Whether it is plain data that a worker thread may make a detector of. */
export function runsInThreads(detector: ComparedDetector): detector is DetectorSpec {
  return typeof detector === 'object' && !('fit' in detector) && !usesTensorflow(detector);
}

/**
 * Runs tasks: first those of plain data, each thread taking the next; then the others on the main thread.
 *
 * It ends when all are done, when the signal aborts (threads are ended in the midst of their tasks), or
 * when `onDone` throws. No thread outlives it.
 */
export async function runAll<Result>(
  tasks: readonly Task[],
  controls: RunControls<Result>,
): Promise<void> {
  const { nThreads } = controls;
  const isThreaded = (task: Task) => nThreads > 0 && runsInThreads(task.detector);
  const threaded = tasks.filter(isThreaded);
  await runInThreads(threaded, Math.min(nThreads, threaded.length), controls);
  const own = tasks.filter((task) => !isThreaded(task));
  await drain(own.values(), controls, async (task, split) => {
    await setImmediate(); // A signal may have come.
    controls.signal.throwIfAborted();
    return runDetector(madeFrom(task), split, { signal: controls.signal });
  });
}

async function runInThreads<Result>(
  tasks: readonly Task[],
  nThreads: number,
  controls: RunControls<Result>,
): Promise<void> {
  const threads = Array.from({ length: nThreads }, openThread);
  const end = () => Promise.all(threads.map((thread) => thread.end()));
  const failed = new AbortController(); // Stops the other threads where one throws.
  const signal = AbortSignal.any([controls.signal, failed.signal]);
  signal.addEventListener('abort', end, { once: true });
  const queue = tasks.values();
  try {
    await Promise.all(
      threads.map((thread) => drain(queue, { ...controls, signal }, askOf(thread))),
    );
  } finally {
    failed.abort();
    await end();
  }
}

const askOf =
  (thread: Thread) =>
  ({ detector, seed }: Task, { train, test }: SampleSplit): Promise<Scoring> =>
    thread.ask({ detector: detector as DetectorSpec, seed, train, test });

/** Takes tasks from the queue until it is empty or the signal aborts. */
async function drain<Result>(
  queue: Iterable<Task>,
  { splitOf, judge, onDone, signal }: RunControls<Result>,
  score: (task: Task, split: SampleSplit) => Promise<Scoring>,
): Promise<void> {
  const resultOf = async (task: Task) => {
    try {
      const split = await splitOf(task.index);
      return judge(split, await score(task, split));
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  for (const task of queue) {
    if (signal.aborted) return;
    const start = performance.now();
    const result = await resultOf(task);
    if (signal.aborted) return;
    onDone(task.index, result, (performance.now() - start) / 1000);
  }
}

function madeFrom({ detector, seed }: Task): Detector {
  if (typeof detector === 'function') return detector(seed);
  if ('fit' in detector) return detector;
  return detectorOf(detector.name, detector.params, seed);
}
