import type { Worker } from 'node:worker_threads';
import type { DetectorSpec } from '../../detectors/detector-of';
import type { Matrix } from '../../matrix';
import { startWorker } from '../../start-worker';
import type { Scoring } from './run-detector';

/** What a worker thread is asked: plain data. */
export interface Question {
  readonly detector: DetectorSpec;
  readonly seed: number;
  readonly train: Matrix;
  readonly test: Matrix;
}

/** What it answers. */
export type Answer = Scoring | { readonly error: string };

/** A worker thread that takes one question at a time. */
export interface Thread {
  /** @throws {Error} with the detector's message if it fails, or if the thread ends. */
  ask(question: Question): Promise<Scoring>;
  /** Ends it at once; what it was asked is rejected. */
  end(): Promise<void>;
}

/** A thread that starts with the first question, and anew after one that it did not survive. */
export function openThread(): Thread {
  let worker: Worker | undefined;
  return {
    ask: async (question) => {
      worker ??= startWorker('comparison-worker', 'evaluate/comparison/worker');
      const answer = await answerOf(worker, question).catch(async (error: Error) => {
        await worker?.terminate();
        worker = undefined;
        throw error;
      });
      if ('error' in answer) throw new Error(answer.error);
      return answer;
    },
    end: async () => {
      await worker?.terminate();
    },
  };
}

function answerOf(worker: Worker, question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`worker thread ended (${code})`)));
    worker.postMessage(question);
  });
}
