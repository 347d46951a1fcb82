import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll } from 'vitest';

/** The threads that tests of this file start, as they start. */
export function startedThreads(): { readonly nStarted: number; readonly nLive: number } {
  const workers: Worker[] = [];
  const add = (worker: Worker) => workers.push(worker);
  beforeAll(() => void process.on('worker', add));
  afterAll(() => void process.off('worker', add));
  return {
    get nStarted() {
      return workers.length;
    },
    get nLive() {
      return workers.filter(({ threadId }) => threadId >= 0).length;
    },
  };
}
