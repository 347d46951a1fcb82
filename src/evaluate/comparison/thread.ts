import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DetectorSpec } from '../../detectors/detector-of';
import type { Matrix } from '../../matrix';
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
      worker ??= startWorker();
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

/** The bundle that stands beside the built library, or the source where the library runs from source. */
function startWorker(): Worker {
  const folder = dirname(__filename);
  const built = join(folder, 'comparison-worker.js');
  if (existsSync(built)) return new Worker(built);
  const files = [createRequire(__filename).resolve('tsx/cjs'), join(folder, 'worker.ts')];
  const program = "require('node:worker_threads').workerData.forEach((file) => require(file))";
  return new Worker(program, { eval: true, workerData: files });
}
