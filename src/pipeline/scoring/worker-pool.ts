import type { Worker } from 'node:worker_threads';
import { startWorker } from '../../start-worker';
import type { ScoreBlock, ScoreReply } from './score-worker';

/** Worker threads that hold the same detector. */
export interface WorkerPool {
  /**
   * Has a block scored by the next worker that is free.
   *
   * @param isWanted asked when its turn comes; a block that is not wanted any more is left out.
   */
  score(block: ScoreBlock, isWanted: () => boolean): Promise<void>;
  /** Ends the workers; blocks that are under way fail. */
  close(): Promise<void>;
}

/** Who waits for a worker's next reply. */
interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Task extends Waiting {
  readonly block: ScoreBlock;
  readonly isWanted: () => boolean;
}

/**
 * Starts workers that load a detector each.
 *
 * An idle pool does not keep the process alive. When one worker dies, all that is under way or asked
 * for later fails with the reason, and the others are ended.
 *
 * @throws {Error} if a worker cannot load the detector, or dies.
 */
export async function startWorkerPool(directory: string, nWorkers: number): Promise<WorkerPool> {
  const workers: Worker[] = [];
  const waiting = new Map<Worker, Waiting>();
  const queue: Task[] = [];
  const idle: Worker[] = [];
  let end: Error | undefined;

  const endAll = async (reason: Error) => {
    end ??= reason;
    for (const { reject } of [...waiting.values(), ...queue.splice(0)]) reject(end);
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  const giveWork = () => {
    while (!end && idle.length > 0 && queue.length > 0) {
      const task = queue.shift() as Task;
      if (task.isWanted()) begin(idle.pop() as Worker, task);
      else task.resolve();
    }
  };
  const begin = (worker: Worker, task: Task) => {
    waiting.set(worker, task);
    worker.ref();
    worker.postMessage(task.block);
  };
  const finish = (worker: Worker, { error }: ScoreReply) => {
    if (error === undefined) waiting.get(worker)?.resolve();
    else waiting.get(worker)?.reject(error);
    waiting.delete(worker);
    worker.unref();
    idle.push(worker);
    giveWork();
  };
  const start = () =>
    new Promise<void>((resolve, reject) => {
      const worker = startWorker('score-worker', 'pipeline/scoring/score-worker', { directory });
      workers.push(worker);
      waiting.set(worker, { resolve, reject }); // for its first reply, once it has loaded
      worker.on('message', (reply: ScoreReply) => finish(worker, reply));
      worker.on('error', (error: Error) => void endAll(died(error.message)));
      worker.on('exit', (code) => void endAll(died(`it ended with exit code ${code}`)));
    });
  try {
    await Promise.all(Array.from({ length: nWorkers }, start));
  } catch (error) {
    await endAll(error as Error);
    throw error;
  }
  return {
    score: (block, isWanted) =>
      new Promise((resolve, reject) => {
        if (end) return reject(end);
        queue.push({ block, isWanted, resolve, reject });
        giveWork();
      }),
    close: () => endAll(new Error('the scorer is closed')),
  };
}

function died(reason: string): Error {
  return new Error(`a scoring worker died: ${reason}`);
}
